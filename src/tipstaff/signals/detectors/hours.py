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
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.calendars import WEEKENDS_ONLY, Calendar, calendar_named
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.hours import OpeningHours, parse_hours
from tipstaff.vocab.tables import Row

tzdata = Library("tzdata")

_CHANNELS = {"sms": "sms", "mms": "sms", "rcs": "sms"}
_HORIZON = timedelta(days=14)


class _Place(Struct, frozen=True):
    """One row on one clock: open when any of its stretches is."""

    stretches: tuple[OpeningHours, ...]
    calendar: Calendar

    def next_open(self, moment: datetime) -> datetime | None:
        """The moment itself when open, else the earliest opening of its stretches."""
        found = [stretch.next_opening(moment, self.calendar) for stretch in self.stretches]
        return min((opening for opening in found if opening is not None), default=None)


def is_open(view: View, recipient: str, country: str, zones: list[str]) -> bool:
    """Whether every row is open in every candidate zone at the event's time."""
    return all(place.next_open(view.at) == view.at for place in _places(view, recipient, country, zones))


def next_open(view: View, recipient: str, country: str, zones: list[str]) -> datetime:
    """The first moment (UTC) from the event's time on at which every row is open in every candidate zone.

    Raises:
        CelError: `signal-unavailable` when they are never open together within two weeks.
    """
    places = _places(view, recipient, country, zones)
    moment = view.at
    while moment - view.at <= _HORIZON:
        openings = [place.next_open(moment) for place in places]
        if None in openings:
            break
        latest = max(opening for opening in openings if opening is not None)
        if latest == moment:
            return moment
        moment = latest
    raise unavailable("the candidate zones have no open hour in common within two weeks")


def candidates(view: View, recipient: str, country: str, zones: list[str]) -> list[str]:
    """What was in question, for the record: `FR Europe/Paris 08:00-22:00 mon-sat (vendor)`."""
    country = country or _country(view, recipient)
    return [
        f"{row.keys.get('country', '*')}{'-' + row.keys['region'] if 'region' in row.keys else ''} {zone} "
        + ", ".join(f"{part['from']}-{part['to']} {part['days']}" for part in row.values["hours"])
        + f" ({row.confidence})"
        for row in _rows(view, recipient, country)
        for zone in _zones(view, recipient, country, zones)
    ]


def _places(view: View, recipient: str, country: str, zones: list[str]) -> list[_Place]:
    country = country or _country(view, recipient)
    clocks = _zones(view, recipient, country, zones)
    return [_place(row, zone, country) for row in _rows(view, recipient, country) for zone in clocks]


def _country(view: View, recipient: str) -> str:
    country = str(view.call("number.country", (recipient,)))
    if not country:
        raise unavailable("the recipient's country is not known, and so neither are the hours")
    return country


def _zones(view: View, recipient: str, country: str, zones: list[str]) -> list[str]:
    found = zones or view.call("number.zones", (recipient,)) or zones_of(country)
    if not found:
        raise unavailable(f"no time zone is known for `{country}`")
    return list(found)  # type: ignore[call-overload, no-any-return]  # number.zones is declared list(string)


def _rows(view: View, recipient: str, country: str) -> list[Row]:
    """Every row that counts, or the row for places that no other knows."""
    event = view.event
    channel = "voice" if event.type == "call.start" else _CHANNELS.get(getattr(event.data, "channel", ""), "")
    region = view.call("number.region", (recipient,))
    fitting = [
        row for row in view.table("contact-hours").in_force(view.at) if row.keys.get("channel") in (None, channel)
    ]
    here = [row for row in fitting if row.keys.get("country") == country]
    here = [row for row in here if not region or row.keys.get("region") in (None, region)]
    return here or [row for row in fitting if "country" not in row.keys]


@lru_cache(maxsize=2048)
def _place_of(stretches: tuple[tuple[str, str, str], ...], zone: str, calendar: str) -> _Place:
    hours = tuple(parse_hours(days, opens, closes, zone) for days, opens, closes in stretches)
    return _Place(hours, _calendar(calendar))


def _place(row: Row, zone: str, country: str) -> _Place:
    stretches = tuple((part["days"], part["from"], part["to"]) for part in row.values["hours"])
    if row.values.get("holidays") != "closed":
        return _place_of(stretches, zone, "")
    region = row.keys.get("region")
    try:
        return _place_of(stretches, zone, f"{country}-{region}" if region else country)
    except Invalid as error:
        raise CelError("signal-unavailable", error.message) from None


def _calendar(name: str) -> Calendar:
    return calendar_named(name) if name else WEEKENDS_ONLY


@lru_cache(maxsize=512)
def zones_of(country: str) -> tuple[str, ...]:
    """Every zone of a country, from the `zone.tab` of the zone database; empty for an unknown country."""
    table = Path(tzdata.__file__).parent / "zoneinfo" / "zone.tab"
    lines = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(sorted(fields[2].strip() for fields in lines if fields[0] == country))


_KNOWN = "Arguments: recipient, country ('' takes it from the number), time zones ([] takes them from the number)."
SIGNALS = tuple(
    SignalFunction(name, (STRING, STRING, STRINGS), result, cost, "1", (), f"{about} {_KNOWN}", compute)
    for name, result, cost, about, compute in (
        ("hours.open", BOOL, 40, "Marketing may reach the recipient now.", is_open),
        ("hours.next_open", TIMESTAMP, 80, "When marketing may reach the recipient next.", next_open),
        ("hours.candidates", STRINGS, 60, "Every zone and row that was in question.", candidates),
    )
)
