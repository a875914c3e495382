"""May a person be contacted now, on the person's own clock? And when is it next allowed?

Places: that of the number, and the one the caller knows (`FR`, `US-CA`). Where these are two, nobody knows which is
right: both count. Zones of a place: those the caller knows, and where they are of another country those of the place
beside them; else every zone the number may be in, or of the region; else every zone of the country. Hours of a place:
every row of the table `contact-hours` for the country and the region; in a country with regional rows whose region
nobody knows, all of them. All must be open at once: the strictest wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from tipstaff.cel import CelError
from tipstaff.cel.types import BOOL, STRING, STRINGS, TIMESTAMP
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lasting import UNKNOWN, Remembered
from tipstaff.signals.lazily import Library
from tipstaff.signals.numbering import whereabouts
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.event import Event
from tipstaff.vocab.tables import Row, Table
from tipstaff.vocab.times.calendars import WEEKENDS_ONLY, calendar_named
from tipstaff.vocab.times.hours import parse_hours
from tipstaff.vocab.times.schedules import Place, Schedule

tzdata = Library("tzdata")

_CHANNELS = {"sms": "sms", "mms": "sms", "rcs": "sms"}
_HORIZON = timedelta(days=14)
# Zones come from the caller, who may make up as many combinations as he likes.
_MOST_KEPT = 4096
_LONGEST = 200


class Where(Struct, frozen=True):
    """One place that a recipient may be in; `region` is "" where nobody knows it."""

    country: str
    region: str
    zones: tuple[str, ...]


class _Asked(Struct, frozen=True):
    """Whose hours are in question: everything they depend on but the moment itself."""

    table: Table
    period: int
    channel: str
    places: tuple[Where, ...]


_schedules: dict[_Asked, Schedule] = {}
_recent: Remembered[tuple[object, ...]] = Remembered(16_384)


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
        for where in asked.places
        for row in _rows(asked, where, view.at)
        for zone in where.zones
    ]


def caveat(view: View, recipient: str, country: str, zones: list[str]) -> str:
    """`unverified` where one of the rows that count was not read again in its source; "" otherwise."""
    asked = _asked(view, recipient, country, zones)
    rows = (row for where in asked.places for row in _rows(asked, where, view.at))
    return "unverified" if any(row.confidence == "unverified" for row in rows) else ""


def disputed(view: View, recipient: str, country: str, zones: list[str]) -> bool:
    """False where the number, the caller's place and the caller's zone fit together, or nothing is told.

    Raises:
        CelError: `contradictory`, they name two places. An error and not a value, since it is a fault of the facts:
            the decision lists it, and the rule's `on_error` says what then.
    """
    if not country:
        return False
    areas = view.table("area-codes")
    number = whereabouts.country_of(recipient, areas), whereabouts.region_of(recipient, areas)
    if number[0] and _differ(number, _parted(country)):
        said = "-".join(filter(None, number))
        raise _contradictory(f"the recipient is in {country} by the ledger and in {said} by the number")
    if strange := [zone for zone in zones if _is_elsewhere(zone, _parted(country)[0])]:
        raise _contradictory(f"the recipient is in {country} and on the clock of {strange[0]} by the ledger")
    return False


def _contradictory(message: str) -> CelError:
    return CelError("contradictory", f"{message}; both count, the strictest of them decides")


def _is_elsewhere(zone: str, country: str) -> bool:
    """Whether a zone is one of other countries alone; a name that the zone database keeps for none is anywhere's."""
    return zone not in zones_of(country) and any(zone in zones for zones in _zones_by_country().values())


def _schedule(view: View, recipient: str, country: str, zones: list[str]) -> Schedule:
    """The schedule of a recipient. Who was asked about before is found at once."""
    tables = view.table("contact-hours"), view.table("area-codes"), view.table("region-zones")
    whom = (recipient, country, tuple(zones), _channel(view.event), view.at.date(), tables)
    found: Schedule = _recent.get(whom)
    if found is UNKNOWN:
        found = _schedule_of(_asked(view, recipient, country, zones), view.at)
        # What comes from outside and is long is not kept.
        if len(recipient) + len(country) + sum(map(len, zones)) <= _LONGEST:
            _recent.put(whom, found)
    return found


def _schedule_of(asked: _Asked, at: datetime) -> Schedule:
    found = _schedules.get(asked)
    if found is None:
        found = Schedule(
            [
                _place(row, zone, where.country)
                for where in asked.places
                for row in _rows(asked, where, at)
                for zone in where.zones
            ]
        )
        if len(_schedules) >= _MOST_KEPT:
            _schedules.clear()
        _schedules[asked] = found
    return found


