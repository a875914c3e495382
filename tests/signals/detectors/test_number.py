"""Numbers: valid or not, whose, and in which zones; a region that spans zones gives all of them."""

from __future__ import annotations

import pytest
from signalkit.events import reader, sms


def call(name: str, *args: object) -> object:
    return reader(sms()).call(name, args)


@pytest.mark.parametrize(
    ("number", "valid", "country", "region"),
    [
        ("+33612345678", True, "FR", ""),
        ("+14235551234", True, "US", "TN"),
        ("+15149876543", True, "CA", "QC"),
        ("+262692123456", True, "RE", ""),
        ("+3361234567", False, "", ""),
        ("0612345678", False, "", ""),
        ("someone@example.org", False, "", ""),
        ("+", False, "", ""),
    ],
)
def test_what_a_number_tells(number: str, valid: bool, country: str, region: str) -> None:
    assert call("number.valid", number) is valid
    assert call("number.region", number) == region
    if valid:
        assert call("number.country", number) == country


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+33612345678", ["Europe/Paris"]),
        ("+14235551234", ["America/Chicago", "America/New_York"]),
        ("+18505551234", ["America/Chicago", "America/New_York"]),
        ("+12125551234", ["America/New_York"]),
        ("nobody", []),
    ],
)
def test_zones_are_every_zone_of_the_region(number: str, zones: list[str]) -> None:
    assert call("number.zones", number) == zones


def test_a_toll_free_number_may_be_anywhere() -> None:
    found = call("number.zones", "+18005551234")
    assert isinstance(found, list)
    assert len(found) > 30


@pytest.mark.parametrize(
    ("dialled", "country", "expected"),
    [
        ("112", "FR", True),
        ("911", "US", True),
        ("15", "FR", True),
        ("988", "US", True),
        ("999", "GB", True),
        ("999", "FR", False),
        ("3617", "FR", False),
        ("+33612345678", "FR", False),
        ("", "", False),
    ],
)
def test_emergency_numbers(dialled: str, country: str, expected: bool) -> None:
    assert call("number.emergency", dialled, country) is expected
