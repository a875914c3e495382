"""Distances and speeds."""

from __future__ import annotations

from datetime import timedelta
from math import pi

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from signalkit.events import NOON, reader, sms

from tipstaff.cel import CelError

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)
PARIS, NEW_YORK, SYDNEY = (48.8566, 2.3522), (40.7128, -74.0060), (-33.8688, 151.2093)


def call(name: str, *args: object) -> float:
    found = reader(sms()).call(f"travel.{name}", args)
    assert isinstance(found, float)
    return found


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        (PARIS, NEW_YORK, 5837),
        (PARIS, SYDNEY, 16960),
        (PARIS, PARIS, 0),
        ((0.0, 0.0), (0.0, 180.0), 20015),
        ((90.0, 0.0), (-90.0, 50.0), 20015),
    ],
)  # fmt: skip
def test_distances(one: tuple[float, float], other: tuple[float, float], kilometres: float) -> None:
    assert call("distance", *one, *other) == pytest.approx(kilometres, rel=0.002)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_it_is_a_distance(a: float, b: float, c: float, d: float, e: float, f: float) -> None:  # noqa: PLR0917
    there, back = call("distance", a, b, c, d), call("distance", c, d, a, b)
    assert there == back
    assert 0 <= there <= pi * 6371.01
    assert there <= call("distance", a, b, e, f) + call("distance", e, f, c, d) + 0.01


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES, st.integers(1, 10**7))
def test_speed_times_time_is_the_distance(a: float, b: float, c: float, d: float, seconds: int) -> None:
    later = NOON + timedelta(seconds=seconds)
    way = call("distance", a, b, c, d)
    assume(way > 1)
    assert call("speed", a, b, NOON, c, d, later) * seconds / 3600 == pytest.approx(
        way, rel=0.001, abs=2 + seconds / 3600
    )
    assert call("speed", a, b, later, c, d, NOON) == call("speed", a, b, NOON, c, d, later)


def test_at_once_counts_as_a_second() -> None:
    assert call("speed", *PARIS, NOON, *NEW_YORK, NOON) == pytest.approx(5837 * 3600, rel=0.002)
    assert call("speed", *PARIS, NOON, *PARIS, NOON) == 0


@pytest.mark.parametrize("place", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (float("inf"), 0.0)])
def test_what_is_no_place_is_said(place: tuple[float, float]) -> None:
    with pytest.raises(CelError, match="is no place on Earth"):
        call("distance", *place, 0.0, 0.0)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [("FR", "FR", 0, 0), ("FR", "BE", 200, 350), ("FR", "US", 4000, 6500),
     ("AU", "GB", 9000, 17000), ("CH", "LI", 0, 150)],
)  # fmt: skip
def test_countries_apart(one: str, other: str, least: float, most: float) -> None:
    assert least <= call("apart", one, other) <= most
    assert call("apart", one, other) == call("apart", other, one)


def test_an_unknown_country_is_said() -> None:
    with pytest.raises(CelError, match="`XX` is no country"):
        call("apart", "FR", "XX")