def _channel(event: Event) -> str:
    """The channel as the table names it; "" for one that it does not tell apart."""
    return "voice" if event.type == "call.start" else _CHANNELS.get(getattr(event.data, "channel", ""), "")


def _asked(view: View, recipient: str, country: str, zones: list[str]) -> _Asked:
    """The question, with everything filled in that the number tells."""
    table = view.table("contact-hours")
    return _Asked(table, table.period(view.at), _channel(view.event), _places(view, recipient, country, tuple(zones)))


def _places(view: View, recipient: str, country: str, zones: tuple[str, ...]) -> tuple[Where, ...]:
    """The places of the number and of the caller; one where these agree, and then the one that knows the region."""
    areas, regions = view.table("area-codes"), view.table("region-zones")
    by_number = whereabouts.country_of(recipient, areas), whereabouts.region_of(recipient, areas)
    told = _parted(country)
    if not by_number[0] and not told[0]:
        raise unavailable("the recipient's country is not known, and so neither are the hours")
    places = []
    if by_number[0] and (not told[0] or by_number[1] or _differ(by_number, told) or not told[1]):
        usual = tuple(whereabouts.zones_of(recipient, view.at, areas, regions)) or zones_of(by_number[0])
        strange = bool(told[0]) and any(_is_elsewhere(zone, told[0]) for zone in zones)
        found = tuple(sorted({*zones, *usual})) if strange else zones or usual
        places.append(Where(*by_number, found))
    if told[0] and (not places or _differ(by_number, told)):
        usual = whereabouts.zones_in(*told, view.at, areas, regions) or zones_of(told[0])
        strange = any(_is_elsewhere(zone, told[0]) for zone in zones)
        found = tuple(sorted({*zones, *usual})) if strange else zones or usual
        places.append(Where(*told, found))
    for place in places:
        if not place.zones:
            raise unavailable(f"no time zone is known for `{place.country}`")
    return tuple(places)


def _parted(place: str) -> tuple[str, str]:
    """`US-CA` as its country and its region."""
    country, _, region = place.partition("-")
    return country, region


def _differ(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two places cannot be the same: other countries, or other regions where both are known."""
    return one[0] != other[0] or (one[1] != other[1] and bool(one[1] and other[1]))


def _rows(asked: _Asked, where: Where, at: datetime) -> list[Row]:
    """Every row that counts in a place, or the row for places that no other knows."""
    fitting = [row for row in asked.table.in_force(at) if row.keys.get("channel") in (None, asked.channel)]
    here = [row for row in fitting if row.keys.get("country") == where.country]
    here = [row for row in here if not where.region or row.keys.get("region") in (None, where.region)]
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


def zones_of(country: str) -> tuple[str, ...]:
    """Every zone of a country, from the `zone.tab` of the zone database; empty for an unknown country."""
    return _zones_by_country().get(country, ())


@lru_cache(maxsize=1)
def _zones_by_country() -> Mapping[str, tuple[str, ...]]:
    table = Path(tzdata.__file__).parent / "zoneinfo" / "zone.tab"
    found: dict[str, list[str]] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone.strip())
    return {country: tuple(sorted(zones)) for country, zones in found.items()}


_KNOWN = (
    "Arguments: recipient, place by the ledger (`FR`, `US-CA`; '' takes it from the number; two different places both "
    "count), time zones ([] takes them from the places)."
)
_DISPUTED = SignalFunction(
    name="hours.disputed",
    params=(STRING, STRING, STRINGS),
    result=BOOL,
    cost=6,
    version="2",
    languages=(),
    about="False, or the error `contradictory` where number and ledger, or the ledger's place and time zone, place the "
    "recipient differently. Arguments: recipient, place and time zones by the ledger.",
    compute=disputed,
    lasting=True,
)
SIGNALS = (
    _DISPUTED,
    *(
        SignalFunction(name, (STRING, STRING, STRINGS), result, cost, "3", (), f"{about} {_KNOWN}", compute)
        for name, result, cost, about, compute in (
            ("hours.open", BOOL, 8, "Marketing may reach the recipient now.", is_open),
            ("hours.next_open", TIMESTAMP, 10, "When marketing may reach the recipient next.", next_open),
            ("hours.candidates", STRINGS, 30, "Every zone and row that was in question.", candidates),
            ("hours.caveat", STRING, 30, "`unverified` where a row that counts was not read again; '' else.", caveat),
        )
    ),
)
