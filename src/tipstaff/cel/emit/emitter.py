"""Which part emits which node; what falls back on the interpreter; what rules have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.compiled import Compiled
from tipstaff.cel.emit import access, calls, logic, loops
from tipstaff.cel.emit.context import NAMESPACE, Context, UnsupportedError
from tipstaff.cel.emit.operators import OPERATORS
from tipstaff.cel.emit.sheet import Sheet
from tipstaff.cel.emit.statement import Statement
from tipstaff.cel.functions.table import FUNCTIONS
from tipstaff.cel.run.program import run
from tipstaff.cel.syntax import Bind, Call, Expr, Has, Ident, ListLiteral, Literal_, MapLiteral, Quantifier, Select
from tipstaff.cel.types import BOOL
from tipstaff.cel.values import map_of_pairs
from tipstaff.cel.walk import children

# Python's parser takes 200 levels of brackets. A level of a tree becomes up to four of them, a logical one only one;
# what is deeper is left to the interpreter.
_DEEPEST: Final = 40
_DEEPEST_LOGICAL: Final = 60
_TOP: Final = Context()


class FusingEmitter:
    """Emits the rules of one function."""

    def __init__(self, records: frozenset[str]) -> None:
        self.sheet = Sheet({**NAMESPACE, "interpret": run})
        self.records = records
        self.environment = Environment()
        self._deep = False

    def rule(self, condition: Compiled) -> Statement:
        """The condition as tests that must all hold, the last of them perhaps a loop."""
        self.environment = condition.environment
        tree = condition.tree
        # A level takes at least one character.
        self._deep = len(condition.text) > _DEEPEST and _depth(tree) > _DEEPEST
        parts = [(tree, _TOP)]
        if not self._deep and isinstance(tree, Call) and tree.function == "_&&_":
            parts = list(logic.places(tree, self.environment, _TOP))
        tests = tuple(self.truth(part, at) for part, at in parts)
        return Statement(tests, None if self._deep else self._loop(*parts[-1]))

    def _loop(self, node: Expr, at: Context) -> loops.Loop | None:
        if not isinstance(node, Quantifier) or node.type != BOOL:
            return None
        try:
            return loops.loop(node, self, at)
        except UnsupportedError:
            return None

    def truth(self, node: Expr, at: Context) -> str:
        """The node where only its truth counts."""
        if node.type == BOOL and isinstance(node, Quantifier):
            return self._supported(node, at, lambda place: loops.quantifier_truth(node, self, place))
        if isinstance(node, Call) and node.function in _CHAINS:
            chain = _CHAINS[node.function]
            return self._supported(node, at, lambda place: chain(node, self, place, exact=False))
        return self.boolean(node, at)

    def boolean(self, node: Expr, at: Context) -> str:
        """The node, made sure to be a bool."""
        return self.value(node, at) if node.type == BOOL else f"boolean({self.value(node, at)})"

    def value(self, node: Expr, at: Context) -> str:
        """The node as a Python expression."""
        return self._supported(node, at, lambda place: self._value(node, place))

    def _supported(self, node: Expr, at: Context, emit: Callable[[Context], str]) -> str:
        """What `emit` gives, or a call of the interpreter when the node stands outside every loop."""
        try:
            if self._deep and _depth(node) > (_DEEPEST_LOGICAL if _is_logical(node) else _DEEPEST):
                raise UnsupportedError("nested too deeply")
            if not _is_work(node) or at.depends(node):
                return emit(at)
            # Rules may have it in common; and inside a loop it need not be computed again for every item.
            return self.sheet.share(emit(at.outside()), keep=bool(at.locals))
        except UnsupportedError:
            if at.locals:
                raise
            return self.sheet.share(f"interpret({self.sheet.constant(node)}, activation)")

    def _value(self, node: Expr, at: Context) -> str:
        match node:
            case Literal_():
                return access.literal(node.value, self)
            case Ident():
                return access.ident(node, self, at)
            case Select():
                return access.select(node, self, at)
            case Has():
                return access.has(node, self, at)
            case ListLiteral():
                return f"[{', '.join(self.value(item, at) for item in node.items)}]"
            case MapLiteral():
                pairs = "".join(f"({self.value(key, at)}, {self.value(value, at)}), " for key, value in node.entries)
                return f"{self.sheet.constant(map_of_pairs)}(({pairs}))"
            case Quantifier():
                return loops.quantifier(node, self, at)
            case Bind():
                return loops.bind(node, self, at)
            case Call():
                return self._call(node, at)

    def _call(self, node: Call, at: Context) -> str:
        logical = _LOGICAL.get(node.function)
        if logical is not None:
            return logical(node, self, at)
        return (calls.standard if node.function in FUNCTIONS else calls.contextual)(node, self, at)


_CHAINS: Final = {"_&&_": logic.conjunction, "_||_": logic.disjunction}
_LOGICAL: Final = {
    "_&&_": logic.conjunction,
    "_||_": logic.disjunction,
    "!_": logic.negation,
    "_?_:_": logic.choice,
}


# The text of these is about as quick as the look whether it was computed before.
_LIGHT: Final = frozenset({*OPERATORS, "size", "startsWith", "endsWith", "matches", "dyn"} - {"@in", "_+_"})


def _is_logical(node: Expr) -> bool:
    return isinstance(node, Call) and node.function in _LOGICAL


def _is_work(node: Expr) -> bool:
    """A loop, or a call that is more than an operator of Python or a glance at a value."""
    if isinstance(node, Call):
        return node.function not in _LIGHT and node.function not in _LOGICAL
    return isinstance(node, Quantifier)


def _depth(tree: Expr) -> int:
    """How deep the brackets of a node's text go."""
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in children(node))
    return deepest
