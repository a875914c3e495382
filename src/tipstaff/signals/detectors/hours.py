"""May a person be contacted now, on the person's own clock? And when is it next allowed?

Zones: those the caller knows; else every zone the number may be in; else every zone of the country. Hours: every row of
the table `contact-hours` for the country, and for the region of the number; for a number of a country with regional
rows whose region nobody knows, all of them. All candidate zones and all rows must be open at once: the strictest wins.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from tipstaff.cel import CelError
from tipstaff.cel.types import BOOL, STRING, STRINGS, TIMESTAMP
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lazily import Library
from tipstaff.signals.numbering import whereabouts
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.calendars import WEEKENDS_ONLY, calendar_named
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.hours import parse_hours
from tipstaff.vocab.schedules import Place, Schedule
from tipstaff.vocab.tables import Row, Table

tzdata = Library("tzdata")

_CHANNELS = {"sms": "sms", "mms": "sms", "rcs": "sms"}
_HORIZON = timedelta(days=14)
# Zones come from the caller, who may make up as many combinations as he likes.
_MOST_KEPT = 4096


class _Asked(Struct, frozen=True):
    """Whose hours are in question: everything they depend on but the moment itself."""

    table: Table
    period: int
    country: str
    region: str
    channel: str
    zones: tuple[str, ...]


_schedules: dict[_Asked, Schedule] = {}


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


def candidates(view: View, recipient: str, country: str, zones: list[str]) -> list[str]:
    """What was in question, for the record: `FR Europe/Paris 08:00-22:00 mon-sat (vendor)`."""
    asked = _asked(view, recipient, country, zones)
    return [
        f"{row.keys.get('country', '*')}{'-' + row.keys['region'] if 'region' in row.keys else ''} {zone} "
        + ", ".join(f"{part['from']}-{part['to']} {part['days']}" for part in row.values["hours"])
        + f" ({row.confidence})"
        for row in _rows(asked, view.at)
        for zone in asked.zones
    ]


def _schedule(view: View, recipient: str, country: str, zones: list[str]) -> Schedule:
    asked = _asked(view, recipient, country, zones)
    found = _schedules.get(asked)
    if found is None:
        rows = _rows(asked, view.at)
        found = Schedule([_place(row, zone, asked.country) for row in rows for zone in asked.zones])
        if len(_schedules) >= _MOST_KEPT:
            _schedules.clear()
        _schedules[asked] = found
    return found


def _asked(view: View, recipient: str, country: str, zones: list[str]) -> _Asked:
    """The question, with everything filled in that the number tells."""
    event, areas, table = view.event, view.table("area-codes"), view.table("contact-hours")
    country = country or whereabouts.country_of(recipient, areas)
    if not country:
        raise unavailable("the recipient's country is not known, and so neither are the hours")
    channel = "voice" if event.type == "call.start" else _CHANNELS.get(getattr(event.data, "channel", ""), "")
    known = tuple(zones) or _zones(view, recipient, country, areas)
    return _Asked(table, table.period(view.at), country, whereabouts.region_of(recipient, areas), channel, known)


def _zones(view: View, recipient: str, country: str, areas: Table) -> tuple[str, ...]:
    """Every zone of the number; of the country when the number does not tell."""
    found = whereabouts.zones_of(recipient, view.at, areas, view.table("region-zones")) or zones_of(country)
    if not found:
        raise unavailable(f"no time zone is known for `{country}`")
    return tuple(found)


def _rows(asked: _Asked, at: datetime) -> list[Row]:
    """Every row that counts, or the row for places that no other knows."""
    fitting = [row for row in asked.table.in_force(at) if row.keys.get("channel") in (None, asked.channel)]
    here = [row for row in fitting if row.keys.get("country") == asked.country]
    here = [row for row in here if not asked.region or row.keys.get("region") in (None, asked.region)]
    return here or [row for row in fitting if "country" not in row.keys]


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


@lru_cache(maxsize=512)
def zones_of(country: str) -> tuple[str, ...]:
    """Every zone of a country, from the `zone.tab` of the zone database; empty for an unknown country."""
    table = Path(tzdata.__file__).parent / "zoneinfo" / "zone.tab"
    lines = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(sorted(fields[2].strip() for fields in lines if fields[0] == country))


_KNOWN = "Arguments: recipient, country ('' takes it from the number), time zones ([] takes them from the number)."
SIGNALS = tuple(
    SignalFunction(name, (STRING, STRING, STRINGS), result, cost, "2", (), f"{about} {_KNOWN}", compute)
    for name, result, cost, about, compute in (
        ("hours.open", BOOL, 8, "Marketing may reach the recipient now.", is_open),
        ("hours.next_open", TIMESTAMP, 10, "When marketing may reach the recipient next.", next_open),
        ("hours.candidates", STRINGS, 30, "Every zone and row that was in question.", candidates),
    )
)
