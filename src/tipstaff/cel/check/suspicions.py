"""Constants in a checked tree that cannot have been meant: patterns that are none, zones that are not, lost values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tipstaff.cel.check.hints import meant
from tipstaff.cel.failure import CelError
from tipstaff.cel.findings import Finding
from tipstaff.cel.functions.calendar_parts import in_zone
from tipstaff.cel.functions.patterns import check_pattern
from tipstaff.cel.syntax import Call, Expr, ListLiteral, Literal_, Select
from tipstaff.cel.types import INT, TIMESTAMP, UINT, RecordType
from tipstaff.cel.walk import nodes

_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_FEW = 10


def suspicions(tree: Expr) -> list[Finding]:
    """All of them, in the order of the text. Constants must be in place already."""
    found: list[Finding] = []
    for node in nodes(tree):
        if isinstance(node, Call):
            found += _of_call(node)
    return found


def _of_call(node: Call) -> Iterator[Finding]:
    if node.function == "matches":
        yield from _pattern(node.args[-1])
    elif node.target is not None and node.target.type == TIMESTAMP and len(node.args) == 1:
        yield from _zone(node.args[0])
    elif node.function in ("_==_", "_!=_"):
        left, right = node.args
        yield from _value(left, right)
        yield from _value(right, left)
    elif node.function in ("_/_", "_%_") and node.type in (INT, UINT):
        yield from _zero(node)
    elif node.function == "@in":
        yield from _values(node.args[0], node.args[1])


def _pattern(node: Expr) -> Iterator[Finding]:
    if isinstance(node, Literal_) and isinstance(node.value, str) and (fault := check_pattern(node.value)):
        hint = "patterns are RE2: no look-around and no back-references"
        yield Finding("bad-pattern", f"not a regular expression: {fault}", node.span, hint)


def _zone(node: Expr) -> Iterator[Finding]:
    if not isinstance(node, Literal_) or not isinstance(node.value, str):
        return
    try:
        in_zone(_SOME_TIME, node.value)
    except CelError:
        hint = "write a name such as `Europe/Paris`, or a distance such as `+02:00`"
        yield Finding("unknown-zone", f"`{node.value}` is not a time zone", node.span, hint)


def _zero(node: Call) -> Iterator[Finding]:
    divisor = node.args[1]
    if isinstance(divisor, Literal_) and divisor.value == 0 and not isinstance(node.args[0], Literal_):
        yield Finding("always-fails", "this always fails: division by zero", node.span, severity="warning")


def _value(side: Expr, other: Expr) -> Iterator[Finding]:
    if isinstance(other, Literal_):
        yield from _lost(side, other, other.value)


def _values(side: Expr, among: Expr) -> Iterator[Finding]:
    if isinstance(among, ListLiteral):
        for item in among.items:
            yield from _value(side, item)
    elif isinstance(among, Literal_) and isinstance(among.value, tuple):
        for value in among.value:
            yield from _lost(side, among, value)


def _lost(side: Expr, culprit: Expr, value: object) -> Iterator[Finding]:
    """A value that the field can never have."""
    if not isinstance(side, Select) or not isinstance(side.operand.type, RecordType) or not isinstance(value, str):
        return
    choices = side.operand.type.members[side.field].choices
    if choices and value not in choices:
        few = f"it is one of {', '.join(choices)}" if len(choices) <= _FEW else ""
        message = f"`{side.field}` is never `{value}`"
        yield Finding("never-equal", message, culprit.span, meant(value, choices) or few, severity="warning")
