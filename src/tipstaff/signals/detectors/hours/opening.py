"""When all the hours that count for a recipient are open at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from tipstaff.cel import CelError
from tipstaff.signals.detectors.hours.rows import Asked, asked_of, channel_of, rows_in
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lasting import UNKNOWN, Remembered
from tipstaff.signals.signal import View
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.tables import Row
from tipstaff.vocab.times.calendars import WEEKENDS_ONLY, calendar_named
from tipstaff.vocab.times.hours import parse_hours
from tipstaff.vocab.times.schedules import Place, Schedule

_HORIZON = timedelta(days=14)
# Zones come from the caller, who may make up as many combinations as he likes.
_MOST_KEPT = 4096
_LONGEST = 200

_schedules: dict[Asked, Schedule] = {}
_recent: Remembered[tuple[object, ...]] = Remembered(4_096)


def is_open(view: View, recipient: str, country: str, zones: list[str]) -> bool:
    """Whether every row is open in every candidate zone at the event's time."""
    return _schedule(view, recipient, country, zones).is_open(view.at)


def next_open(view: View, recipient: str, country: str, zones: list[str]) -> datetime:
    """The first moment (UTC) from the event's time on at which every row is open in every candidate zone.

    Raises:
        CelError: `signal-unavailable` when they are never open together within two weeks.
    """
    found = _schedule(view, recipient, country, zones).next_open(view.at, _HORIZON)
    if found is None:
        raise unavailable("the candidate zones have no open hour in common within two weeks")
    return found


def _schedule(view: View, recipient: str, country: str, zones: list[str]) -> Schedule:
    """The schedule of a recipient. Who was asked about before is found at once."""
    tables = view.table("contact-hours"), view.table("area-codes"), view.table("region-zones")
    whom = (recipient, country, tuple(zones), channel_of(view.event), view.at.date(), tables)
    found: Schedule = _recent.get(whom)
    if found is UNKNOWN:
        found = _schedule_of(asked_of(view, recipient, country, zones), view.at)
        # What comes from outside and is long is not kept.
        if len(recipient) + len(country) + sum(map(len, zones)) <= _LONGEST:
            _recent.put(whom, found)
    return found


def _schedule_of(asked: Asked, at: datetime) -> Schedule:
    found = _schedules.get(asked)
    if found is None:
        found = Schedule(
            [
                _place(row, zone, where.country)
                for where in asked.places
                for row in rows_in(asked, where, at)
                for zone in where.zones
            ]
        )
        if len(_schedules) >= _MOST_KEPT:
            _schedules.clear()
        _schedules[asked] = found
    return found


@lru_cache(maxsize=2048)
def _place_of(stretches: tuple[tuple[str, str, str], ...], zone: str, calendar: str) -> Place:
    hours = tuple(parse_hours(days, opens, closes, zone) for days, opens, closes in stretches)
    return Place(hours, calendar_named(calendar) if calendar else WEEKENDS_ONLY)


def _place(row: Row, zone: str, country: str) -> Place:
    stretches = tuple((part["days"], part["from"], part["to"]) for part in row.values["hours"])
    closed, region = row.values.get("holidays") == "closed", row.keys.get("region")
    calendar = "" if not closed else f"{country}-{region}" if region else country
    try:
        return _place_of(stretches, zone, calendar)
    except Invalid as error:
        raise CelError("signal-unavailable", error.message) from None
