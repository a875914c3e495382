"""Lengths of time as people write them in policies: `24h`, `1d2h`, `3mo`, `15bd:FR`.

    ms s m h d    exact: a day is 24 hours, whatever the clocks do meanwhile
    mo            calendar months: same day of month and hour of day, clipped to the month's last day
    bd            business days: same hour of day; the starting day is not counted; the calendar's name follows a colon

Parts may be joined and are added from left to right. `mo` and `bd` keep the wall clock of the zone in which they are
added; where the clocks change, `tipstaff.vocab.times.zones` says which moment is meant.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal

from msgspec import Struct

from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.times.calendars import calendar_named
from tipstaff.vocab.times.zones import instant, wall_time

EXPECTED = "a duration such as 24h, 1d2h, 3mo or 15bd:FR"
_MICROSECONDS = {"ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000}
# A century: far beyond any deadline, well within what dates can hold.
_LIMIT = {"mo": 1_200, "bd": 26_000} | {unit: 3_155_760_000_000_000 // size for unit, size in _MICROSECONDS.items()}
_PART = re.compile(r"(\d{1,18}(?:\.\d{1,6})?)(ms|mo|bd|[smhd])", re.ASCII)


class Part(Struct, frozen=True):
    """One number with its unit. Fractions are for exact units only and are whole microseconds."""

    amount: Decimal
    unit: str


class Duration(Struct, frozen=True):
    """A parsed duration. `calendar` is for its business days ("" when it names none); `sign` is 1 or -1."""

    parts: tuple[Part, ...]
    calendar: str = ""
    sign: int = 1

    @property
    def exact(self) -> timedelta | None:
        """Its fixed length, or None when it has months or business days and so depends on where it starts."""
        if any(part.unit not in _MICROSECONDS for part in self.parts):
            return None
        return self.sign * sum((_length(part) for part in self.parts), timedelta())

    def __str__(self) -> str:
        text = "".join(f"{part.amount}{part.unit}" for part in self.parts)
        return f"{'-' if self.sign < 0 else ''}{text}{':' + self.calendar if self.calendar else ''}"


def parse_duration(text: str, path: str = "duration") -> Duration:
    """Read a length of time, without a sign.

    Raises:
        Invalid: with one fault at `path` that says what was expected and, where it can be told, what is wrong.
    """
    return _parse(text, text, path)


def parse_offset(text: str, path: str = "offset") -> Duration:
    """Read a length of time that may point back: `+2h`, `-5m`, `3d`. Raises like `parse_duration`."""
    sign = -1 if text.startswith("-") else 1
    return _parse(text[1:] if text[:1] in ("+", "-") else text, text, path, sign)


def add(moment: datetime, duration: Duration, zone: str = "UTC", calendar: str = "") -> datetime:
    """The moment that lies a duration after another (before it, when the duration points back).

    Args:
        moment: aware; the answer is UTC.
        zone: IANA name; months and business days keep the hour of day that its clocks show.
        calendar: for business days of a duration that names no calendar itself.
    Raises:
        Invalid: unknown zone or calendar, or the answer lies beyond the years that times can hold.
        ValueError: `moment` has no offset.
    """
    at = wall_time(moment, "UTC")
    try:
        for part in duration.parts:
            at = _step(at, part, duration.sign, (zone, duration.calendar or calendar))
    except (OverflowError, ValueError):
        raise Invalid(f"{duration} from {moment.isoformat()} lies outside the years 1 to 9999") from None
    return at


def _parse(body: str, text: str, path: str, sign: int = 1) -> Duration:
    length, colon, calendar = body.partition(":")
    parts = tuple(Part(Decimal(amount), unit) for amount, unit in _PART.findall(length))
    wrong = _mistake(length, parts, (colon, calendar))
    if wrong is not None:
        raise Invalid(f"`{text[:40]}` is not a duration", faults=[Fault(path, EXPECTED, f"`{text[:40]}`", wrong)])
    if calendar:
        calendar = calendar_named(calendar, path).name
    return Duration(parts, calendar, sign)


def _mistake(length: str, parts: tuple[Part, ...], suffix: tuple[str, str]) -> str | None:
    """What is wrong, as a hint ("" when nothing helpful can be said); None when all is well."""
    colon, calendar = suffix
    if not parts or _PART.sub("", length):
        return "units are ms, s, m, h, d, mo (months) and bd (business days)" if length else ""
    for part in parts:
        if part.unit not in _MICROSECONDS and part.amount % 1:
            return f"`{part.unit}` is counted in whole numbers"
        if part.amount > _LIMIT[part.unit]:
            return "a century is the longest"
    if colon and not calendar:
        return "a calendar follows the colon: 15bd:FR"
    if calendar and not any(part.unit == "bd" for part in parts):
        return "only business days (bd) take a calendar"
    return None


def _length(part: Part) -> timedelta:
    return timedelta(microseconds=int(part.amount * _MICROSECONDS[part.unit]))


def _step(at: datetime, part: Part, sign: int, where: tuple[str, str]) -> datetime:
    if part.unit in _MICROSECONDS:
        return at + sign * _length(part)
    count = sign * int(part.amount)
    if not count:
        return at
    zone, calendar = where
    local = wall_time(at, zone)
    if part.unit == "mo":
        day = _months_after(local.date(), count)
    else:
        day = calendar_named(calendar).working_day_after(local.date(), count)
    return instant(day, local.time(), zone)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
