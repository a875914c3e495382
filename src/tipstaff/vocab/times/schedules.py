"""Several opening hours at once: a place is open during any of its hours, a schedule when all of its places are.

What a schedule says of a day is worked out once for the day, in UTC, and kept for the days that are asked most lately.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from tipstaff.vocab.times.calendars import Calendar
from tipstaff.vocab.times.hours import OpeningHours

Stretch = tuple[datetime, datetime]
"""From opening to before closing, in UTC."""

_DAY = timedelta(days=1)
# Clocks differ from UTC by at most 14 hours, and hours that begin in the evening may last into the next day.
_BEFORE, _AFTER = 2 * _DAY, _DAY
_DAYS_KEPT = 64


class Place(Struct, frozen=True):
    """Hours on one clock, closed on the holidays of the calendar."""

    hours: tuple[OpeningHours, ...]
    calendar: Calendar

    def on(self, day: date) -> list[Stretch]:
        """The stretches that touch a day of UTC, in order, those that overlap or follow at once made one."""
        found: list[Stretch] = []
        first, last = day - _BEFORE, day + _AFTER
        every = (stretch for hours in self.hours for stretch in hours.stretches(first, last, self.calendar))
        for opening, closing in sorted(every):
            if found and opening <= found[-1][1]:
                found[-1] = found[-1][0], max(closing, found[-1][1])
            else:
                found.append((opening, closing))
        return found


class Schedule:
    """Open when every place is. A schedule without places never is."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = tuple(places)
        self._days: dict[date, tuple[Stretch, ...]] = {}

    def is_open(self, moment: datetime) -> bool:
        """Whether all places are open at this moment (UTC)."""
        for opening, closing in self._on(moment.date()):  # noqa: SIM110 - asked at every message; `any` takes twice as long
            if opening <= moment < closing:
                return True
        return False

    def next_open(self, moment: datetime, horizon: timedelta) -> datetime | None:
        """The moment itself when open, else the next one (UTC) at which all places are; None when that is past the
        horizon.
        """
        last = moment + horizon
        for ahead in range(horizon.days + 2):
            for opening, closing in self._on(moment.date() + ahead * _DAY):
                if closing > moment:
                    return max(opening, moment) if opening <= last else None
        return None

    def _on(self, day: date) -> tuple[Stretch, ...]:
        """The stretches within a day of UTC."""
        known = self._days.get(day)
        if known is None:
            midnight = datetime.combine(day, time(), UTC)
            common = [(midnight, midnight + _DAY)] if self._places else []
            for place in self._places:
                common = list(_both(common, place.on(day)))
            if len(self._days) >= _DAYS_KEPT:
                self._days.clear()
            known = self._days[day] = tuple(common)
        return known


def _both(some: Iterable[Stretch], others: Sequence[Stretch]) -> Iterable[Stretch]:
    """Where the stretches of two lists overlap, in order."""
    for opening, closing in some:
        for other_opening, other_closing in others:
            start, end = max(opening, other_opening), min(closing, other_closing)
            if start < end:
                yield start, end
