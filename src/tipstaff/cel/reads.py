"""What an evaluation can touch."""

from __future__ import annotations

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.syntax import Call, Expr, Has, Ident, Select
from tipstaff.cel.types import RecordType
from tipstaff.cel.walk import children


def reads(tree: Expr, environment: Environment) -> frozenset[str]:
    """Names of variables and of the host's functions. A member of a record stands with its path from the variable,
    records within records included; a record used whole stands with its own name.
    """
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if path := readable_path(node):
            found.add(path)
            continue
        if isinstance(node, Call) and node.function in environment.functions:
            found.add(node.function)
        waiting.extend(children(node))
    return frozenset(found)


def readable_path(node: Expr) -> str:
    """`event.client.address` for a declared variable and members of records below it; "" for anything else."""
    fields: list[str] = []
    while isinstance(node, Select | Has) and isinstance(node.operand.type, RecordType):
        fields.append(node.field)
        node = node.operand
    if not isinstance(node, Ident) or node.reference != "variable":
        return ""
    return ".".join([node.name, *reversed(fields)])
