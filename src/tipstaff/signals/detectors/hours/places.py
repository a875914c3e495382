"""Where a recipient may be: the place of the number and the one the caller knows, each with its time zones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from tipstaff.cel import CelError
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lazily import Library
from tipstaff.signals.numbering import whereabouts
from tipstaff.signals.signal import View

tzdata = Library("tzdata")


class Where(Struct, frozen=True):
    """One place that a recipient may be in; `region` is "" where nobody knows it."""

    country: str
    region: str
    zones: tuple[str, ...]


def places_of(view: View, recipient: str, country: str, zones: tuple[str, ...]) -> tuple[Where, ...]:
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


def _parted(place: str) -> tuple[str, str]:
    """`US-CA` as its country and its region."""
    country, _, region = place.partition("-")
    return country, region


def _differ(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two places cannot be the same: other countries, or other regions where both are known."""
    return one[0] != other[0] or (one[1] != other[1] and bool(one[1] and other[1]))


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
