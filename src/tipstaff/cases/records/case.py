"""The case: who, under which clause, how grave, what it rests on, what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tipstaff.ledgers.keys import sortable
from tipstaff.ledgers.kind import Index, Kind

State = Literal["open", "claimed", "awaiting", "proposed", "decided", "closed", "reopened"]
Ground = Literal["deliberate", "repeated", "credible-risk"]
Outcome = Literal["", "violation", "no-violation", "dismissed"]
Desk = Literal["analyst", "lead", "legal", "specialist"]

LIVE: Final[frozenset[State]] = frozenset({"open", "claimed", "awaiting", "proposed", "reopened"})
"""The states in which somebody still has to decide."""

_GRAVEST: Final = 4


class Determination(Struct, frozen=True, omit_defaults=True):
    """How somebody decided a case: by whom, when, on which grounds, why. Later ones follow earlier ones."""

    outcome: Outcome
    by: str
    at: datetime
    grounds: tuple[Ground, ...] = ()
    reason: str = ""
    action: str = ""


class Case(Struct, frozen=True, omit_defaults=True):
    """One work item. Its history in the ledger holds every state that it has been in.

    Attributes:
        clause: what it is about; "" when nobody said yet. `policy` and `version` are those of the first decision.
        category: sets cases of one clause apart (`minors`); "" for most.
        severity: 0 (formal) to 4 (life, minors, terror).
        desk: the role that a case of this kind needs at least.
        decisions: the decisions that opened or raised it; every further one names the case itself.
        reports, self_reports: what was told about it, by id.
        cites: earlier cases of the account that it rests on, dismissed and warned ones too.
        points: what it has left on its account in strikes, voided and decayed ones not counted off.
        known_at: when the operator came to know of it: the first decision, report or word of the account.
        grounds: what somebody saw in it before it was decided.
        request: the request for evidence that opened it, as long as nothing else has joined.
        resumes: the state that it had before it awaited evidence, and has again.
        determinations: oldest first; the last one counts.
    """

    id: str
    account: str
    clause: str = ""
    category: str = ""
    policy: str = ""
    version: str = ""
    severity: int = 2
    state: State = "open"
    urgent: bool = False
    desk: Desk = "analyst"
    points: float = 0.0
    opened_at: datetime | None = None
    opened_by: str = ""
    known_at: datetime | None = None
    grounds: tuple[Ground, ...] = ()
    reason: str = ""
    decisions: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    self_reports: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    claimed_by: str = ""
    claimed_at: datetime | None = None
    determinations: tuple[Determination, ...] = ()
    request: str = ""
    resumes: State = "open"

    @property
    def live(self) -> str:
        """`live` while somebody has to decide, else `over`: part of the keys by which cases are found."""
        return "live" if self.state in LIVE else "over"

    @property
    def order(self) -> str:
        """Sorts a queue: urgent ones first, then the gravest, then the oldest."""
        return f"{0 if self.urgent else 1}{_GRAVEST - self.severity}{sortable(self.opened_at)}"

    @property
    def outcome(self) -> Outcome:
        """The outcome that counts; "" while there is none."""
        return self.determinations[-1].outcome if self.determinations else ""


LIVE_OF: Final = Index("live", ("account", "live", "clause", "category"))
QUEUE: Final = Index("queue", ("live", "order"))
CASES: Final = Kind("cases", Case, key=("id",), indexes=(LIVE_OF, QUEUE))
