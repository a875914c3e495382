"""The macros. Where a whole rule hangs on one, a loop of its own, which ends with the first item that tells; elsewhere
a list comprehension, which on a few items is faster than a generator that can stop early.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tipstaff.cel.emit.context import Context, Emitter, UnsupportedError
from tipstaff.cel.emit.operators import constant_items
from tipstaff.cel.syntax import Bind, Call, Expr, Ident, Literal_, Quantifier
from tipstaff.cel.types import INT, STRING, UINT, ListType, MapType

# A loop in a loop is generated only when the inner one is over so many written-out items.
_INNER: Final = 32


@dataclass(frozen=True, slots=True)
class Loop:
    """`exists` (`wanted`) or `all` as a statement: over `items`, until `test` of `variable` is as `wanted`."""

    variable: str
    items: str
    test: str
    wanted: bool


def loop(node: Quantifier, emitter: Emitter, at: Context) -> Loop | None:
    """The macro as a statement; None when it is none, or needs none."""
    if node.kind not in ("exists", "all") or _as_membership(node, emitter, at) is not None:
        return None
    over, body, variable = _loop_range(node, at)
    return Loop(variable, emitter.value(over, at), emitter.truth(node.body, body), node.kind == "exists")


def quantifier(node: Quantifier, emitter: Emitter, at: Context) -> str:
    """The value of any macro over a list or over the keys of a map."""
    if node.kind == "exists":
        return _as_membership(node, emitter, at) or f"({_found(node, emitter, at)} != [])"
    if node.kind == "all":
        return _all(node, emitter, at)
    made = _list_of(node, emitter, at)
    return f"(len({made}) == 1)" if node.kind == "exists_one" else made


def quantifier_truth(node: Quantifier, emitter: Emitter, at: Context) -> str:
    """The same where only the truth counts: a list with what was found will do."""
    if node.kind == "exists":
        return _as_membership(node, emitter, at) or _found(node, emitter, at)
    return quantifier(node, emitter, at)


def _found(node: Quantifier, emitter: Emitter, at: Context) -> str:
    items, prepare, inner, variable = _range(node, emitter, at)
    return _prepared(f"[1 for {variable} in {items} if {emitter.truth(node.body, inner)}]", prepare)


def _all(node: Quantifier, emitter: Emitter, at: Context) -> str:
    items, prepare, inner, variable = _range(node, emitter, at)
    return _prepared(f"(not [1 for {variable} in {items} if not {emitter.truth(node.body, inner)}])", prepare)


def _as_membership(node: Quantifier, emitter: Emitter, at: Context) -> str | None:
    """`list.exists(x, x == 'a')` is `'a' in list`, for lists of strings."""
    body = node.body
    if node.kind != "exists" or node.range.type != ListType("list", STRING) or not isinstance(body, Call):
        return None
    if body.function != "_==_" or (at.unbounded and not at.depends(node.range)):
        return None
    for one, other in (body.args, body.args[::-1]):
        wanted = other.value if isinstance(other, Literal_) else None
        if isinstance(one, Ident) and (one.name, one.reference) == (node.variable, "local") and isinstance(wanted, str):
            return f"({emitter.value(other, at)} in {emitter.value(node.range, at)})"
    return None


def _list_of(node: Quantifier, emitter: Emitter, at: Context) -> str:
    items, prepare, inner, variable = _range(node, emitter, at)
    body = emitter.value(node.body, inner) if node.kind == "map" else emitter.truth(node.body, inner)
    if node.kind == "map":
        test = "" if node.condition is None else f" if {emitter.truth(node.condition, inner)}"
        return _prepared(f"[{body} for {variable} in {items}{test}]", prepare)
    return _prepared(f"[{variable} for {variable} in {items} if {body}]", prepare)


def _range(node: Quantifier, emitter: Emitter, at: Context) -> tuple[str, str, Context, str]:
    """What is looped over, what must be computed before, the context of the body, the Python name of the variable."""
    over, inner, variable = _loop_range(node, at)
    items, prepare = emitter.value(over, at), ""
    if "§s" in items or ":=" in items:
        # Python takes no assignment expression where a comprehension says what it goes over.
        name = emitter.sheet.fresh("t")
        items, prepare = name, f"({name} := {items})"
    return items, prepare, inner, variable


def _loop_range(node: Quantifier, at: Context) -> tuple[Expr, Context, str]:
    """What is looped over, the context of the body, the Python name of the variable."""
    over = node.range.type
    if not isinstance(over, ListType) and not (isinstance(over, MapType) and over.key in (STRING, INT, UINT)):
        raise UnsupportedError(node.kind)
    constants = constant_items(node.range)
    if at.locals and (constants is None or len(constants) > _INNER):
        raise UnsupportedError("a loop in a loop")
    variable = f"x{len(at.locals)}"
    return node.range, at.binding(node.variable, variable, unbounded=constants is None), variable


def _prepared(text: str, prepare: str) -> str:
    return f"({text} if ({prepare},) else 0)" if prepare else text


def bind(node: Bind, emitter: Emitter, at: Context) -> str:
    """`cel.bind`: the value into a local, then the body."""
    name = emitter.sheet.fresh("b")
    value = emitter.value(node.value, at)
    body = emitter.value(node.body, at.binding(node.variable, name))
    return f"({body} if (({name} := {value}),) else 0)"
