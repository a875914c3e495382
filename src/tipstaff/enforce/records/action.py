"""The action: one step on one subject, and who took which part in it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind

State = Literal["proposed", "pending-approval", "approved", "active", "lifted", "expired", "refused", "failed"]

LIVE: Final[frozenset[State]] = frozenset({"proposed", "pending-approval", "approved", "active"})
"""The states in which it is in force or may yet be."""


class Action(Struct, frozen=True, omit_defaults=True):
    """One enforcement step. Its history in the ledger holds every state that it has been in.

    Attributes:
        scope: what kind of thing it is on: account, channel, campaign, number, domain, ip, app, content, sender.
        subject: which one; "" for the account itself.
        source: what asked for it: person, decision, ladder, instruction, evidence (that did not come).
        clause, policy, version: the ground that its notice cites.
        reason: why, in the words of whoever took it.
        approvals: the people who stood up for it, the proposer among them.
        effect: what it does to its subject, as it was when it was applied.
        refund: whether what was paid in advance is given back for it.
        evidence: the request for evidence from whose absence it follows.
        reevaluate: a strike that led to it was voided since; a person should look at it again.
    """

    id: str
    account: str
    kind: str
    state: State = "proposed"
    scope: str = "account"
    subject: str = ""
    source: str = "person"
    case: str = ""
    clause: str = ""
    policy: str = ""
    version: str = ""
    reason: str = ""
    until: datetime | None = None
    effect: str = ""
    proposed_by: str = ""
    proposed_at: datetime | None = None
    approvals: tuple[str, ...] = ()
    applied_at: datetime | None = None
    ended_by: str = ""
    ended_at: datetime | None = None
    ended_reason: str = ""
    decision: str = ""
    reevaluate: bool = False
    refund: bool = True
    evidence: str = ""

    @property
    def live(self) -> str:
        """`live` while it is in force or may yet be, else `over`: part of the keys by which actions are found."""
        return "live" if self.state in LIVE else "over"


OF_ACCOUNT: Final = Index("account", ("account", "live", "kind"))
OF_CASE: Final = Index("case", ("case",))
ACTIONS: Final = Kind("actions", Action, key=("id",), indexes=(OF_ACCOUNT, OF_CASE))
