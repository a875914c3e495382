"""A condition that passed every check: what the back ends and the index are made from."""

from __future__ import annotations

from dataclasses import dataclass

from tipstaff.cel.check.environment import Environment
from tipstaff.cel.syntax import Expr
from tipstaff.cel.types import Type
from tipstaff.vocab.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Compiled:
    """One checked condition.

    `tree` is typed and folded: constants in place, `params.limit` no longer a name. `cost` is the worst case of one
    evaluation in microseconds on the reference machine, given the environment's sizes. `reads` holds every declared
    variable and function that an evaluation can touch; members of records by their path (`event.client.address`), a
    record used whole by its name. `place` is where the text starts.
    """

    text: str
    tree: Expr
    type: Type
    cost: float
    reads: frozenset[str]
    place: Place
    environment: Environment

    def at(self, place: Place) -> Compiled:
        """The same, written elsewhere."""
        return Compiled(self.text, self.tree, self.type, self.cost, self.reads, place, self.environment)
