"""What was computed for an event, as people may see it: by name, personal values masked.

This is done for every decision that is kept, so what is usual goes straight: plain figures, empty lists, and the same
few arguments in most calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from tipstaff.cel import CelError
from tipstaff.vocab.masking import ELLIPSIS, mask_party, mask_text, mask_within

Call = tuple[str, tuple[object, ...]]
"""(name, arguments)."""

_SHORT: Final = 32
_FEW: Final = 20
_LONGEST: Final = 64
_MOST: Final = 16_384
_OF_PEOPLE: Final = "name."
_AS_THEY_ARE: Final = frozenset({bool, int, float, type(None)})


class Names:
    """What everything is called that was shown lately: the same recipients and senders come again and again.

    Args:
        labels: what people call a variable that the machine names, by its name.

    Attributes:
        known: names by the name of a variable, or by (name, arguments) of a call; always the same dictionary.
    """

    __slots__ = ("_labels", "known")

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self.known: dict[Any, str] = {}

    def of(self, key: str | Call) -> str:
        """The name; remembered where nothing in it is long."""
        name = self.known.get(key)
        if name is not None:
            return name
        name = self._labels.get(key, key) if isinstance(key, str) else _call(key)
        if isinstance(key, str) or all(map(_is_short, key[1])):
            if len(self.known) >= _MOST:
                self.known.clear()
            self.known[key] = name
        return name

    def once(self, key: Call) -> str:
        """The name of a call that need not be remembered."""
        return self.known.get(key) or _call(key)


def _call(key: Call) -> str:
    """`consent.held(+33…678, sms, marketing)`."""
    function, arguments = key
    told = _someone if function.startswith(_OF_PEOPLE) else _argument
    return f"{function}({', '.join(map(told, arguments))})"


def _is_short(argument: object) -> bool:
    """Arguments come from outside: nobody may fill the memory with long ones."""
    return len(argument) <= _LONGEST if type(argument) is str else argument == () or type(argument) is int


def _argument(argument: object) -> str:
    """An argument: an address masked, and of a text only that it was one."""
    if not isinstance(argument, str):
        return "[…]" if isinstance(argument, tuple) else str(argument)
    if " " in argument:
        return ELLIPSIS
    shown = _text(argument)
    return shown if len(argument) <= _SHORT or shown != argument else ELLIPSIS


def _someone(argument: object) -> str:
    """A name that somebody goes by: its first character."""
    return mask_text(argument) if isinstance(argument, str) and "@" not in argument else _argument(argument)


def as_shown(value: object) -> Any:
    """A value as it may be shown: failures as what they say, addresses masked, long lists cut."""
    of = type(value)
    if of in _AS_THEY_ARE or (of is list and not value):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, CelError):
        return {"error": value.code, "message": mask_within(value.message)}
    if isinstance(value, list | tuple):
        return [as_shown(item) for item in value[:_FEW]]
    return value


def _text(value: str) -> str:
    """An address or a number masked whole; of a free text, those that stand in it."""
    return _short_text(value) if len(value) <= _SHORT else _masked(value)


def _masked(value: str) -> str:
    return mask_party(value) if value[:1] == "+" or ("@" in value and " " not in value) else mask_within(value)


# The same recipient stands in half a dozen calls of an event; to mask one again for the next takes a microsecond.
_short_text = lru_cache(maxsize=1024)(_masked)
