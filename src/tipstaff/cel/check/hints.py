"""What the author may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.declare.standard import STANDARD, TYPE_NAMES
from tipstaff.cel.types import DOUBLE, DURATION, INT, NULL, STRING, TIMESTAMP, UINT, RecordType, Type

_NAMES = {
    "True": "write `true`",
    "TRUE": "write `true`",
    "False": "write `false`",
    "FALSE": "write `false`",
    "None": "write `null`; a field that is missing is asked for with `has(...)`",
    "nil": "write `null`; a field that is missing is asked for with `has(...)`",
    "undefined": "a field that is missing is asked for with `has(...)`",
    "now": "conditions have no clock; write `event.time`",
    "str": "write `string`",
    "float": "write `double`",
}
_FUNCTIONS = {
    "len": "write `size(x)`",
    "length": "write `size(x)`",
    "count": "write `size(x)`, or `x.filter(i, ...).size()`",
    "now": "conditions have no clock; write `event.time`",
    "str": "write `string(x)`",
    "float": "write `double(x)`",
    "lower": "write `x.lowerAscii()`",
    "toLower": "write `x.lowerAscii()`",
    "toLowerCase": "write `x.lowerAscii()`",
    "upper": "write `x.upperAscii()`",
    "toUpperCase": "write `x.upperAscii()`",
    "strip": "write `x.trim()`",
    "includes": "write `x.contains('...')`, or `'...' in list`",
    "match": "write `x.matches('...')`",
    "search": "write `x.matches('...')`",
    "any": "write `list.exists(x, ...)`",
    "some": "write `list.exists(x, ...)`",
    "every": "write `list.all(x, ...)`",
    "max": "write `math.greatest(a, b)`",
    "min": "write `math.least(a, b)`",
    "abs": "write `math.abs(x)`",
    "round": "write `math.round(x)`",
    "year": "write `x.getFullYear()`",
    "hour": "write `x.getHours('Europe/Paris')`",
    "getHour": "write `x.getHours('Europe/Paris')`",
    "weekday": "write `x.getDayOfWeek()` (0 is Sunday)",
}
_LISTED = 12


def for_name(name: str, environment: Environment, local: Iterable[str]) -> str:
    """For a name that nothing is known by."""
    if name in _NAMES:
        return _NAMES[name]
    known = [*local, *environment.variables, *environment.functions, *TYPE_NAMES]
    members = [
        f"{variable}.{name}"
        for variable, of in environment.variables.items()
        if isinstance(of, RecordType) and name in of.members
    ]
    return _meant(members[:1] or _close(name, known))


def for_field(operand: str, name: str, record: RecordType) -> str:
    """For a field that the record `operand` does not have."""
    close = _close(name, record.members)
    if close:
        return _meant([f"{operand}.{close[0]}"])
    listed = ", ".join(sorted(record.members))
    return f"it has {listed}" if 0 < len(record.members) <= _LISTED else ""


def for_function(name: str, environment: Environment, *, member: bool) -> str:
    """For a function that is not known, or not in this form."""
    if name in STANDARD:
        return f"write `{name}(x)`" if member else f"call it on a value: `x.{name}(...)`"
    if name in environment.functions:
        return f"write `{name}(...)`, by itself"
    short = name.rpartition(".")[2]
    if short in _FUNCTIONS:
        return _FUNCTIONS[short]
    if member and name not in environment.functions:
        known = [function for function, overloads in STANDARD.items() if any(o.member for o in overloads)]
    else:
        known = [*environment.functions, *(function for function in STANDARD if function[0].isalpha())]
    return _meant(_close(name, known))


def for_operands(operator: str, args: Sequence[Type]) -> str:
    """For an operator that does not go with its operands."""
    kinds = set(args)
    if NULL in kinds:
        return "a field that is missing is not null; ask with `has(...)`"
    if len(kinds) == 2 and kinds <= {INT, UINT, DOUBLE}:
        return "convert one side with `double(...)` or `int(...)`"
    if len(kinds) == 2 and STRING in kinds and kinds & {INT, UINT, DOUBLE}:
        return "convert one side with `string(...)` or `int(...)`"
    if TIMESTAMP in kinds and STRING in kinds:
        return "write `timestamp('...')`"
    if kinds & {TIMESTAMP, DURATION} and kinds & {INT, STRING}:
        return "write `duration('3600s')`"
    if operator == "@in" and len(args) == 2 and args == [STRING, STRING]:
        return "for text in text write `text.contains('...')`"
    return ""


def meant(name: str, known: Iterable[str]) -> str:
    """The known word most like `name`, as a question; "" when none is."""
    return _meant(_close(name, known))


def _close(name: str, known: Iterable[str]) -> list[str]:
    candidates = list(known)
    lowered = {candidate.lower(): candidate for candidate in candidates}
    if name.lower() in lowered:
        return [lowered[name.lower()]]
    return get_close_matches(name, candidates, n=1, cutoff=0.7)


def _meant(names: Sequence[str]) -> str:
    return f"did you mean `{names[0]}`?" if names else ""
