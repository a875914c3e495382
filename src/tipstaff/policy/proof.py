"""What lint and coverage need to know of a scenario: which clause it speaks for, and on which side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, Protocol

Side = Literal["breach", "honest"]
"""`breach`: the scenario expects that a breach is caught. `honest`: it expects that an honest use passes."""


class Proof(Protocol):
    """One scenario speaks for one side of one clause."""

    @property
    def clause(self) -> str:
        """The clause's id."""
        ...

    @property
    def side(self) -> Side:
        """Which side it shows."""
        ...


def count(proofs: Iterable[Proof]) -> Counter[tuple[str, Side]]:
    """How many scenarios speak for each side of each clause."""
    return Counter((proof.clause, proof.side) for proof in proofs)
