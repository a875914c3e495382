"""`&&`, `||`, `!` and `?:` as Python: the cheap parts first, the parts that may fail last."""

from __future__ import annotations

from collections.abc import Iterator

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.emit.context import Context, Emitter, presence
from tipstaff.cel.emit.price import price
from tipstaff.cel.run.logic import parts_of
from tipstaff.cel.syntax import Bind, Call, Expr, Has, Quantifier, Select
from tipstaff.cel.walk import children

_NONE: frozenset[str] = frozenset()


def conjunction(node: Call, emitter: Emitter, at: Context, *, exact: bool = True) -> str:
    """`(a and b and ...)`. What one part has seen to be present, the later ones need not look for.

    Where only the truth counts (not `exact`), parts may be emitted as any truthy value.
    """
    return f"({' and '.join(_chain(node, emitter, at, exact=exact))})"


def disjunction(node: Call, emitter: Emitter, at: Context, *, exact: bool = True) -> str:
    """`(a or b or ...)`. After `!has(x)` was false, x is present."""
    return f"({' or '.join(_chain(node, emitter, at, exact=exact))})"


def _chain(node: Call, emitter: Emitter, at: Context, *, exact: bool) -> list[str]:
    """The parts in the order of their price, each knowing what it means that those before it decided nothing."""
    emit = emitter.boolean if exact else emitter.truth
    return [emit(part, place) for part, place in places(node, emitter.environment, at)]


def places(node: Call, environment: Environment, at: Context) -> Iterator[tuple[Expr, Context]]:
    """The operands of a run of `&&` (or `||`) in the order in which they are looked at, each with its context."""
    parts, holding = parts_of(node, node.function), node.function == "_&&_"
    tested = at.present.union(*(_tested(part, holding=holding) for part in parts))
    for part in sorted(parts, key=lambda part: price(part, environment, tested)):
        yield part, at
        at = at.knowing(_tested(part, holding=holding) | surely_read(part))


def _tested(node: Expr, *, holding: bool) -> frozenset[str]:
    """The members that are there when the node is true (`holding`) or false."""
    if isinstance(node, Has):
        return _known(node) if holding else _NONE
    if isinstance(node, Call) and node.function == "!_":
        return _tested(node.args[0], holding=not holding)
    if isinstance(node, Call) and node.function == ("_&&_" if holding else "_||_"):
        return _NONE.union(*(_tested(part, holding=holding) for part in node.args))
    return _NONE


def _known(node: Select | Has) -> frozenset[str]:
    """The path of a member, when it is one that a path can name."""
    path = presence(node)
    return frozenset({path}) if path else _NONE


def surely_read(node: Expr) -> frozenset[str]:
    """The members that have been read whenever the node has a value."""
    if isinstance(node, Call) and node.function in ("_&&_", "_||_"):
        return _NONE
    if isinstance(node, Call) and node.function == "_?_:_":
        return surely_read(node.args[0])
    if isinstance(node, Quantifier):
        return surely_read(node.range)
    if isinstance(node, Select):
        return surely_read(node.operand) | _known(node)
    if isinstance(node, Bind):
        return frozenset(path for path in surely_read(node.body) if path.split(".")[0] != f"@{node.variable}")
    return _NONE.union(*map(surely_read, children(node)))


def negation(node: Call, emitter: Emitter, at: Context) -> str:
    """`(not a)`."""
    return f"(not {emitter.truth(node.args[0], at)})"


def choice(node: Call, emitter: Emitter, at: Context) -> str:
    """`(a if condition else b)`."""
    condition, chosen, other = node.args
    read = surely_read(condition)
    then = emitter.value(chosen, at.knowing(read | _tested(condition, holding=True)))
    otherwise = emitter.value(other, at.knowing(read | _tested(condition, holding=False)))
    return f"({then} if {emitter.truth(condition, at)} else {otherwise})"
