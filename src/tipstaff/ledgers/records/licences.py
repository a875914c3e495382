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

    `limit` is what the plan holds, `cap` how far paid overage may go (unset: the account set no end to it), both in the
    meter's own unit; `hard` meters stop at the limit although the plan is paid. `used` is the count of the period in
    which `used_at` lies; days and months are those of UTC. `notify` are further addresses for notices.

    `asked` is what was allowed since and not told as use yet; it counts while `used` is still what it was then
    (`asked_over`), so that a count put by hand starts afresh.
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
    asked: float = 0.0
    asked_over: float = 0.0

    def used_by(self, at: datetime) -> float:
        """What was told as used in the period that a moment lies in."""
        return self.used if self._is_of(at) else 0.0

    def asked_by(self, at: datetime) -> float:
        """What was allowed in that period and not told as use yet."""
        return self.asked if self._is_of(at) and self.asked_over == self.used else 0.0

    def _is_of(self, at: datetime) -> bool:
        return self.used_at is None or period_of(self.used_at, self.period) >= period_of(at, self.period)

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
