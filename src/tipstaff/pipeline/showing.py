"""What was computed for an event, as people may see it: by name, personal values masked.

This is done for every decision that is kept, so what is usual goes straight: plain figures, empty lists, and the same
few arguments in most calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.cel import CelError
from tipstaff.vocab.masking import ELLIPSIS, mask_party

_SHORT: Final = 32
_FEW: Final = 20
_AS_THEY_ARE: Final = frozenset({bool, int, float, type(None)})


def shown(values: Mapping[Any, object], labels: Mapping[str, str]) -> dict[str, Any]:
    """Values by what they are called.

    Args:
        values: by the name of a variable, or by (name, arguments) of a call.
        labels: what people call a variable that the machine names, by its name.
    """
    # The same few arguments stand in most calls: the recipient, the channel.
    said: dict[object, str] = {}
    found: dict[str, Any] = {}
    for key, value in values.items():
        if type(key) is str:
            name = labels.get(key, key)
        else:
            # Without a list and a join for the usual one to three arguments: this runs a dozen times per event.
            name, arguments = key
            mark = "("
            for one in arguments:
                name += mark + (said.get(one) or _say(one, said))
                mark = ", "
            name += ")" if arguments else "()"
        of = type(value)
        if of in _AS_THEY_ARE or (of is list and not value):
            found[name] = value
        else:
            found[name] = _value(value)
    return found


def _say(argument: object, said: dict[object, str]) -> str:
    """An argument: an address masked, and of a text only that it was one. Those that are texts are kept in `said`."""
    if type(argument) is not str:
        return "[…]" if isinstance(argument, tuple) else str(argument)
    if argument[:1] == "+" or "@" in argument:
        text = mask_party(argument)
    else:
        text = argument if len(argument) <= _SHORT and " " not in argument else ELLIPSIS
    said[argument] = text
    return text


def _value(value: object) -> object:
    """Failures as what they say, addresses masked, long lists cut."""
    if isinstance(value, str):
        return mask_party(value) if value[:1] == "+" or "@" in value else value
    if isinstance(value, CelError):
        return {"error": value.code, "message": value.message}
    if isinstance(value, list | tuple):
        return [_value(item) for item in value[:_FEW]]
    return value
