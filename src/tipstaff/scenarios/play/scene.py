"""What an expectation may look at: the outcome of the step, and the engine as it stands after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tipstaff.ledgers import Ledgers
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.errors import TipstaffError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an event or a command: a decision, an answer, or an error."""

    decision: Decision | None = None
    answer: dict[str, Any] | None = None
    error: TipstaffError | None = None


class Scene(Protocol):
    """The engine of one scenario, as expectations see it."""

    @property
    def now(self) -> datetime:
        """The scenario's time."""
        ...

    @property
    def ledgers(self) -> Ledgers:
        """Everything that has been put."""
        ...

    @property
    def accounts(self) -> frozenset[str]:
        """The accounts that the scenario names."""
        ...

    def stored(self) -> Iterator[bytes]:
        """Every stored decision and notice, as kept."""
        ...

    def events(self) -> Iterator[bytes]:
        """Every stored event that was not erased, as kept."""
        ...

    def audit(self) -> Iterator[dict[str, Any]]:
        """Every audit entry: its kind, time and actor beside the fields of its body."""
        ...
