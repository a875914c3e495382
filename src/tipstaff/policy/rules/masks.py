"""Which expressions give a personal value, so that it is masked where people read it."""

from __future__ import annotations

from collections.abc import Container, Mapping

from tipstaff.cel import Compiled
from tipstaff.cel.syntax import Bind, Call, Expr, Has, Ident, Literal_, Quantifier, Select
from tipstaff.cel.types import BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT, ListType, RecordType
from tipstaff.cel.walk import children
from tipstaff.vocab.masking import WITHIN

_HARMLESS = frozenset({BOOL, INT, UINT, DOUBLE, DURATION, TIMESTAMP})
# Functions of the host that answer in words of tables, never in those of their arguments.
_TABLED = frozenset({"mail.law", "mail.law_lacks", "figures.behind", "hours.candidates"})
# Variables that hold ids and figures of the operator's own.
_OURS = ("event.", "params.", "window.")


def mask_of(expression: Compiled, variables: Mapping[str, str]) -> str:
    """The kind of personal value that an expression gives (`party`, `ip`, ...); "" when it gives none.

    Whatever is derived from a personal value by the standard functions is taken to be personal itself, unless it is a
    number, a time or a truth. A list made by `map` is what its items are made of, where the variable is as personal as
    what it goes over. Any other text that strangers had a hand in (a field, a signal, what the host's functions answer)
    is a free text: what is personal in it is masked (`within`).

    Args:
        variables: the kinds of declared variables.
    """
    hosts = expression.environment.functions
    return _kind(expression.tree, dict(variables), hosts) or (WITHIN if _is_free(expression.tree, hosts) else "")


def _kind(tree: Expr, names: Mapping[str, str], hosts: Container[str]) -> str:
    if tree.type in _HARMLESS or isinstance(tree, Literal_ | Has):
        return ""
    if isinstance(tree, Ident):
        return names.get(tree.name, "")
    if isinstance(tree, Select):
        return _member(tree) or _kind(tree.operand, names, hosts)
    if isinstance(tree, Call) and tree.function in hosts:
        return ""
    if isinstance(tree, Quantifier | Bind):
        bound = tree.range if isinstance(tree, Quantifier) else tree.value
        names = {**names, tree.variable: _kind(bound, names, hosts)}
    if isinstance(tree, Quantifier) and tree.kind == "map":
        return _kind(tree.body, names, _TABLED if names[tree.variable] else hosts)
    return next((kind for child in children(tree) if (kind := _kind(child, names, hosts))), "")


def _member(tree: Select) -> str:
    if not isinstance(tree.operand.type, RecordType):
        return ""
    member = tree.operand.type.members.get(tree.field)
    return member.personal if member else ""


def _is_free(tree: Expr, hosts: Container[str]) -> bool:
    """Whether words of strangers may be part of a value."""
    of = tree.type.element if isinstance(tree.type, ListType) else tree.type
    if of in _HARMLESS or isinstance(tree, Literal_ | Has):
        return False
    if isinstance(tree, Ident):
        return not tree.name.startswith(_OURS)
    if isinstance(tree, Call) and tree.function in hosts:
        return tree.function not in _TABLED
    if isinstance(tree, Select) and isinstance(tree.operand.type, RecordType):
        member = tree.operand.type.members.get(tree.field)
        return member is None or not (member.choices or tree.operand.type.name == "account")
    if isinstance(tree, Quantifier) and tree.kind == "map":
        return _is_free(tree.body, hosts)
    return any(_is_free(child, hosts) for child in children(tree))
