"""Authorizations: the operator allowed an otherwise prohibited use, in writing, with scope, window and conditions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct, field

from tipstaff.ledgers.kind import Index, Kind

State = Literal["requested", "pending-approval", "granted", "refused", "revoked", "expired"]


class Authorization(Struct, frozen=True, omit_defaults=True):
    """One authorization. `scope` maps event fields to the value or values it is limited to; {} is no limit.

    `from_` and `until` bound its window (`until` is out); None is open. `approvals` lists who approved, in order.
    `state` is what people decided; that it has expired follows from the moment (`state_at`).
    """

    id: str
    account: str
    use: str
    state: State = "requested"
    scope: dict[str, Any] = {}
    from_: datetime | None = field(default=None, name="from")
    until: datetime | None = None
    conditions: tuple[str, ...] = ()
    requested_by: str = ""
    requested_at: datetime | None = None
    approvals: tuple[str, ...] = ()
    granted_by: str = ""
    granted_at: datetime | None = None
    ended_by: str = ""
    ended_at: datetime | None = None
    reason: str = ""

    def state_at(self, at: datetime) -> State:
        """Its state at a moment: a granted one has expired once its window is over."""
        if self.state == "granted" and self.until is not None and at >= self.until:
            return "expired"
        return self.state

    def in_force(self, at: datetime) -> bool:
        """Granted and inside its window; one that was revoked counts for the moments before."""
        if self.granted_at is None or self.state not in ("granted", "revoked"):
            return False
        return (
            (self.from_ is None or self.from_ <= at)
            and (self.until is None or at < self.until)
            and (self.state != "revoked" or (self.ended_at is not None and at < self.ended_at))
        )


BY_ID: Final = Index("by-id", ("id",))
AUTHORIZATIONS: Final = Kind(
    "authorizations", Authorization, key=("account", "use", "id"), groups=(2, 1), indexes=(BY_ID,)
)
