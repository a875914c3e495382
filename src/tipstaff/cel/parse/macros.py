"""Calls that are really syntax: `has`, the quantifiers over lists and maps, and `cel.bind`.

They keep what the author wrote. A call of the same name with other arguments is left to the checker, except where only
the macro can be meant; then the mistake is said here.
"""

from __future__ import annotations

from typing import Literal, get_args

from tipstaff.cel.findings import Finding
from tipstaff.cel.syntax import Bind, Call, Expr, Has, Ident, Literal_, Quantifier, Select, Span
from tipstaff.cel.types import ERROR

_Kind = Literal["all", "exists", "exists_one", "filter", "map"]
_QUANTIFIERS: dict[str, _Kind] = {kind: kind for kind in get_args(_Kind)} | {"existsOne": "exists_one"}


def expand(call: Call, findings: list[Finding]) -> Expr:
    """The macro that `call` is, or `call` itself."""
    if call.target is None:
        return _has(call, findings) if call.function.removeprefix(".") == "has" else call
    if call.function in _QUANTIFIERS:
        return _quantifier(call, call.target, findings)
    if call.function == "bind" and isinstance(call.target, Ident) and call.target.name == "cel":
        return _bind(call, findings)
    return call


def _has(call: Call, findings: list[Finding]) -> Expr:
    if len(call.args) == 1 and isinstance(selection := call.args[0], Select):
        return Has(span=call.span, operand=selection.operand, field=selection.field)
    if len(call.args) == 1 and _unreadable(call.args[0]):
        return call.args[0]
    hint = "write `has(event.client)`; for a key of a map write `'key' in map`"
    return _refuse("`has` asks for one field of something", call.span, hint, findings)


def _quantifier(call: Call, target: Expr, findings: list[Finding]) -> Expr:
    kind = _QUANTIFIERS[call.function]
    counts = (2, 3) if kind == "map" else (2,)
    if len(call.args) not in counts:
        example = f"write `list.{call.function}(x, ...)`"
        return _refuse(f"`{call.function}` takes a name and an expression", call.span, example, findings)
    variable = _variable(call.args[0], call.function, findings)
    if variable is None:
        return Literal_(span=call.span, value=None, type=ERROR)
    condition = call.args[1] if len(call.args) == 3 else None
    return Quantifier(
        span=call.span, kind=kind, range=target, variable=variable, body=call.args[-1], condition=condition
    )


def _bind(call: Call, findings: list[Finding]) -> Expr:
    if len(call.args) != 3:
        hint = "write `cel.bind(x, value, expression)`"
        return _refuse("`cel.bind` takes a name, its value and an expression", call.span, hint, findings)
    variable = _variable(call.args[0], "cel.bind", findings)
    if variable is None:
        return Literal_(span=call.span, value=None, type=ERROR)
    return Bind(span=call.span, variable=variable, value=call.args[1], body=call.args[2])


def _variable(name: Expr, macro: str, findings: list[Finding]) -> str | None:
    if isinstance(name, Ident) and not name.name.startswith("."):
        return name.name
    if not _unreadable(name):
        findings.append(Finding("syntax", f"the first argument of `{macro}` is a simple name", name.span))
    return None


def _unreadable(node: Expr) -> bool:
    return node.type is ERROR


def _refuse(message: str, span: Span, hint: str, findings: list[Finding]) -> Expr:
    findings.append(Finding("syntax", message, span, hint))
    return Literal_(span=span, value=None, type=ERROR)
