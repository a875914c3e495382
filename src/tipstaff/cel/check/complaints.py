"""The words for what the checker finds: one function per kind of mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tipstaff.cel.check import hints
from tipstaff.cel.check.environment import Environment
from tipstaff.cel.declare.overloads import Function, Overload
from tipstaff.cel.findings import Finding
from tipstaff.cel.syntax import Call, Expr, Has, Quantifier, Select, Span
from tipstaff.cel.types import DYN, NULL, STRING, ListType, MapType, RecordType, Type, TypeVariable

_SIGNS = {"@in": "in", "_[_]": "[...]", "_?_:_": "? :"}
_KNOWN_AS = {
    "google.protobuf.Timestamp": "timestamp",
    "google.protobuf.Duration": "duration",
    "null_type": "null",
}
_MOST_FORMS = 4


def shown(of: Type) -> str:
    """A type as people say it."""
    if isinstance(of, ListType):
        return f"list({shown(of.element)})"
    if isinstance(of, MapType):
        return f"map({shown(of.key)}, {shown(of.value)})"
    if isinstance(of, TypeVariable):
        return "any number" if of.name == "number" else "any"
    return _KNOWN_AS.get(of.name, str(of))


def unknown_name(name: str, span: Span, environment: Environment, local: Iterable[str]) -> Finding:
    """Nothing is declared by this name."""
    return Finding("unknown-name", f"`{name}` is not known here", span, hints.for_name(name, environment, local))


def unknown_field(node: Select | Has, operand: Expr, text: str) -> Finding:
    """The operand has no such field, or no fields at all."""
    written = text[operand.span.start : operand.span.end]
    start = text.find(node.field, operand.span.end)
    span = Span(operand.span.start, start + len(node.field))
    of = operand.type
    if isinstance(of, RecordType):
        message = f"`{written}.{node.field}` is not a field of `{of}`"
        return Finding("unknown-field", message, span, hints.for_field(written, node.field, of))
    if isinstance(of, MapType):
        message = f"the keys of `{written}` are {shown(of.key)}, so it has no field `{node.field}`"
        return Finding("unknown-field", message, span, f"write `{written}[...]`")
    hint = f"ask its elements: `{written}.exists(x, ...)`" if isinstance(of, ListType) else ""
    return Finding("unknown-field", f"`{written}` is {_a(of)} and has no field `{node.field}`", span, hint)


def has_of_variable(name: str, span: Span) -> Finding:
    """`has` works on fields of a value, and this name is a value by itself."""
    message = f"`{name}` is a name by itself, not a field that may be missing"
    return Finding("has-of-variable", message, span, "leave out `has(...)`")


def unknown_function(node: Call, text: str, environment: Environment) -> Finding:
    """Nothing can be called by this name."""
    message = f"`{node.function}` is not a function"
    hint = hints.for_function(node.function, environment, member=node.target is not None)
    return Finding("unknown-function", message, _function_span(node, text), hint)


def _function_span(node: Call, text: str) -> Span:
    after = node.target.span.end if node.target is not None else node.span.start
    start = text.find(node.function, after)
    if start < 0 or start > node.span.end:
        return Span(node.span.start, max(node.span.start + 1, text.find("(", node.span.start)))
    return Span(start, start + len(node.function))


def wrong_arguments(node: Call, function: Function, types: Sequence[Type]) -> Finding:
    """A function of the host called with too many, too few or other arguments."""
    message = f"`{function.name}` takes {_listed(function.params)}, not {_listed(types)}"
    for at, (declared, actual) in enumerate(zip(function.params, types, strict=False)):
        if DYN not in (declared, actual) and declared != actual:
            return Finding("wrong-type", message, node.args[at].span, function.about)
    return Finding("wrong-type", message, node.span, function.about)


def no_overload(node: Call, types: Sequence[Type], overloads: Sequence[Overload], text: str) -> Finding:
    """A standard function or operator that does not go with its operands."""
    if node.function[0] in "_!-@":
        sign = _SIGNS.get(node.function, node.function.strip("_"))
        return Finding("wrong-type", _operands(sign, types), node.span, hints.for_operands(node.function, types))
    member = node.target is not None
    forms = [overload for overload in overloads if overload.member is member]
    span = _function_span(node, text)
    if not forms:
        form = "a member" if member else "by itself"
        hint = f"write `{node.function}(x)`" if member else f"call it on a value: `x.{node.function}(...)`"
        return Finding("wrong-type", f"`{node.function}` cannot be called {form}", span, hint)
    if member:
        given = f" with {_listed(types[1:])}" if node.args else ""
        message = f"`{node.function}` cannot be called on {_a(types[0])}{given}"
    else:
        message = f"`{node.function}` cannot be called with {_listed(types)}"
    return Finding("wrong-type", message, span, _forms(node.function, forms))


def _operands(sign: str, types: Sequence[Type]) -> str:
    if sign == "? :":
        return f"`? :` wants a bool and two of one type, not {_listed(types)}"
    if sign == "[...]":
        return f"cannot take `[{shown(types[1])}]` of {_a(types[0])}"
    return f"`{sign}` does not go with " + " and ".join(map(shown, types))


def _forms(name: str, overloads: Sequence[Overload]) -> str:
    """The ways to call it, when they are few enough to read."""
    forms = [
        f"`{shown(o.params[0])}.{name}{_listed(o.params[1:])}`" if o.member else f"`{name}{_listed(o.params)}`"
        for o in overloads
    ]
    return "it is " + " or ".join(forms) if len(forms) <= _MOST_FORMS else ""


def bad_key(key: Expr) -> Finding:
    """A map key of a type that has no reliable equality."""
    return Finding(
        "wrong-type", f"{_a(key.type)} cannot be a key of a map", key.span, "keys are string, int, uint or bool"
    )


def not_a_range(node: Quantifier, over: Expr) -> Finding:
    """A macro over something that has no elements."""
    message = f"`{node.kind}` goes over a list or a map, not over {_a(over.type)}"
    hint = "for a part of a text write `.contains('...')`" if over.type == STRING else ""
    return Finding("wrong-type", message, over.span, hint)


def not_a_condition(node: Expr, where: str) -> Finding:
    """A value where true or false is wanted."""
    hint = "compare it with something" if node.type != NULL else ""
    return Finding("wrong-type", f"{where} wants true or false, not {_a(node.type)}", node.span, hint)


def wrong_result(node: Expr, expected: Type) -> Finding:
    """The whole expression is of another type than its place wants."""
    hint = "compare it with something" if expected.name == "bool" else ""
    message = f"expected {_a(expected)} here, got {_a(node.type)}"
    return Finding("wrong-type", message, node.span, hint)


def _a(of: Type) -> str:
    word = shown(of)
    if word == "null":
        return word
    return f"an {word}" if word[0] in "aeio" else f"a {word}"


def _listed(types: Sequence[Type]) -> str:
    return f"({', '.join(map(shown, types))})"
