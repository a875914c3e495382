"""`evaluate`: a condition and an activation give a value, or a CelError as a value. Never an exception."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from tipstaff.cel.failure import CelError
from tipstaff.cel.run import access, calls, loops
from tipstaff.cel.run.activation import Activation, Condition
from tipstaff.cel.run.scope import Frame, Scope, Step
from tipstaff.cel.syntax import Bind, Call, Expr, Has, Ident, ListLiteral, Literal_, MapLiteral, Quantifier, Select

_MAKERS: Final[Mapping[type, Callable[[Any, Scope], Step]]] = MappingProxyType(
    {
        Literal_: access.literal,
        Ident: access.ident,
        Select: access.select,
        Has: access.has,
        Call: calls.call,
        ListLiteral: calls.list_literal,
        MapLiteral: calls.map_literal,
        Quantifier: loops.quantifier,
        Bind: loops.bind,
    }
)

# Steps are made once per tree. Holding the tree keeps its id from being given to another.
_REMEMBERED: Final = 20_000
_programs: dict[int, tuple[Expr, Step, int]] = {}


def _program(tree: Expr) -> tuple[Expr, Step, int]:
    known = _programs.get(id(tree))
    if known is None:
        scope = Scope(_MAKERS)
        known = (tree, scope.step(tree), scope.slots)
        if len(_programs) >= _REMEMBERED:
            _programs.clear()
        _programs[id(tree)] = known
    return known


def run(tree: Expr, activation: Activation) -> Any:
    """The value of a tree without free loop variables; raise CelError when it has none."""
    try:
        _, step, slots = _program(tree)
        return step(Frame(activation, slots))
    except RecursionError:
        raise _too_deep() from None


def _too_deep() -> CelError:
    return CelError("limit-exceeded", "the condition is nested too deeply")


def evaluate(condition: Condition, activation: Activation) -> Any:
    """The value of the condition, or the CelError that it failed with, as a value."""
    try:
        return run(condition.tree, activation)
    except CelError as error:
        return error.with_traceback(None)


def evaluate_tree(tree: Expr, activation: Activation) -> Any:
    """The value of a tree, or the CelError that it failed with, as a value. Its steps are not kept for another time."""
    try:
        scope = Scope(_MAKERS)
        step = scope.step(tree)
        return step(Frame(activation, scope.slots))
    except CelError as error:
        return error.with_traceback(None)
    except RecursionError:
        return _too_deep()


def item_that_decides(node: Quantifier, activation: Activation) -> tuple[bool, Any]:
    """The first item that settles `exists` (true for it) or `all` (false for it); (False, None) when none does."""
    if node.kind not in ("exists", "all"):
        return False, None
    deciding = Quantifier(
        span=node.span,
        kind="filter",
        range=node.range,
        variable=node.variable,
        body=Call(
            span=node.span, function="_==_", args=(node.body, Literal_(span=node.span, value=node.kind == "exists"))
        ),
    )
    items = evaluate_tree(deciding, activation)
    return (True, items[0]) if isinstance(items, list) and items else (False, None)


class Nothing:
    """An activation that knows no name: what constant expressions are evaluated with."""

    def get(self, name: str) -> object:
        """Raise CelError unknown-name."""
        raise CelError("unknown-name", f"`{name}` is not known")

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """Raise CelError unknown-name."""
        raise CelError("unknown-name", f"`{name}` is not a known function, of {len(args)} arguments")
