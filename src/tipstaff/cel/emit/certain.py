"""Which generated conditions cannot raise, whatever the event: they need no handler of their own.

Told from the Python text, by what little may stand in it: comparisons and logic over members whose types the decoder
has checked, and the calls below. Everything else may raise.
"""

from __future__ import annotations

import ast
from typing import Final

_HARMLESS: Final = (
    ast.Expression, ast.BoolOp, ast.boolop, ast.UnaryOp, ast.Not, ast.Compare, ast.cmpop, ast.IfExp, ast.NamedExpr,
    ast.Name, ast.Constant, ast.Attribute, ast.Set, ast.expr_context,
)  # fmt: skip
_METHODS: Final = frozenset({"startswith", "endswith"})


def is_certain(text: str) -> bool:
    """Whether a generated condition gives true or false for every event."""
    return all(
        isinstance(node, _HARMLESS) or _is_harmless_call(node) for node in ast.walk(ast.parse(text, mode="eval"))
    )


def _is_harmless_call(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return (
        called.attr in _METHODS
        if isinstance(called, ast.Attribute)
        else isinstance(called, ast.Name) and called.id == "len"
    )
