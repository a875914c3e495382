"""Terms for a use of authorizations that no rule asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tipstaff.cel.syntax import Call, Expr, Literal_
from tipstaff.cel.walk import nodes
from tipstaff.policy.document.notes import did_you_mean
from tipstaff.policy.load import LoadResult
from tipstaff.vocab.diagnostics import Diagnostic, Place

FUNCTION: Final = "authorization"


def idle_uses(loaded: LoadResult) -> Iterator[Diagnostic]:
    """A warning for each such use: most often a slip of the pen, and then two people are not asked for."""
    asked = {name for pack in loaded.packs for rule in pack.rules for name in _asked(rule.condition.tree)}
    asked |= {name for pack in loaded.packs for rule in pack.rules if rule.unless for name in _asked(rule.unless.tree)}
    for pack in loaded.packs:
        for use in pack.policy.authorizations:
            if use not in asked:
                message = f"no rule asks for an authorization for `{use}`"
                place = Place(str(pack.files.policy))
                yield Diagnostic("idle-use", message, place, "warning", did_you_mean(use, asked))


def _asked(tree: Expr) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, Call) and node.function == FUNCTION and isinstance(node.args[0], Literal_):
            yield str(node.args[0].value)
