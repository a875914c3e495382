"""Operators on values whose types are known, as the operators of Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from tipstaff.cel.emit.access import literal
from tipstaff.cel.emit.context import Context, Emitter, UnsupportedError
from tipstaff.cel.emit.sheet import is_member
from tipstaff.cel.failure import MAX_INT
from tipstaff.cel.syntax import Call, Expr, Ident, ListLiteral, Literal_, Select
from tipstaff.cel.types import BOOL, BYTES, DOUBLE, DURATION, INT, STRING, TIMESTAMP, UINT, ListType, MapType, Type

# Types whose values Python compares as the language does, as long as both sides are of the same one.
_ALIKE: Final = frozenset({BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION})
_NUMBERS: Final = frozenset({INT, UINT})
_KEYS: Final = frozenset({STRING, INT, UINT})
# Up to here an `in` list is compared one by one: sooner done than a look into a set.
_COMPARED: Final = 3
# Up to here the members of an `in` list stand in the text, where Python makes a frozenset of them.
_WRITTEN_OUT: Final = 200

Emit = Callable[[Call, Emitter, Context], str]


def equality(node: Call, emitter: Emitter, at: Context) -> str:
    """`a == b` and `a != b`."""
    left, right = node.args
    sides = emitter.value(left, at), emitter.value(right, at)
    same = node.function == "_==_"
    if sides[1] == "None" and isinstance(left, Ident | Select):
        return f"({sides[0]} is {'' if same else 'not '}None)"
    if _native_equality(left, right):
        return f"({sides[0]} {'==' if same else '!='} {sides[1]})"
    if at.unbounded and not (at.depends(left) and at.depends(right)):
        raise UnsupportedError(node.function)
    return f"{'equal' if same else '(not equal'}({sides[0]}, {sides[1]}){'' if same else ')'}"


def _native_equality(left: Expr, right: Expr) -> bool:
    """A string equals nothing but a string, in Python as well; the other types must be known on both sides."""
    return (left.type == right.type and left.type in _ALIKE) or STRING in (left.type, right.type)


def comparison(node: Call, emitter: Emitter, at: Context) -> str:
    """`<`, `<=`, `>`, `>=`. An integer against a double is compared as a double."""
    left, right = node.args
    sign = node.function.strip("_")
    one, other = emitter.value(left, at), emitter.value(right, at)
    if (left.type == right.type and left.type in _ALIKE) or {left.type, right.type} <= _NUMBERS:
        return f"({one} {sign} {other})"
    if {left.type, right.type} <= {INT, UINT, DOUBLE}:
        return f"(float({one}) {sign} float({other}))"
    raise UnsupportedError(node.function)


def arithmetic(node: Call, emitter: Emitter, at: Context) -> str:
    """`+`, `-`, `*` of ints, checked unless they are known to be small, and of doubles."""
    sign = node.function.strip("_")
    if len(node.args) != 2 or node.args[0].type != node.args[1].type:
        raise UnsupportedError(node.function)
    of = node.args[0].type
    if of not in (INT, DOUBLE):
        raise UnsupportedError(node.function)
    one, other = (emitter.value(arg, at) for arg in node.args)
    plain = f"({one} {sign} {other})"
    return plain if of == DOUBLE or _magnitude(node) <= MAX_INT else f"checked{plain}"


def _magnitude(node: Expr) -> int:
    """A bound on the absolute value of an int."""
    if isinstance(node, Literal_) and isinstance(node.value, int):
        return abs(node.value)
    if isinstance(node, Call) and node.function == "size":
        return 2**48
    if isinstance(node, Call) and len(node.args) == 2 and node.function in ("_+_", "_-_", "_*_"):
        one, other = map(_magnitude, node.args)
        return one * other if node.function == "_*_" else one + other
    return MAX_INT + 1


def membership(node: Call, emitter: Emitter, at: Context) -> str:
    """`item in list` and `key in map`."""
    item, items = node.args
    one = emitter.value(item, at)
    constants = constant_items(items)
    if constants is not None:
        return _in_constants(one, item.type, constants, emitter)
    if isinstance(items.type, MapType) and item.type in _KEYS:
        return f"({one} in {emitter.value(items, at)})"
    if not isinstance(items.type, ListType) or (at.unbounded and not at.depends(items)):
        raise UnsupportedError("@in")
    several = emitter.value(items, at)
    if item.type == STRING or (item.type in _NUMBERS and items.type.element in _NUMBERS):
        return f"({one} in {several})"
    return f"contains({one}, {several})"


def constant_items(node: Expr) -> Sequence[Any] | None:
    """The items of a list that is written out, None when it is not."""
    if isinstance(node, Literal_) and isinstance(node.value, list | tuple):
        return node.value
    if isinstance(node, ListLiteral) and all(isinstance(item, Literal_) for item in node.items):
        return [item.value for item in node.items if isinstance(item, Literal_)]
    return None


def _in_constants(one: str, of: Type, constants: Sequence[Any], emitter: Emitter) -> str:
    """Strings and ints in a frozenset; everything else compared one by one."""
    if not constants:
        return f"({one} in ())"
    strings = all(type(item) is str for item in constants)
    if not strings and not (of in _NUMBERS and all(type(item) is int for item in constants)):
        return f"contains({one}, {emitter.sheet.constant(tuple(constants))})"
    if len(constants) <= _COMPARED and is_member(one):
        return f"({' or '.join(f'{one} == {literal(item, emitter)}' for item in constants)})"
    if len(constants) > _WRITTEN_OUT:
        return f"({one} in {emitter.sheet.constant(frozenset(constants))})"
    return f"({one} in {{{', '.join(literal(item, emitter) for item in constants)}}})"


def indexing(node: Call, emitter: Emitter, at: Context) -> str:
    """`list[2]` and `map[key]`; IndexError and KeyError where there is nothing."""
    owner, key = node.args
    if isinstance(owner.type, MapType) and key.type in _KEYS:
        return f"{emitter.value(owner, at)}[{emitter.value(key, at)}]"
    at_start = isinstance(key, Literal_) and type(key.value) is int and key.value >= 0
    if isinstance(owner.type, ListType) and at_start:
        return f"{emitter.value(owner, at)}[{emitter.value(key, at)}]"
    raise UnsupportedError("_[_]")


OPERATORS: Final[dict[str, Emit]] = {
    "_==_": equality,
    "_!=_": equality,
    "_<_": comparison,
    "_<=_": comparison,
    "_>_": comparison,
    "_>=_": comparison,
    "_+_": arithmetic,
    "_-_": arithmetic,
    "_*_": arithmetic,
    "@in": membership,
    "_[_]": indexing,
}
