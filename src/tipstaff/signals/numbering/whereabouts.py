"""Where a number is from, and in which time zones its holder may be.

The library's table maps prefixes to zones. Where an exchange is not listed it falls back to one zone of its region,
which is wrong in places (+1-850-555 may be Pensacola, on Central time, as well as Tallahassee); so a number whose
region spans several zones (table `region-zones`) gets all of them, and the caller takes the strictest.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final

from tipstaff.signals.lazily import Library
from tipstaff.signals.numbering.number import Number, read
from tipstaff.vocab.tables import Table

prefixes = Library("phonenumbers.tzdata")

# Kinds whose digits say where they are: those of an exchange, and those that may be.
_PLACED: Final = frozenset({"fixed", "fixed-or-mobile"})
# Calling codes of countries whose mobile numbers belong to a place too: China, Mexico, Argentina, Brazil, Indonesia.
# Source: `phonenumbers`, GEO_MOBILE_COUNTRIES.
_MOBILES_PLACED: Final = frozenset({"86", "52", "54", "55", "62"})
_UNKNOWN: Final = "Etc/Unknown"
_NORTH_AMERICA: Final = "1"


def country_of(number: str, areas: Table) -> str:
    """ISO 3166-1 alpha-2; "" for a number of no country (satellite, +800) and for what is no number.

    A number that nobody can have (+447700900123 is kept for films) belongs to the country of its area code (table
    `area-codes`), else to the main one of its calling code.
    """
    found = read(number)
    if found is None:
        return ""
    return found.region or _area(found, areas)[0] or found.plan.main


def region_of(number: str, areas: Table) -> str:
    """The state or province (`TN`) of a number of the North American plan, by its area code; "" elsewhere."""
    found = read(number)
    return "" if found is None else _area(found, areas)[1]


def zones_of(number: str, at: datetime, areas: Table, regions: Table) -> list[str]:
    """IANA names of every zone in which the holder may be, sorted; [] when the digits do not tell.

    A number without a place (toll-free) gets all zones of its calling code; one that does not exist gets those of its
    prefix when that is a place.
    """
    found = read(number)
    if found is None:
        return []
    zones = _of_prefix(found)
    region = _area(found, areas)[1]
    rows = regions.candidates(at, country=country_of(number, areas), region=region) if region else ()
    return sorted({*zones, *(zone for row in rows for zone in row.values["zones"])}) if rows else list(zones)


def zones_in(country: str, region: str, at: datetime, areas: Table, regions: Table) -> tuple[str, ...]:
    """IANA names of every zone of a state or province, sorted; () when the region is "" or not known.

    Those of the table `region-zones`; a region that it does not list has those of its area codes.
    """
    if not region:
        return ()
    rows = regions.candidates(at, country=country, region=region)
    if rows:
        return tuple(sorted({zone for row in rows for zone in row.values["zones"]}))
    codes = [code for code, place in _area_codes(areas).items() if place == (country, region)]
    listed = [_zones(_NORTH_AMERICA + code) for code in codes]
    # A code that the library does not list yet falls back to the whole of North America, which says nothing.
    return tuple(sorted({zone for prefix, zones in listed if prefix != _NORTH_AMERICA for zone in zones}))


def _of_prefix(number: Number) -> tuple[str, ...]:
    code, kind = number.plan.code, number.kind
    placed = not kind or kind in _PLACED or (kind == "mobile" and code in _MOBILES_PLACED)
    if not placed:
        return _zones(code)[1]
    prefix, zones = _zones((code + number.national)[: prefixes.TIMEZONE_LONGEST_PREFIX])
    return zones if kind or len(prefix) > len(code) else ()


@lru_cache(maxsize=16384)
def _zones(digits: str) -> tuple[str, tuple[str, ...]]:
    """The longest prefix that is listed, and its zones."""
    known: dict[str, tuple[str, ...]] = prefixes.TIMEZONE_DATA
    for size in range(len(digits), 0, -1):
        found = known.get(digits[:size])
        if found is not None:
            return digits[:size], tuple(sorted(zone for zone in found if zone != _UNKNOWN))
    return "", ()


def _area(number: Number, areas: Table) -> tuple[str, str]:
    """(country, region) of the area code; both "" outside the North American plan or when it is not listed."""
    if number.plan.code != _NORTH_AMERICA:
        return "", ""
    return _area_codes(areas).get(number.digits[1:4], ("", ""))


@lru_cache(maxsize=4)
def _area_codes(table: Table) -> dict[str, tuple[str, str]]:
    return {str(code): (row.keys["country"], row.keys["region"]) for row in table.rows for code in row.values["codes"]}
