"""Licences and usage meters: what was bought, what it allows, what of it is used."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType, field

from tipstaff.ledgers.kind import Index, Kind

LicenceKind = Literal["server", "volume", "standard", "enterprise", "seats"]


class Licence(Struct, frozen=True, omit_defaults=True):
    """A licence. `servers`, `seats` and `volume` are how much it allows (unset: it says nothing of that)."""

    id: str
    account: str
    product: str
    kind: LicenceKind
    servers: int | UnsetType = UNSET
    seats: int | UnsetType = UNSET
    volume: float | UnsetType = UNSET
    from_: datetime | None = field(default=None, name="from")
    until: datetime | None = None
    deletion_certified_at: datetime | None = None

    def in_force(self, at: datetime) -> bool:
        """Begun and not over; `until` is out."""
        return (self.from_ is None or self.from_ <= at) and (self.until is None or at < self.until)


class Meter(Struct, frozen=True, omit_defaults=True):
    """A usage meter of an account.

    `limit` is what the plan holds, `cap` how far paid overage may go (unset: no overage beyond the limit), both in the
    meter's own unit; `hard` meters stop at the limit although the plan is paid. `used` is the count of the period in
    which `used_at` lies; days and months are those of UTC. `notify` are further addresses for notices.
    """

    account: str
    meter: str
    limit: float
    hard: bool = False
    cap: float | UnsetType = UNSET
    paid: bool = False
    used: float = 0.0
    used_at: datetime | None = None
    period: Literal["", "day", "month"] = ""
    notify: tuple[str, ...] = ()

    def used_by(self, at: datetime) -> float:
        """What is used in the period that a moment lies in."""
        if self.used_at is None or period_of(self.used_at, self.period) >= period_of(at, self.period):
            return self.used
        return 0.0

    @property
    def ceiling(self) -> float:
        """Where use stops: the limit, or the cap where paid overage is allowed."""
        if not self.paid or self.hard or self.cap is UNSET:
            return self.limit
        return max(self.limit, self.cap)


def period_of(at: datetime, period: str) -> tuple[int, ...]:
    """The period a moment lies in; later periods compare greater."""
    if period == "day":
        return (at.year, at.month, at.day)
    return (at.year, at.month) if period == "month" else ()


LICENCES: Final = Kind("licences", Licence, key=("id",), indexes=(Index("by-account", ("account",)),))
METERS: Final = Kind("meters", Meter, key=("account", "meter"), groups=(2, 1))
