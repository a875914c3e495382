"""Conditions that no event can meet: parts that must all be true and exclude each other.

Only what is certain is told. A part that is an error is not true either, so a condition found here is false or an error
for every event. Values are asked once an event, so that the same expression twice has one value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Final

from tipstaff.cel.bounds import ANYTHING, Bounds, is_plain
from tipstaff.cel.index import conjuncts
from tipstaff.cel.syntax import Call, Expr, ListLiteral, Literal_, Select, Span
from tipstaff.cel.types import BOOL, INT, STRING, UINT, RecordType

_FLIPPED: Final = {"_<_": "_>_", "_<=_": "_>=_", "_>_": "_<_", "_>=_": "_<=_"}
_NEGATED: Final = {"_<_": "_>=_", "_<=_": "_>_", "_>_": "_<=_", "_>=_": "_<_"}
_ORDERED: Final = frozenset((INT, UINT, STRING))
"""Types of which one of two different values is always the smaller one. A double may be none (NaN)."""


def contradiction(tree: Expr) -> tuple[Expr, ...]:
    """The parts of a checked condition that cannot all be true, in the order of the text; () when there are none."""
    return _conflict([*_parts(tree)])


def meaning(node: object) -> object:
    """A tree without its places: equal for texts that say the same in the same words."""
    if isinstance(node, tuple | list):
        return tuple(meaning(item) for item in node)
    if is_dataclass(node):
        values = (getattr(node, field.name) for field in fields(node))
        return (type(node).__name__, *(meaning(value) for value in values if not isinstance(value, Span)))
    return repr(node)


def _conflict(parts: Sequence[Expr]) -> tuple[Expr, ...]:
    """Every part must be true. An alternative is only held against the parts that are none themselves."""
    known: dict[object, tuple[Bounds, tuple[Expr, ...]]] = {}
    plain = [part for part in parts if not _is(part, "_||_")]
    for part in plain:
        subject, bounds = _claim(part)
        before, because = known.get(meaning(subject), (_possible(subject), ()))
        both = before.narrowed(bounds)
        if both.empty:
            return (*because, part)
        known[meaning(subject)] = (both, (*because, part))
    for part in parts:
        if _is(part, "_||_") and (found := _every(part, plain)):
            return found
    return ()


def _every(part: Expr, others: Sequence[Expr]) -> tuple[Expr, ...]:
    """The parts that exclude each alternative; () when one of them is open."""
    involved: list[Expr] = []
    for alternative in _alternatives(part):
        inside = [*_parts(alternative)]
        found = _conflict([*others, *inside])
        if not found:
            return ()
        involved += [one for one in found if one not in inside and one not in involved]
    return (*involved, part)


def _parts(tree: Expr) -> Iterator[Expr]:
    """What must be true for the tree to be, with negations moved inwards."""
    for part in conjuncts(tree):
        turned = _turned(part)
        if turned is not part and _is(turned, "_&&_"):
            yield from _parts(turned)
        else:
            yield turned


def _alternatives(tree: Expr) -> Iterator[Expr]:
    waiting = [tree]
    while waiting:
        node = _turned(waiting.pop())
        if isinstance(node, Call) and node.function == "_||_":
            waiting.extend(reversed(node.args))
        else:
            yield node


def _turned(node: Expr) -> Expr:
    """`!(a || b)` as `!a && !b`, `!(a && b)` as `!a || !b`, `!!a` as `a`; anything else as it is."""
    if not isinstance(node, Call) or node.function != "!_":
        return node
    inner = node.args[0]
    if isinstance(inner, Call) and inner.function == "!_":
        return _turned(inner.args[0])
    if isinstance(inner, Call) and inner.function in ("_&&_", "_||_"):
        other = "_||_" if inner.function == "_&&_" else "_&&_"
        turned = tuple(Call(span=part.span, function="!_", args=(part,), type=BOOL) for part in inner.args)
        return replace(inner, function=other, args=turned)
    return node


def _claim(part: Expr) -> tuple[Expr, Bounds]:
    """Of what the part says something, and which values it leaves to it. Of an unknown form: that it is true itself."""
    wanted, node = True, part
    if isinstance(part, Call) and part.function == "!_":
        wanted, node = False, part.args[0]
    if isinstance(node, Call) and len(node.args) == 2:
        if node.function in ("_==_", "_!=_"):
            return _equality(node, wanted is (node.function == "_==_"))
        if node.function == "@in" and (values := _listed(node.args[1])) is not None:
            return node.args[0], Bounds.among(values) if wanted else Bounds.without(values)
        if node.function in _FLIPPED and (found := _order(node, wanted)):
            return found
    return node, Bounds.among((wanted,))


def _equality(node: Call, equal: bool) -> tuple[Expr, Bounds]:
    for side, value in (node.args, node.args[::-1]):
        if isinstance(value, Literal_) and is_plain(value.value):
            return side, Bounds.among((value.value,)) if equal else Bounds.without((value.value,))
    return replace(node, function="_==_", overload=""), Bounds.among((equal,))


def _order(node: Call, wanted: bool) -> tuple[Expr, Bounds] | None:
    """A comparison with a constant; None where its opposite would not be the opposite comparison."""
    side, value, function = node.args[0], node.args[1], node.function
    if isinstance(side, Literal_):
        side, value, function = value, side, _FLIPPED[function]
    if not isinstance(value, Literal_) or not is_plain(value.value) or side.type != value.type:
        return None
    if not wanted:
        if side.type not in _ORDERED:
            return None
        function = _NEGATED[function]
    return side, Bounds.compared(function, value.value, whole=side.type in (INT, UINT))


def _possible(subject: Expr) -> Bounds:
    """What a subject can be at all."""
    if isinstance(subject, Call) and subject.function == "size":
        return Bounds.compared("_>=_", 0, whole=True)
    if isinstance(subject, Select) and isinstance(subject.operand.type, RecordType):
        choices = subject.operand.type.members[subject.field].choices
        return Bounds.among(choices) if choices else ANYTHING
    return ANYTHING


def _listed(node: Expr) -> tuple[object, ...] | None:
    """The constants of a list, None when it holds anything else."""
    values: tuple[object, ...] | None = None
    if isinstance(node, Literal_) and isinstance(node.value, tuple):
        values = node.value
    elif isinstance(node, ListLiteral) and all(isinstance(item, Literal_) for item in node.items):
        values = tuple(item.value for item in node.items if isinstance(item, Literal_))
    return values if values is not None and all(map(is_plain, values)) else None


def _is(node: Expr, function: str) -> bool:
    return isinstance(node, Call) and node.function == function
