"""`getHours` and its siblings in UTC or a named zone, and arithmetic on timestamps and durations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tipstaff.cel.functions.implementation import DURATION, TIMESTAMP, Implementation
from tipstaff.cel.nanoseconds import duration_of, nanoseconds, nanoseconds_since_epoch, timestamp_of
from tipstaff.cel.values import CelError, show

# A name of the zone database, nothing that could walk elsewhere on a disk.
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]{0,31}(/[A-Za-z0-9_+\-]{1,31}){0,3}")
_OFFSET: Final = re.compile(r"([+-]?)(\d\d?):(\d\d)", re.ASCII)
_CYCLE: Final = 400
_MINUTES_IN_DAY: Final = 24 * 60


@lru_cache(maxsize=1024)
def _zone(name: str) -> tzinfo | timedelta | None:
    """A zone of the database, a fixed distance from UTC, or None when there is no such zone."""
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timedelta(minutes=-minutes if offset[1] == "-" else minutes) if minutes < _MINUTES_IN_DAY else None
    if name in ("", "UTC"):
        return UTC
    try:
        return ZoneInfo(name) if _NAME.fullmatch(name) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_zone(timestamp: datetime, zone: str) -> datetime:
    """The wall clock of that zone: `Europe/Paris`, `+02:00`, `-9:30`. CelError unknown-zone.

    OverflowError when the wall clock shows a year before 1 or after 9999.
    """
    found = _zone(zone)
    if found is None:
        raise CelError("unknown-zone", f"{show(zone)} is not a time zone")
    return in_utc(timestamp) + found if isinstance(found, timedelta) else in_utc(timestamp).astimezone(found)


def in_utc(timestamp: datetime) -> datetime:
    """The wall clock in UTC."""
    if timestamp.tzinfo is UTC:
        return timestamp
    if timestamp.tzinfo is None:
        raise CelError("no-matching-overload", "a time without a zone")
    return timestamp.astimezone(UTC)


Read = Callable[[datetime], int]

# name, overload id without and with a zone, what is read off the wall clock
PARTS: Final[tuple[tuple[str, str, str, Read], ...]] = (
    ("getFullYear", "timestamp_to_year", "timestamp_to_year_with_tz", lambda at: at.year),
    ("getMonth", "timestamp_to_month", "timestamp_to_month_with_tz", lambda at: at.month - 1),
    (
        "getDayOfYear",
        "timestamp_to_day_of_year",
        "timestamp_to_day_of_year_with_tz",
        lambda at: at.timetuple().tm_yday - 1,
    ),
    ("getDayOfMonth", "timestamp_to_day_of_month", "timestamp_to_day_of_month_with_tz", lambda at: at.day - 1),
    ("getDate", "timestamp_to_day_of_month_1_based", "timestamp_to_day_of_month_1_based_with_tz", lambda at: at.day),
    (
        "getDayOfWeek",
        "timestamp_to_day_of_week",
        "timestamp_to_day_of_week_with_tz",
        lambda at: at.isoweekday() % 7,
    ),
    ("getHours", "timestamp_to_hours", "timestamp_to_hours_with_tz", lambda at: at.hour),
    ("getMinutes", "timestamp_to_minutes", "timestamp_to_minutes_with_tz", lambda at: at.minute),
    ("getSeconds", "timestamp_to_seconds", "timestamp_to_seconds_tz", lambda at: at.second),
    (
        "getMilliseconds",
        "timestamp_to_milliseconds",
        "timestamp_to_milliseconds_with_tz",
        lambda at: at.microsecond // 1000,
    ),
)


def _utc(read: Read) -> Read:
    return lambda timestamp: read(in_utc(timestamp))


def _zoned(read: Read, name: str) -> Callable[[datetime, str], int]:
    def run(timestamp: datetime, zone: str) -> int:
        try:
            return read(in_zone(timestamp, zone))
        except OverflowError:
            # The calendar repeats after so many years, so it can be read where there is room.
            years = -_CYCLE if timestamp.year > _CYCLE else _CYCLE
            part = read(in_zone(timestamp.replace(year=timestamp.year + years), zone))
            return part - years if name == "getFullYear" else part

    return run


def _whole(unit: int) -> Callable[[timedelta], int]:
    """The whole duration in a unit, truncated toward zero."""

    def read(duration: timedelta) -> int:
        total = nanoseconds(duration)
        return -(-total // unit) if total < 0 else total // unit

    return read


def duration_milliseconds(duration: timedelta) -> int:
    """The milliseconds left over from the whole seconds, with the sign of the duration."""
    total = nanoseconds(duration)
    rest = abs(total) % 10**9 // 10**6
    return -rest if total < 0 else rest


def add_duration(timestamp: datetime, duration: timedelta) -> datetime:
    """`timestamp + duration`, within the years 1 to 9999."""
    return timestamp_of(nanoseconds_since_epoch(timestamp) + nanoseconds(duration))


def subtract_duration(timestamp: datetime, duration: timedelta) -> datetime:
    """`timestamp - duration`, within the years 1 to 9999."""
    return timestamp_of(nanoseconds_since_epoch(timestamp) - nanoseconds(duration))


def between(later: datetime, earlier: datetime) -> timedelta:
    """`later - earlier`, at most 292 years."""
    return duration_of(nanoseconds_since_epoch(later) - nanoseconds_since_epoch(earlier))


OVERLOADS = (
    *(Implementation(name, plain, (TIMESTAMP,), _utc(read), member=True) for name, plain, _, read in PARTS),
    *(Implementation(name, tz, (TIMESTAMP, "string"), _zoned(read, name), member=True) for name, _, tz, read in PARTS),
    Implementation("getHours", "duration_to_hours", (DURATION,), _whole(3600 * 10**9), member=True),
    Implementation("getMinutes", "duration_to_minutes", (DURATION,), _whole(60 * 10**9), member=True),
    Implementation("getSeconds", "duration_to_seconds", (DURATION,), _whole(10**9), member=True),
    Implementation("getMilliseconds", "duration_to_milliseconds", (DURATION,), duration_milliseconds, member=True),
    Implementation("_+_", "add_timestamp_duration", (TIMESTAMP, DURATION), add_duration),
    Implementation("_+_", "add_duration_timestamp", (DURATION, TIMESTAMP), lambda span, at: add_duration(at, span)),
    Implementation(
        "_+_",
        "add_duration_duration",
        (DURATION, DURATION),
        lambda a, b: duration_of(nanoseconds(a) + nanoseconds(b)),
    ),
    Implementation("_-_", "subtract_timestamp_timestamp", (TIMESTAMP, TIMESTAMP), between),
    Implementation("_-_", "subtract_timestamp_duration", (TIMESTAMP, DURATION), subtract_duration),
    Implementation(
        "_-_",
        "subtract_duration_duration",
        (DURATION, DURATION),
        lambda a, b: duration_of(nanoseconds(a) - nanoseconds(b)),
    ),
)
