"""Opening hours of a business: on which days, from when to when, in which zone; when it opens next.

Hours that end at or before they begin run past midnight and belong to the day on which they begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.times.calendars import WEEKDAYS, WEEKENDS_ONLY, Calendar
from tipstaff.vocab.times.zones import instant, wall_time, zone_named

_DAY = timedelta(days=1)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
# A year and a bit: a business that has not opened by then never does (no days, or each of them a holiday).
_HORIZON = 400


class OpeningHours(Struct, frozen=True):
    """Hours on some days of the week in one zone. Read one with `parse_hours`.

    `days` are 0 (Monday) to 6; `opens` and `closes` are minutes from midnight, `closes` past 1440 when that is on the
    next day.
    """

    days: frozenset[int]
    opens: int
    closes: int
    zone: str

    def is_open(self, moment: datetime, calendar: Calendar = WEEKENDS_ONLY) -> bool:
        """Open at this moment (the closing minute no longer is), and the day is no public holiday of the calendar."""
        today = wall_time(moment, self.zone).date()
        return any(
            opening <= moment < closing
            for opening, closing in (self._stretch(day) for day in (today - _DAY, today) if self._serves(day, calendar))
        )

    def next_opening(self, moment: datetime, calendar: Calendar = WEEKENDS_ONLY) -> datetime | None:
        """The moment itself when open, else when it opens next (UTC); None when it never does."""
        if self.is_open(moment, calendar):
            return moment
        today = wall_time(moment, self.zone).date()
        for ahead in range(_HORIZON):
            day = today + ahead * _DAY
            opening, closing = self._stretch(day)
            if opening >= moment and opening < closing and self._serves(day, calendar):
                return opening
        return None

    def stretches(
        self, first: date, last: date, calendar: Calendar = WEEKENDS_ONLY
    ) -> Iterator[tuple[datetime, datetime]]:
        """(opening, closing) in UTC of every stretch that begins on a day from `first` to `last` in the zone."""
        for ahead in range((last - first).days + 1):
            day = first + ahead * _DAY
            opening, closing = self._stretch(day)
            if opening < closing and self._serves(day, calendar):
                yield opening, closing

    def _serves(self, day: date, calendar: Calendar) -> bool:
        return day.weekday() in self.days and not calendar.holiday(day)

    def _stretch(self, day: date) -> tuple[datetime, datetime]:
        return self._at(day, self.opens), self._at(day, self.closes)

    def _at(self, day: date, minutes: int) -> datetime:
        days, minutes = divmod(minutes, 1440)
        return instant(day + days * _DAY, time(*divmod(minutes, 60)), self.zone)


def parse_hours(days: str, opens: str, closes: str, zone: str, path: str = "hours") -> OpeningHours:
    """Read opening hours.

    Args:
        days: `mon-fri`, `mon,wed,sat-sun`, or `daily`.
        opens, closes: `HH:MM` on the zone's clocks; `24:00` is midnight at the end of the day.
        zone: IANA name.
    Raises:
        Invalid: every part that cannot be read is a fault under `path`.
    """
    faults: list[Fault] = []
    week = _parse_days(days)
    if week is None:
        hint = "days are mon, tue, wed, thu, fri, sat, sun"
        faults.append(Fault(f"{path}.days", "days such as mon-fri or mon,wed,sat", f"`{days}`", hint))
    first, last = _minutes(opens), 1440 if closes == "24:00" else _minutes(closes)
    for name, text, minutes in (("from", opens, first), ("to", closes, last)):
        if minutes is None:
            faults.append(Fault(f"{path}.{name}", "a time of day such as 09:00", f"`{text}`"))
    try:
        zone_named(zone, f"{path}.zone")
    except Invalid as error:
        faults += error.faults
    if faults or week is None or first is None or last is None:
        raise Invalid("the opening hours cannot be read", faults=faults)
    return OpeningHours(week, first, last if last > first else last + 1440, zone)


def _parse_days(text: str) -> frozenset[int] | None:
    if text.strip().lower() == "daily":
        return frozenset(range(7))
    found: set[int] = set()
    for stretch in text.lower().replace(" ", "").split(","):
        first, _, last = stretch.partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            return None
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        found.update(day % 7 for day in range(start, end + 1 if end >= start else end + 8))
    return frozenset(found)


def _minutes(text: str) -> int | None:
    match = _CLOCK.fullmatch(text)
    return None if match is None else int(match[1]) * 60 + int(match[2])
