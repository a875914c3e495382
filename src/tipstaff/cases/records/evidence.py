"""A request for evidence: proof of opt-in, the purpose of a campaign, a sample, an answer to a check."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind

State = Literal["requested", "delivered", "submitted", "accepted", "refused", "overdue"]

PENDING: Final[frozenset[State]] = frozenset({"requested", "delivered", "submitted", "overdue"})
"""The states in which evidence may still come, or waits for somebody to look at it."""


class EvidenceRequest(Struct, frozen=True, omit_defaults=True):
    """What somebody asked an account to prove, and what came. Its history holds every state that it has been in.

    Attributes:
        about: what is asked for: `opt-in`, `campaign-purpose`, …; `sample` which recipients or texts in particular,
            masked: only the notice on its way has them whole.
        delivered_at: when the request demonstrably reached the account: from then its time runs, to `due`.
        files: what came, each as it was named or described; `complete` when the account says that this is all.
        opened: the request itself opened the case, which ends with it.
        judged_at, judged_by, reason: who accepted or refused what came, when and why.
    """

    id: str
    account: str
    about: str
    clause: str = ""
    sample: tuple[str, ...] = ()
    state: State = "requested"
    case: str = ""
    opened: bool = False
    requested_at: datetime | None = None
    requested_by: str = ""
    delivered_at: datetime | None = None
    due: datetime | None = None
    files: tuple[dict[str, Any], ...] = ()
    complete: bool = False
    submitted_at: datetime | None = None
    judged_at: datetime | None = None
    judged_by: str = ""
    reason: str = ""


OF_CASE: Final = Index("case", ("case",))
EVIDENCE: Final = Kind("evidence", EvidenceRequest, key=("id",), indexes=(OF_CASE,))
