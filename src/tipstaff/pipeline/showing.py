"""What was computed for an event, as people may see it: by name, personal values masked.

This is done for every decision that is kept, so what is usual goes straight: plain figures, empty lists, and the same
few arguments in most calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.cel import CelError
from tipstaff.signals.lasting import UNKNOWN, Remembered
from tipstaff.vocab.masking import ELLIPSIS, mask_party, mask_text, mask_within

Call = tuple[str, tuple[object, ...]]
"""(name, arguments)."""

_SHORT: Final = 32
_FEW: Final = 20
_LONGEST: Final = 64
_OF_PEOPLE: Final = "name."
_AS_THEY_ARE: Final = frozenset({bool, int, float, type(None)})

# Names of calls that were made lately: the same recipients and senders come again and again, and so do countries.
_calls: Final[Remembered[Call]] = Remembered(16_384)


def shown(values: Mapping[Any, object], labels: Mapping[str, str]) -> dict[str, Any]:
    """Values by what they are called.

    Args:
        values: by the name of a variable, or by (name, arguments) of a call.
        labels: what people call a variable that the machine names, by its name.
    """
    found: dict[str, Any] = {}
    for key, value in values.items():
        if type(key) is str:
            name = labels.get(key, key)
        else:
            name = _calls.get(key)
            if name is UNKNOWN:
                name = _call(key)
        of = type(value)
        if of in _AS_THEY_ARE or (of is list and not value):
            found[name] = value
        elif of is str:
            found[name] = _text(value)  # type: ignore[arg-type]
        else:
            found[name] = _value(value)
    return found


def _call(key: Call) -> str:
    """`consent.held(+33…678, sms, marketing)`; remembered where nothing in it is long."""
    function, arguments = key
    told = _someone if function.startswith(_OF_PEOPLE) else _argument
    name = f"{function}({', '.join(map(told, arguments))})"
    if all(map(_is_short, arguments)):
        _calls.put(key, name)
    return name


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


def _value(value: object) -> object:
    """Failures as what they say, addresses masked, long lists cut."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, CelError):
        return {"error": value.code, "message": mask_within(value.message)}
    if isinstance(value, list | tuple):
        return [_value(item) for item in value[:_FEW]]
    return value


def _text(value: str) -> str:
    """An address or a number masked whole; of a free text, those that stand in it."""
    return mask_party(value) if value[:1] == "+" or ("@" in value and " " not in value) else mask_within(value)
