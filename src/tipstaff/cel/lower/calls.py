"""Operators and functions as steps of their own where the kernel has one; else as a call of the implementation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from sys import intern
from typing import Final, Protocol

from tipstaff.cel.emit.calls import arguments, is_certain_kind
from tipstaff.cel.emit.context import UnsupportedError
from tipstaff.cel.emit.operators import constant_items
from tipstaff.cel.functions import table
from tipstaff.cel.functions.implementation import MAX_ITEMS
from tipstaff.cel.lower.patterns import Scans
from tipstaff.cel.lower.plan import Plan
from tipstaff.cel.run.access import quick_types
from tipstaff.cel.syntax import Call, Expr, Literal_
from tipstaff.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    UINT,
    ListType,
    MapType,
)

Names = Mapping[str, int]

# Types whose values the kernel compares where both sides are of the same one.
_ALIKE: Final = frozenset({BOOL, INT, DOUBLE, STRING, TIMESTAMP, DURATION})
_ORDERED: Final = frozenset({INT, DOUBLE, STRING, TIMESTAMP, DURATION})

_SMALL: Final = _ALIKE - {STRING} | {UINT, NULL}


class Lowers(Protocol):
    """What lowers any node; given to the parts so that they need not know each other."""

    plan: Plan
    scans: Scans

    def step(self, node: Expr, names: Names) -> int:
        """The step that gives a node's value. Raise UnsupportedError when there is none."""
        ...


def _negation(node: Call, lowers: Lowers, names: Names) -> int:
    part = lowers.step(node.args[0], names)
    return lowers.plan.add("not", part, on=(part,))


def _choice(node: Call, lowers: Lowers, names: Names) -> int:
    parts = tuple(lowers.step(part, names) for part in node.args)
    return lowers.plan.add("choose", *parts, on=parts)


def _equality(node: Call, lowers: Lowers, names: Names) -> int | None:
    left, right = node.args
    if left.type != right.type or left.type not in _ALIKE:
        return None
    same = _two("same", (left, right), lowers, names)
    return same if node.function == "_==_" else lowers.plan.add("not", same, on=(same,))


def _comparison(node: Call, lowers: Lowers, names: Names) -> int | None:
    left, right = node.args
    if not ((left.type == right.type and left.type in _ORDERED) or {left.type, right.type} == {INT, DOUBLE}):
        return None
    sides = (left, right) if node.function in ("_<_", "_<=_") else (right, left)
    return _two("less" if node.function in ("_<_", "_>_") else "at-most", sides, lowers, names)


def _arithmetic(node: Call, lowers: Lowers, names: Names) -> int | None:
    if len(node.args) != 2 or node.args[0].type != node.args[1].type or node.args[0].type not in (INT, DOUBLE):
        return None
    return _two({"_+_": "add", "_-_": "subtract", "_*_": "multiply"}[node.function], node.args, lowers, names)


def _two(kind: str, args: tuple[Expr, ...], lowers: Lowers, names: Names) -> int:
    one, other = (lowers.step(arg, names) for arg in args)
    return lowers.plan.add(kind, one, other, on=(one, other))


def _membership(node: Call, lowers: Lowers, names: Names) -> int | None:
    item, items = node.args
    constants = constant_items(items)
    if constants is not None:
        of = {STRING: str, INT: int}.get(item.type)
        if of is None or any(type(one) is not of for one in constants):
            return None
        looked_for = lowers.step(item, names)
        # Texts and ints have equals of no other type here, so a set tells one plan's step from another's.
        wanted = sorted(intern(one) if isinstance(one, str) else one for one in set(constants))
        return lowers.plan.add("among", looked_for, tuple(wanted), on=(looked_for,))
    if item.type != STRING:
        return None
    if isinstance(items.type, MapType):
        owner, key = lowers.step(items, names), lowers.step(item, names)
        return lowers.plan.add("has-entry", owner, key, on=(owner, key))
    if items.type != ListType("list", STRING):
        return None
    found = _two("in", (item, items), lowers, names)
    _refuse_much_work(found, (items,), lowers, names)
    return found


