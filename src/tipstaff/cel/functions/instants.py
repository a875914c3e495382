"""Timestamps and durations as text, both ways.

Timestamps are RFC 3339; durations are a number with a unit, several in a row (`1h30m`, `-1.5s`), as protobuf's JSON
form and Go's notation have them. Both keep nanoseconds; finer digits are dropped.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from tipstaff.cel.nanoseconds import duration_of, nanoseconds, nanoseconds_since_epoch, timestamp_of
from tipstaff.cel.values import CelError, show

_TIMESTAMP: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_DURATION: Final = re.compile(r"([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:h|ms|m|s|us|µs|μs|ns))+|0)", re.ASCII)
_PART: Final = re.compile(r"(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|μs|ns)", re.ASCII)
_UNITS: Final = {
    "h": 3600 * 10**9,
    "m": 60 * 10**9,
    "s": 10**9,
    "ms": 10**6,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ns": 1,
}
_LONGEST: Final = 100


def parse_timestamp(text: str) -> datetime:
    """Read RFC 3339 with its zone or `Z`. CelError invalid-argument when it is not one."""
    match = _TIMESTAMP.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise CelError("invalid-argument", f"{show(text)} is not an RFC 3339 time with a zone")
    *fields, fraction, sign, zone_hours, zone_minutes = match.groups()
    year, month, day, hour, minute, second = map(int, fields)
    leap = second == 60
    try:
        local = datetime(year, month, day, hour, minute, 59 if leap else second, tzinfo=UTC)
    except ValueError:
        raise CelError("invalid-argument", f"{show(text)} is not a time of the calendar") from None
    offset = _offset_seconds(sign, zone_hours, zone_minutes, text)
    nanos = int((fraction or "0")[:9].ljust(9, "0"))
    return timestamp_of(nanoseconds_since_epoch(local) + (leap - offset) * 10**9 + nanos)


def _offset_seconds(sign: str | None, hours: str | None, minutes: str | None, text: str) -> int:
    if hours is None or minutes is None:
        return 0
    if int(hours) > 23 or int(minutes) > 59:
        raise CelError("invalid-argument", f"{show(text)} has no such zone")
    seconds = int(hours) * 3600 + int(minutes) * 60
    return -seconds if sign == "-" else seconds


def parse_duration(text: str) -> timedelta:
    """Read `1h30m`, `90s`, `-1.5h`, `100ms`, `0`. CelError invalid-argument if it is none, overflow if too long."""
    match = _DURATION.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        raise CelError("invalid-argument", f"{show(text)} is not a duration such as 90s or 1h30m")
    total = sum(int(Decimal(number) * _UNITS[unit]) for number, unit in _PART.findall(match[2]))
    return duration_of(-total if match[1] == "-" else total)


def _fraction(nanos: int) -> str:
    """No digits, or 3, 6 or 9 of them: protobuf's JSON form."""
    if not nanos:
        return ""
    digits = f"{nanos:09d}"
    for keep in (3, 6):
        if not int(digits[keep:]):
            return f".{digits[:keep]}"
    return f".{digits}"


def timestamp_text(timestamp: datetime) -> str:
    """RFC 3339 in UTC with `Z`."""
    seconds, nanos = divmod(nanoseconds_since_epoch(timestamp), 10**9)
    whole = timestamp_of(seconds * 10**9)
    return f"{whole.year:04d}-{whole:%m-%dT%H:%M:%S}{_fraction(nanos)}Z"


def duration_text(duration: timedelta) -> str:
    """Seconds with `s`: `90s`, `-1.500s`."""
    total = nanoseconds(duration)
    seconds, nanos = divmod(abs(total), 10**9)
    return f"{'-' if total < 0 else ''}{seconds}{_fraction(nanos)}s"
