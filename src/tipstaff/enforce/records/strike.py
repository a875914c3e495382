"""The strike: the mark that a violation leaves on an account."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind


class Strike(Struct, frozen=True, omit_defaults=True):
    """Points on an account. It is voided, never deleted.

    Attributes:
        points: as they were when it was issued.
        expires_at: from when on it counts no more; None for never.
        origin: of one that counts here because of an account below, the strike there; `origin_account` that account.
    """

    id: str
    account: str
    points: float
    issued_at: datetime
    clause: str = ""
    case: str = ""
    issued_by: str = ""
    decision: str = ""
    expires_at: datetime | None = None
    origin: str = ""
    origin_account: str = ""
    voided_at: datetime | None = None
    voided_by: str = ""
    voided_reason: str = ""

    def counts(self, at: datetime) -> bool:
        """Whether its points count at that time."""
        return self.voided_at is None and (self.expires_at is None or at < self.expires_at)


OF_CASE: Final = Index("case", ("case", "account"))
BY_ORIGIN: Final = Index("origin", ("origin",))
STRIKES: Final = Kind("strikes", Strike, key=("account", "id"), groups=(1,), indexes=(OF_CASE, BY_ORIGIN))
