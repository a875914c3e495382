"""Timestamps and durations finer than a microsecond.

A plain aware `datetime` or `timedelta` is a value as it is; only a value with nanoseconds beyond its microseconds takes
one of the classes here. They compare with the plain ones in both directions.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from tipstaff.cel.failure import MAX_INT, MIN_INT, CelError


class NanoTimestamp(datetime):
    """A timestamp with `nanosecond` (1-999) beyond its microseconds. Made by `timestamp_of`."""

    nanosecond: int

    def _order(self) -> tuple[timedelta, int]:
        return (datetime.__sub__(self, _EPOCH), self.nanosecond)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NanoTimestamp) and self._order() == other._order()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._order())

    def __lt__(self, other: date) -> bool:
        return self._order() < _order_of(other)

    def __le__(self, other: date) -> bool:
        return self._order() <= _order_of(other)

    def __gt__(self, other: date) -> bool:
        return self._order() > _order_of(other)

    def __ge__(self, other: date) -> bool:
        return self._order() >= _order_of(other)


class NanoDuration(timedelta):
    """A duration with `nanosecond` (1-999) added to its microseconds. Made by `duration_of`."""

    nanosecond: int

    def _order(self) -> tuple[int, int]:
        return (_microseconds(self), self.nanosecond)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NanoDuration) and self._order() == other._order()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._order())

    def __lt__(self, other: timedelta) -> bool:
        return nanoseconds(self) < nanoseconds(other)

    def __le__(self, other: timedelta) -> bool:
        return nanoseconds(self) <= nanoseconds(other)

    def __gt__(self, other: timedelta) -> bool:
        return nanoseconds(self) > nanoseconds(other)

    def __ge__(self, other: timedelta) -> bool:
        return nanoseconds(self) >= nanoseconds(other)


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MIN_NANOSECONDS: Final = -62_135_596_800 * 10**9
_MAX_NANOSECONDS: Final = 253_402_300_800 * 10**9 - 1


def _microseconds(duration: timedelta) -> int:
    return (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds


def nanoseconds(duration: timedelta) -> int:
    """The length of a duration in nanoseconds."""
    extra = duration.nanosecond if type(duration) is NanoDuration else 0
    return _microseconds(duration) * 1000 + extra


def _order_of(timestamp: date) -> tuple[timedelta, int]:
    """A key that sorts timestamps of both classes. TypeError for what is not one."""
    if not isinstance(timestamp, datetime):
        raise TypeError("a timestamp compares with timestamps only")
    extra = timestamp.nanosecond if type(timestamp) is NanoTimestamp else 0
    return (datetime.__sub__(timestamp, _EPOCH), extra)


def nanoseconds_since_epoch(timestamp: datetime) -> int:
    """Nanoseconds from 1970-01-01T00:00:00Z, negative before."""
    since, extra = _order_of(timestamp)
    return _microseconds(since) * 1000 + extra


def timestamp_of(since_epoch: int) -> datetime:
    """The timestamp that many nanoseconds after 1970-01-01T00:00:00Z. Years 1 to 9999, else CelError overflow."""
    if not _MIN_NANOSECONDS <= since_epoch <= _MAX_NANOSECONDS:
        raise CelError("overflow", "timestamp outside the years 1 to 9999")
    micros, extra = divmod(since_epoch, 1000)
    plain = _EPOCH + timedelta(microseconds=micros)
    if not extra:
        return plain
    fine = NanoTimestamp.combine(plain.date(), plain.time(), UTC)
    fine.nanosecond = extra
    return fine


def duration_of(nanos: int) -> timedelta:
    """The duration of that many nanoseconds. A signed 64-bit count (about 292 years), else CelError overflow."""
    if not MIN_INT <= nanos <= MAX_INT:
        raise CelError("overflow", "duration longer than 292 years")
    micros, extra = divmod(nanos, 1000)
    if not extra:
        return timedelta(microseconds=micros)
    fine = NanoDuration(microseconds=micros)
    fine.nanosecond = extra
    return fine
