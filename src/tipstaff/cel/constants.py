"""Params put in place of their names."""

from __future__ import annotations

from collections.abc import Mapping

from tipstaff.cel.syntax import Expr, Ident, Literal_
from tipstaff.cel.types import DOUBLE, UINT, ListType, MapType, Type
from tipstaff.cel.values import UInt, map_of_pairs
from tipstaff.cel.walk import rebuilt


def put_in(tree: Expr, constants: Mapping[str, object]) -> Expr:
    """The tree with each variable of `constants` replaced by its value. Lists become tuples, so that nothing changes
    behind the tree's back; an int where a double is declared becomes one.
    """
    if not constants:
        return tree
    if isinstance(tree, Ident) and tree.reference == "variable" and tree.name in constants:
        return Literal_(span=tree.span, value=_frozen(constants[tree.name], tree.type), type=tree.type)
    return rebuilt(tree, lambda child: put_in(child, constants))


def _frozen(value: object, of: Type) -> object:
    if isinstance(value, list | tuple):
        element = of.element if isinstance(of, ListType) else of
        return tuple(_frozen(item, element) for item in value)
    if isinstance(value, dict):
        held = of.value if isinstance(of, MapType) else of
        return map_of_pairs((key, _frozen(item, held)) for key, item in value.items())
    if of == DOUBLE and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if of == UINT and type(value) is int:
        return UInt(value)
    return value
