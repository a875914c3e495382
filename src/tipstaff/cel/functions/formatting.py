"""`format` of the string extension: `%s %d %f %e %b %o %x %X %%` with a precision for `%f` and `%e`.

Source: the string_ext cases of the CEL specification.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tipstaff.cel.functions.conversion import bool_text, bytes_to_string, double_text
from tipstaff.cel.functions.implementation import DURATION, MAX_TEXT, TIMESTAMP
from tipstaff.cel.functions.instants import duration_text, timestamp_text
from tipstaff.cel.values import CelError, kind, value_of_key

_CLAUSE: Final = re.compile(r"%(?:%|(?:\.(?P<precision>\d{1,4}))?(?P<verb>[sdfeboxX])|(?P<bad>.?))", re.DOTALL)
_MAX_PRECISION: Final = 1000
_DEFAULT_PRECISION: Final = 6
_MAX_DEPTH: Final = 20


def format_text(template: str, arguments: Sequence[object]) -> str:
    """Fill in the clauses of the template. CelError invalid-argument for a bad clause, a missing or mistyped value."""
    waiting = iter(arguments)
    room = MAX_TEXT

    def fill(match: re.Match[str]) -> str:
        nonlocal room
        text = _clause(match, waiting)
        room -= len(text)
        if room < 0:
            raise CelError("limit-exceeded", f"a text longer than {MAX_TEXT} characters")
        return text

    made = _CLAUSE.sub(fill, template)
    if len(made) > MAX_TEXT:
        raise CelError("limit-exceeded", f"a text longer than {MAX_TEXT} characters")
    return made


def _clause(match: re.Match[str], waiting: Any) -> str:
    verb = match["verb"]
    if match[0] == "%%":
        return "%"
    if verb is None:
        raise CelError("invalid-argument", f"`{match[0]}` is not a clause of format")
    precision = _DEFAULT_PRECISION if match["precision"] is None else int(match["precision"])
    if precision > _MAX_PRECISION:
        raise CelError("invalid-argument", f"a precision above {_MAX_PRECISION}")
    try:
        value = next(waiting)
    except StopIteration:
        raise CelError("invalid-argument", "format has fewer arguments than clauses") from None
    return _VERBS[verb](value, precision)


def _refuse(verb: str, value: object) -> CelError:
    return CelError("invalid-argument", f"%{verb} cannot show a {kind(value)}")


def _special(value: float) -> str | None:
    if math.isfinite(value):
        return None
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def as_string(value: Any, _precision: int = 0, depth: int = 0) -> str:
    """`%s`: any value but a record; maps in the order of their keys as text."""
    if depth > _MAX_DEPTH:
        raise CelError("limit-exceeded", "format of a value nested too deeply")
    of = kind(value)
    if of == "list":
        return f"[{', '.join(as_string(item, 0, depth + 1) for item in value)}]"
    if of == "map":
        pairs = sorted((as_string(value_of_key(key)), as_string(item, 0, depth + 1)) for key, item in value.items())
        return "{" + ", ".join(f"{key}: {item}" for key, item in pairs) + "}"
    show_scalar = _SCALARS.get(of)
    if show_scalar is None:
        raise _refuse("s", value)
    return show_scalar(value)


_SCALARS: Final[Mapping[str, Callable[[Any], str]]] = {
    "string": str,
    "bool": bool_text,
    "int": int.__repr__,
    "uint": lambda value: str(int(value)),
    "double": lambda value: _special(value) or double_text(value),
    "bytes": bytes_to_string,
    "null_type": lambda _: "null",
    "type": lambda value: value.name,
    TIMESTAMP: timestamp_text,
    DURATION: duration_text,
}


def _decimal(value: Any, _precision: int) -> str:
    of = kind(value)
    if of in ("int", "uint"):
        return str(int(value))
    if of == "double":
        return _special(value) or f"{value:f}"
    raise _refuse("d", value)


def _real(verb: str) -> Callable[[Any, int], str]:
    def show_real(value: Any, precision: int) -> str:
        if kind(value) not in ("int", "uint", "double"):
            raise _refuse(verb, value)
        return _special(value) or f"{float(value):.{precision}{verb}}"

    return show_real


def _binary(value: Any, _precision: int) -> str:
    if kind(value) not in ("int", "uint", "bool"):
        raise _refuse("b", value)
    return f"{int(value):b}"


def _octal(value: Any, _precision: int) -> str:
    if kind(value) not in ("int", "uint"):
        raise _refuse("o", value)
    return f"{int(value):o}"


def _hexadecimal(verb: str) -> Callable[[Any, int], str]:
    def show_hexadecimal(value: Any, _precision: int) -> str:
        of = kind(value)
        if of in ("int", "uint"):
            return f"{int(value):{verb}}"
        if of not in ("string", "bytes"):
            raise _refuse(verb, value)
        digits = bytes(value, "utf-8").hex() if of == "string" else bytes(value).hex()
        return digits.upper() if verb == "X" else digits

    return show_hexadecimal


_VERBS: Final[Mapping[str, Callable[[Any, int], str]]] = {
    "s": as_string,
    "d": _decimal,
    "f": _real("f"),
    "e": _real("e"),
    "b": _binary,
    "o": _octal,
    "x": _hexadecimal("x"),
    "X": _hexadecimal("X"),
}
