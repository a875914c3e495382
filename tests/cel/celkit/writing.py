"""A tree written out again as text, every operator in parentheses."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tipstaff.cel.syntax import (
    Bind,
    Call,
    Expr,
    Has,
    Ident,
    ListLiteral,
    Literal_,
    MapLiteral,
    Quantifier,
    Select,
)
from tipstaff.cel.values import UInt

_BARE: Mapping[str, str] = MappingProxyType({})


def written(node: Expr, bound: Mapping[str, str] = _BARE, *, unbind: bool = False) -> str:
    """The text of a tree. With `unbind`, `cel.bind` is replaced by its body with the value put in for the name."""

    def inner(child: Expr, names: Mapping[str, str] = bound) -> str:
        return written(child, names, unbind=unbind)

    match node:
        case Literal_():
            return _constant(node.value)
        case Ident():
            return bound.get(node.name, node.name)
        case Select():
            return f"{inner(node.operand)}.{_field(node.field)}"
        case Has():
            return f"has({inner(node.operand)}.{_field(node.field)})"
        case ListLiteral():
            return f"[{', '.join(map(inner, node.items))}]"
        case MapLiteral():
            return "{" + ", ".join(f"{inner(key)}: {inner(value)}" for key, value in node.entries) + "}"
        case Quantifier():
            names = {name: text for name, text in bound.items() if name != node.variable}
            condition = f"{inner(node.condition, names)}, " if node.condition is not None else ""
            return f"{inner(node.range)}.{node.kind}({node.variable}, {condition}{inner(node.body, names)})"
        case Bind():
            value = inner(node.value)
            if unbind:
                return inner(node.body, {**bound, node.variable: f"({value})"})
            names = {name: text for name, text in bound.items() if name != node.variable}
            return f"cel.bind({node.variable}, {value}, {inner(node.body, names)})"
        case Call():
            return _call(node, [inner(arg) for arg in node.args], inner(node.target) if node.target else "")


def _call(node: Call, args: list[str], target: str) -> str:
    function = node.function
    if function == "_?_:_":
        return f"({args[0]} ? {args[1]} : {args[2]})"
    if function == "_[_]":
        return f"{args[0]}[{args[1]}]"
    if function == "@in":
        return f"({args[0]} in {args[1]})"
    if function in ("!_", "-_"):
        return f"{function[0]}({args[0]})"
    if function.startswith("_"):
        return f"({args[0]} {function.strip('_')} {args[1]})"
    return f"{target}{'.' if target else ''}{function}({', '.join(args)})"


def _field(name: str) -> str:
    return name if name.isidentifier() else f"`{name}`"


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, UInt):
        return f"{int(value)}u"
    if isinstance(value, bytes):
        return "b'" + "".join(f"\\x{byte:02x}" for byte in value) + "'"
    if isinstance(value, str):
        return "'" + "".join(_character(character) for character in value) + "'"
    return repr(value)


def _character(character: str) -> str:
    if character in "'\\":
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"