def _indexing(node: Call, lowers: Lowers, names: Names) -> int | None:
    owner, key = node.args
    if isinstance(owner.type, MapType) and key.type == STRING:
        return _two("entry", node.args, lowers, names)
    place = key.value if isinstance(key, Literal_) else None
    if isinstance(owner.type, ListType) and type(place) is int and 0 <= place <= MAX_ITEMS:
        items = lowers.step(owner, names)
        return lowers.plan.add("item", items, place, on=(items,))
    return None


def _size(node: Call, lowers: Lowers, names: Names) -> int | None:
    (of,) = arguments(node)
    if of.type not in (STRING, BYTES) and not isinstance(of.type, ListType | MapType):
        return None
    owner = lowers.step(of, names)
    return lowers.plan.add("size", owner, on=(owner,))


def _text_test(kind: str) -> Lowered:
    def lower(node: Call, lowers: Lowers, names: Names) -> int | None:
        args = arguments(node)
        if any(arg.type != STRING for arg in args):
            return None
        found = _two(kind, args, lowers, names)
        if kind == "contains":
            _refuse_much_work(found, args, lowers, names)
        return found

    return lower


def _matches(node: Call, lowers: Lowers, names: Names) -> int | None:
    text, pattern = arguments(node)
    constant = pattern.value if isinstance(pattern, Literal_) else None
    if text.type != STRING or not isinstance(constant, str):
        return None
    return lowers.scans.matching(lowers.step(text, names), constant)


def _dyn(node: Call, lowers: Lowers, names: Names) -> int:
    return lowers.step(arguments(node)[0], names)


def by_implementation(node: Call, lowers: Lowers, names: Names) -> int:
    """A call of the implementation, or of whichever the values ask for when the types did not tell."""
    args = arguments(node)
    steps = tuple(lowers.step(arg, names) for arg in args)
    made = table.IMPLEMENTATIONS.get(node.overload)
    known = made is not None and all(is_certain_kind(arg.type) for arg in args)
    run = made.run if made is not None and known else table.dispatch(node.function, member=node.target is not None)
    number = lowers.plan.add("call", run, steps, on=steps)
    _refuse_much_work(number, args, lowers, names)
    return number


def asked(node: Call, lowers: Lowers, names: Names) -> int:
    """A function of the host, asked once for the same arguments."""
    steps = tuple(lowers.step(arg, names) for arg in arguments(node))
    return lowers.plan.add("ask", node.function, node.type, quick_types(node.type), steps, on=steps)


def _refuse_much_work(number: int, args: tuple[Expr, ...], lowers: Lowers, names: Names) -> None:
    """In a loop over a host's list nothing long but the item is gone through; the interpreter counts such work."""
    looping = lowers.plan.looping
    if looping[number]:
        for arg in args:
            if arg.type not in _SMALL and not isinstance(arg, Literal_) and not looping[lowers.step(arg, names)]:
                raise UnsupportedError("much work in a loop")


Lowered = Callable[[Call, Lowers, Names], int | None]

CALLS: Final[Mapping[str, Lowered]] = {
    "!_": _negation,
    "_?_:_": _choice,
    "_==_": _equality,
    "_!=_": _equality,
    "_<_": _comparison,
    "_<=_": _comparison,
    "_>_": _comparison,
    "_>=_": _comparison,
    "_+_": _arithmetic,
    "_-_": _arithmetic,
    "_*_": _arithmetic,
    "@in": _membership,
    "_[_]": _indexing,
    "size": _size,
    "startsWith": _text_test("starts"),
    "endsWith": _text_test("ends"),
    "contains": _text_test("contains"),
    "matches": _matches,
    "dyn": _dyn,
}
"""None where a node of the function has no step of its own."""
