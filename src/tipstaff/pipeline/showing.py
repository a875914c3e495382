"""What was computed for an event, as people may see it: by name, personal values masked."""

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
    arguments: dict[object, str] = {}
    found: dict[str, Any] = {}
    for key, value in values.items():
        name = labels.get(key, key) if type(key) is str else _call(key, arguments)
        found[name] = value if type(value) in _AS_THEY_ARE else _value(value)
    return found


def _call(key: Any, known: dict[object, str]) -> str:
    """`consent.held(+33…678, sms, marketing)`."""
    name, arguments = key
    said = []
    for argument in arguments:
        text = known.get(argument)
        if text is None:
            text = _argument(argument)
            if type(argument) is str:
                known[argument] = text
        said.append(text)
    return f"{name}({', '.join(said)})"


def _argument(value: object) -> str:
    """An argument: an address masked, and of a text only that it was one."""
    if not isinstance(value, str):
        return "[…]" if isinstance(value, tuple) else str(value)
    if value.startswith("+") or "@" in value:
        return mask_party(value)
    return value if len(value) <= _SHORT and " " not in value else ELLIPSIS


def _value(value: object) -> object:
    """Failures as what they say, addresses masked, long lists cut."""
    if isinstance(value, CelError):
        return {"error": value.code, "message": value.message}
    if isinstance(value, str):
        return mask_party(value) if value.startswith("+") or "@" in value else value
    if isinstance(value, list | tuple):
        return [_value(item) for item in value[:_FEW]]
    return value
