"""Going over a tree: children, all nodes, depth. Without recursion, so that any tree will do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

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
    Span,
)


def children(node: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside, in the order of the text."""
    if isinstance(node, Call):
        return node.args if node.target is None else (node.target, *node.args)
    if isinstance(node, Select | Has):
        return (node.operand,)
    if isinstance(node, ListLiteral):
        return node.items
    if isinstance(node, MapLiteral):
        return tuple(part for entry in node.entries for part in entry)
    if isinstance(node, Quantifier):
        return (node.range, node.body) if node.condition is None else (node.range, node.condition, node.body)
    if isinstance(node, Bind):
        return (node.value, node.body)
    return ()


def nodes(tree: Expr) -> Iterator[Expr]:
    """Every node, parents first."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def too_deep(tree: Expr, limit: int) -> Span | None:
    """Where the tree goes more than `limit` levels down; None when it does not."""
    waiting = [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        if level > limit:
            return node.span
        waiting.extend((child, level + 1) for child in children(node))
    return None


def rebuilt(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The node with `change` applied to its children; the node itself when none of them changed."""
    if isinstance(node, Literal_ | Ident):
        return node
    before = children(node)
    after = tuple(map(change, before))
    if all(new is old for new, old in zip(after, before, strict=True)):
        return node
    if isinstance(node, Call):
        target, args = (None, after) if node.target is None else (after[0], after[1:])
        return replace(node, target=target, args=args)
    if isinstance(node, ListLiteral):
        return replace(node, items=after)
    if isinstance(node, MapLiteral):
        return replace(node, entries=tuple(zip(after[::2], after[1::2], strict=True)))
    if isinstance(node, Quantifier):
        condition = after[1] if len(after) == 3 else None
        return replace(node, range=after[0], condition=condition, body=after[-1])
    if isinstance(node, Bind):
        return replace(node, value=after[0], body=after[1])
    return replace(node, operand=after[0])
