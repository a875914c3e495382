"""What a condition says about simple readable values, so that a rule is only looked at where it can match."""

from __future__ import annotations

from collections.abc import Mapping

from tipstaff.cel.reads import readable_path
from tipstaff.cel.syntax import Call, Expr, ListLiteral, Literal_
from tipstaff.cel.types import BOOL, INT, STRING, Type

_Values = frozenset[object]
_KINDS: Mapping[Type, type] = {STRING: str, INT: int, BOOL: bool}


def conjuncts(tree: Expr) -> tuple[Expr, ...]:
    """The parts of the outermost `&&`, in the order of the text; the tree itself when it is no `&&`."""
    found: list[Expr] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call) and node.function == "_&&_":
            waiting.extend(reversed(node.args))
        else:
            found.append(node)
    return tuple(found)


def literal_equalities(tree: Expr) -> Mapping[str, frozenset[object]]:
    """Readable paths (`event.channel`) whose value must be one of a few for the condition to be true.

    With any other value at the path the condition is false, whatever else is missing or fails. Where nothing is at the
    path (a missing optional field) the condition may still be an error, so such a rule must be looked at. Only strings,
    ints and bools are given; an empty set means that the condition is never true.
    """
    if isinstance(tree, Call) and tree.function == "_&&_":
        return _both([literal_equalities(part) for part in conjuncts(tree)])
    if isinstance(tree, Call) and tree.function == "_||_":
        return _either(literal_equalities(tree.args[0]), literal_equalities(tree.args[1]))
    if isinstance(tree, Call) and tree.function == "_==_":
        return _equality(tree.args[0], tree.args[1]) or _equality(tree.args[1], tree.args[0])
    if isinstance(tree, Call) and tree.function == "@in":
        return _one_of(tree.args[0], tree.args[1])
    return {}


def _both(parts: list[Mapping[str, _Values]]) -> dict[str, _Values]:
    merged: dict[str, _Values] = {}
    for part in parts:
        for path, values in part.items():
            merged[path] = merged[path] & values if path in merged else values
    return merged


def _either(one: Mapping[str, _Values], other: Mapping[str, _Values]) -> dict[str, _Values]:
    return {path: one[path] | other[path] for path in one.keys() & other.keys()}


def _equality(side: Expr, value: Expr) -> dict[str, _Values]:
    path = readable_path(side)
    if not path or not isinstance(value, Literal_) or not _indexable(value.value, side.type):
        return {}
    return {path: frozenset((value.value,))}


def _one_of(side: Expr, values: Expr) -> dict[str, _Values]:
    path = readable_path(side)
    items = _items(values)
    if not path or items is None or not all(_indexable(item, side.type) for item in items):
        return {}
    return {path: frozenset(items)}


def _items(values: Expr) -> tuple[object, ...] | None:
    if isinstance(values, Literal_) and isinstance(values.value, tuple):
        return values.value
    if isinstance(values, ListLiteral) and all(isinstance(item, Literal_) for item in values.items):
        return tuple(item.value for item in values.items if isinstance(item, Literal_))
    return None


def _indexable(value: object, of: Type) -> bool:
    """Whether the value is compared by Python as the language does, and only with values of its own kind."""
    return _KINDS.get(of) is type(value)
