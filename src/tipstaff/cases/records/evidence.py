"""A request for evidence: proof of opt-in, the purpose of a campaign, a sample, an answer to a check."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind
from tipstaff.vocab.enforcing import Consequence

State = Literal["requested", "delivered", "submitted", "accepted", "refused", "overdue", "withdrawn"]

PENDING: Final[frozenset[State]] = frozenset({"requested", "delivered", "submitted", "overdue", "refused"})
"""The states in which evidence may still come, or waits for somebody to look at it."""

JUDGEABLE: Final[frozenset[State]] = PENDING - {"refused"}
"""The states in which what came may be judged; what was refused has been, until more comes."""

RUNNING: Final[frozenset[State]] = frozenset({"requested", "delivered"})
"""The states in which a case awaits an answer; once that is there, it is somebody's to look at."""


class EvidenceRequest(Struct, frozen=True, omit_defaults=True):
    """What somebody asked an account to prove, and what came. Its history holds every state that it has been in.

    Attributes:
        about: what is asked for: `opt-in`, `campaign-purpose`, …; `sample` which recipients or texts in particular,
            masked: only the notice on its way has them whole.
        within, then, refund: what its notice says: the time there is (a duration, "" for none), what follows when
            nothing comes in it, and whether what was paid in advance is given back then.
        delivered_at: when the request demonstrably reached the account: from then its time runs, to `due`.
        missed_at: when what follows did follow, once; it stands until the proof is accepted, the request withdrawn, or
            a person takes it back.
        files: what came, each as it was named or described; `complete` when the account says that this is all.
        submitted_at: when it was complete; until somebody has looked at it, time stands still.
        judged_at, judged_by, reason: who accepted, refused or withdrew it, when and why.
    """

    id: str
    account: str
    about: str
    clause: str = ""
    sample: tuple[str, ...] = ()
    state: State = "requested"
    case: str = ""
    requested_at: datetime | None = None
    requested_by: str = ""
    within: str = ""
    then: Consequence = "escalate"
    refund: bool = True
    delivered_at: datetime | None = None
    due: datetime | None = None
    missed_at: datetime | None = None
    files: tuple[dict[str, Any], ...] = ()
    complete: bool = False
    submitted_at: datetime | None = None
    judged_at: datetime | None = None
    judged_by: str = ""
    reason: str = ""

    @property
    def owed(self) -> bool:
        """Whether it ran out, and no proof has been accepted since."""
        return self.missed_at is not None and self.state not in ("accepted", "withdrawn")


OF_CASE: Final = Index("case", ("case",))
EVIDENCE: Final = Kind("evidence", EvidenceRequest, key=("id",), indexes=(OF_CASE,))
