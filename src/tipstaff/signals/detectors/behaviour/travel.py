"""How far apart two places are, and how fast somebody would have travelled between them.

Distances are along the surface of a sphere of 6371.0088 km (the mean Earth radius of IUGG 1980), by the haversine
formula; the Earth's flattening makes them wrong by up to 0.5 %. Places of a country are the principal places of its
time zones (`zone.tab` of the zone database).
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from tipstaff.cel import CelError
from tipstaff.cel.types import DOUBLE, STRING, TIMESTAMP
from tipstaff.signals.failure import unavailable
from tipstaff.signals.lazily import Library
from tipstaff.signals.signal import SignalFunction, View

tzdata = Library("tzdata")

_RADIUS = 6371.0088
_SECOND = 1 / 3600
_PLACE = re.compile(r"[+-]\d+")


def distance(_: View, latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points in degrees.

    Raises:
        CelError: `invalid-argument` for a latitude beyond 90 or a longitude beyond 180 degrees.
    """
    return round(_between((latitude, longitude), (other_latitude, other_longitude)), 3)


def speed(  # noqa: PLR0913, PLR0917  # two points in space and time
    _: View,
    latitude: float,
    longitude: float,
    at: datetime,
    other_latitude: float,
    other_longitude: float,
    other_at: datetime,
) -> float:
    """Kilometres per hour that the way between two points takes in the time between them, whichever is the earlier.

    Less than a second counts as one. Airliners cruise at about 900.
    """
    way = _between((latitude, longitude), (other_latitude, other_longitude))
    return round(way / max(abs((other_at - at).total_seconds()) / 3600, _SECOND), 3)


def apart(_: View, country: str, other: str) -> float:
    """The least distance in kilometres between principal places of two countries; 0 for the same.

    Raises:
        CelError: `signal-unavailable` for a code that is no country's.
    """
    return _apart(*sorted((country, other)))


@lru_cache(maxsize=4096)
def _apart(country: str, other: str) -> float:
    places, others = _places().get(country), _places().get(other)
    if places is None or others is None:
        raise unavailable(f"`{country if places is None else other}` is no country that the zone database knows")
    return round(min(_between(one, another) for one in places for another in others), 3)


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    for latitude, longitude in (one, other):
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise CelError("invalid-argument", f"({latitude}, {longitude}) is no place on Earth")
    (north, east), (other_north, other_east) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _RADIUS * asin(min(1.0, sqrt(half)))


@lru_cache(maxsize=1)
def _places() -> dict[str, list[tuple[float, float]]]:
    """Country to (latitude, longitude) of the principal places of its zones."""
    table = Path(tzdata.__file__).parent / "zoneinfo" / "zone.tab"
    found: dict[str, list[tuple[float, float]]] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, coordinates, *_ = line.split("\t")
            latitude, longitude = map(_degrees, _PLACE.findall(coordinates))
            found.setdefault(country, []).append((latitude, longitude))
    return found


def _degrees(written: str) -> float:
    """Degrees of one half of an ISO 6709 coordinate: +4852, -07312, +513030 or -0001230."""
    size = 2 if len(written) % 2 else 3
    whole, rest = int(written[1 : 1 + size]), written[1 + size :]
    degrees = whole + int(rest[:2]) / 60 + int(rest[2:] or 0) / 3600
    return -degrees if written.startswith("-") else degrees


_POINT = (DOUBLE, DOUBLE)
SIGNALS = (
    SignalFunction(
        name="travel.distance",
        params=(*_POINT, *_POINT),
        result=DOUBLE,
        cost=5,
        version="1",
        languages=(),
        about="Kilometres between two points (latitude, longitude, latitude, longitude in degrees).",
        compute=distance,
    ),
    SignalFunction(
        name="travel.speed",
        params=(*_POINT, TIMESTAMP, *_POINT, TIMESTAMP),
        result=DOUBLE,
        cost=3,
        version="1",
        languages=(),
        about="Kilometres per hour between two points in space and time (latitude, longitude, time, twice).",
        compute=speed,
    ),
    SignalFunction(
        name="travel.apart",
        params=(STRING, STRING),
        result=DOUBLE,
        cost=1,
        version="1",
        languages=(),
        about="Least kilometres between principal places of two countries; 0 for the same.",
        compute=apart,
    ),
)
