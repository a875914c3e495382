"""Licences and usage meters: what was bought, what it allows, what of it is used."""

from __future__ import annotations

from datetime import datetime, timedelta
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

    `allowed` is what was allowed since and not told as use yet: (when it lapses, how much), the first to lapse first;
    one without an end comes last.
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
    allowed: tuple[tuple[datetime | None, float], ...] = ()

    def used_by(self, at: datetime) -> float:
        """What was told as used in the period that a moment lies in."""
        return self.used if self._is_of(at) else 0.0

    def asked_by(self, at: datetime) -> float:
        """What was allowed in that period, not told as use yet, and has not lapsed."""
        return sum(quantity for _, quantity in self.allowed_by(at))

    def allowed_by(self, at: datetime) -> tuple[tuple[datetime | None, float], ...]:
        """The same as it is kept."""
        return tuple(one for one in self.allowed if one[0] is None or at < one[0]) if self._is_of(at) else ()

    def _is_of(self, at: datetime) -> bool:
        return self.used_at is None or period_of(self.used_at, self.period) >= period_of(at, self.period)

    @property
    def ceiling(self) -> float:
        """Where use stops: the limit, or the cap where paid overage is allowed."""
        if not self.paid or self.hard or self.cap is UNSET:
            return self.limit
        return max(self.limit, self.cap)


def allowing(
    allowed: tuple[tuple[datetime | None, float], ...], quantity: float, until: datetime | None
) -> tuple[tuple[datetime | None, float], ...]:
    """What is allowed with so much more of it, which lapses at the full hour after `until`: a day of it is 25 entries
    at most.
    """
    end = until and (until - timedelta(microseconds=1)).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    ends = dict(allowed)
    ends[end] = ends.get(end, 0.0) + quantity
    timed = sorted((moment, much) for moment, much in ends.items() if moment is not None)
    return (*timed, (None, ends[None])) if None in ends else tuple(timed)


def settling(
    allowed: tuple[tuple[datetime | None, float], ...], quantity: float
) -> tuple[tuple[datetime | None, float], ...]:
    """What is still allowed after so much was told as used: what lapses first is settled first."""
    left: list[tuple[datetime | None, float]] = []
    for end, much in allowed:
        settled = min(much, quantity)
        quantity -= settled
        if much > settled:
            left.append((end, much - settled))
    return tuple(left)


def period_of(at: datetime, period: str) -> tuple[int, ...]:
    """The period a moment lies in; later periods compare greater."""
    if period == "day":
        return (at.year, at.month, at.day)
    return (at.year, at.month) if period == "month" else ()


LICENCES: Final = Kind("licences", Licence, key=("id",), indexes=(Index("by-account", ("account",)),))
METERS: Final = Kind("meters", Meter, key=("account", "meter"), groups=(2, 1))
