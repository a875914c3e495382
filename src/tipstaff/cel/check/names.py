"""Names with dots: which part of `a.b.c` is a declared name and which are fields."""

from __future__ import annotations

from tipstaff.cel.syntax import Expr, Ident, Select


def dotted(node: Expr) -> str:
    """`a.b.c` made of names and dots alone; "" when it is anything else, such as a field like `content-type`."""
    parts: list[str] = []
    while isinstance(node, Select) and node.field.isidentifier():
        parts.append(node.field)
        node = node.operand
    if not isinstance(node, Ident):
        return ""
    parts.append(node.name)
    return ".".join(reversed(parts))


def prefixes(name: str) -> list[str]:
    """`a.b.c`, `a.b`, `a`."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]


def root(name: str) -> str:
    """The part before the first dot."""
    return name.partition(".")[0]
