"""What is known before anything runs: constant parts are computed, branches that cannot matter are dropped.

The values come from the interpreter, so folding cannot mean anything else than running. Run after weighing, since a
constant expression may be as dear as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.declare.standard import STANDARD
from tipstaff.cel.failure import CelError
from tipstaff.cel.findings import Finding
from tipstaff.cel.run.program import Nothing, evaluate_tree
from tipstaff.cel.syntax import Bind, Call, Expr, Ident, Literal_, Quantifier
from tipstaff.cel.types import BOOL
from tipstaff.cel.walk import children, nodes, rebuilt

_NOTHING = Nothing()


def fold(tree: Expr, environment: Environment) -> tuple[Expr, list[Finding]]:
    """The tree with constants computed; and a warning for each constant part that always fails."""
    folding = _Folding(environment)
    folded = folding.fold(tree)
    return folded, [folding.failures[id(node)][1] for node in nodes(folded) if id(node) in folding.failures]


class _Folding:
    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        # By identity of the failing node, which is kept so that its identity stays its own.
        self.failures: dict[int, tuple[Expr, Finding]] = {}

    def fold(self, node: Expr) -> Expr:
        node = rebuilt(node, self.fold)
        if isinstance(node, Call):
            node = _logic(node)
        if isinstance(node, Literal_ | Ident) or not self._closed(node):
            return node
        value = evaluate_tree(node, _NOTHING)
        if isinstance(value, CelError):
            self._note(node, value)
            return node
        return Literal_(span=node.span, value=_held(value), type=node.type)

    def _closed(self, node: Expr) -> bool:
        """Whether the value of the node depends on nothing but itself."""
        if isinstance(node, Quantifier | Bind):
            return self._closed_macro(node)
        if isinstance(node, Call) and node.function not in STANDARD:
            return False
        return all(map(_constant, children(node)))

    def _closed_macro(self, node: Quantifier | Bind) -> bool:
        first, *bodies = children(node)
        return _constant(first) and all(self._open_only_in(body, frozenset((node.variable,))) for body in bodies)

    def _open_only_in(self, node: Expr, known: frozenset[str]) -> bool:
        """Whether the node depends on nothing but the local names `known`."""
        if isinstance(node, Ident):
            return node.reference == "type" or (node.reference == "local" and node.name in known)
        if isinstance(node, Call) and node.function not in STANDARD:
            return False
        if isinstance(node, Quantifier | Bind):
            first, *bodies = children(node)
            inner = known | {node.variable}
            return self._open_only_in(first, known) and all(self._open_only_in(body, inner) for body in bodies)
        return all(self._open_only_in(child, known) for child in children(node))

    def _note(self, node: Expr, error: CelError) -> None:
        if any(id(child) in self.failures for child in children(node)):
            return
        finding = Finding("always-fails", f"this always fails: {error.message}", node.span, severity="warning")
        self.failures[id(node)] = (node, finding)


def _constant(node: Expr) -> bool:
    return isinstance(node, Literal_) or (isinstance(node, Ident) and node.reference == "type")


def _held(value: object) -> object:
    """Lists as tuples, so that a constant cannot change."""
    if isinstance(value, list | tuple):
        return tuple(map(_held, value))
    if isinstance(value, Mapping):
        return {key: _held(item) for key, item in value.items()}
    return value


def _logic(node: Call) -> Expr:
    """A connective or choice of which a part is known."""
    if node.function in ("_&&_", "_||_"):
        return _connective(node, node.args[0], node.args[1])
    if node.function == "_?_:_" and (known := _truth(node.args[0])) is not None:
        chosen = node.args[1 if known else 2]
        return replace(chosen, span=node.span) if isinstance(chosen, Literal_) else chosen
    return node


def _connective(node: Call, left: Expr, right: Expr) -> Expr:
    deciding = node.function == "_||_"
    if deciding in (_truth(left), _truth(right)):
        return Literal_(span=node.span, value=deciding, type=BOOL)
    # The other side is the result, provided that it is a bool at all.
    if _truth(left) is not None and right.type == BOOL:
        return right
    if _truth(right) is not None and left.type == BOOL:
        return left
    return node


def _truth(node: Expr) -> bool | None:
    return node.value if isinstance(node, Literal_) and isinstance(node.value, bool) else None
