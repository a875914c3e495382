"""Numbers: valid or not, whose, and in which zones; a region that spans zones gives all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.events import reader, sms

from tipstaff.cel import CelError


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
        ("+33 (0)6 12 34 56 78", True, "FR", ""),
        ("+441481960194", True, "GG", ""),
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
    ("number", "country"),
    [
        ("+447700900123", "GB"),  # kept for films: no operator has it
        ("+12125550100", "US"),
        ("+14165550100", "CA"),  # its area code is Toronto's
        ("+70000000000", "RU"),
        ("+881612345678", ""),  # a satellite network
        ("+80012345678", ""),
        ("+999123456", ""),
        ("hello", ""),
    ],
)
def test_a_number_that_nobody_has_still_belongs_to_a_country(number: str, country: str) -> None:
    assert call("number.country", number) == country


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+33612345678", "mobile"), ("+33123456789", "fixed"), ("+33800123456", "toll-free"),
        ("+33899123456", "premium"), ("+33826123456", "shared-cost"), ("+33912345678", "voip"),
        ("+12125552345", "fixed-or-mobile"), ("+447012345678", "personal"), ("+3361234567", ""), ("36180", ""),
    ],
)  # fmt: skip
def test_kinds(number: str, kind: str) -> None:
    assert call("number.kind", number) == kind


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+447700900123", ["Europe/Guernsey", "Europe/Isle_of_Man", "Europe/London"]),
        ("+70000000000", []),  # nothing but its country is known
        ("+12125550100", ["America/New_York"]),
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
        ("114", "FR", True),
        ("17", "RE", True),
        ("1 1 2", "", True),
        ("+33112", "", True),
        ("+1911", "FR", True),
        ("+44999", "", True),
        ("+33999", "", False),
        ("9" * 40, "GB", False),
        ("17", "", False),
        ("17", "nowhere", False),
        ("", "", False),
    ],
)
def test_emergency_numbers(dialled: str, country: str, expected: bool) -> None:
    assert call("number.emergency", dialled, country) is expected


@pytest.mark.parametrize(
    ("dialled", "country", "expected"),
    [
        ("+33899123456", "", True),
        ("0899123456", "FR", True),
        ("0826123456", "FR", True),
        ("118218", "FR", True),
        ("118500", "GB", True),
        ("+447012345678", "", True),
        ("+34905123456", "", True),
        ("+881612345678", "", True),
        ("+979123456789", "", True),
        ("9002341234", "US", True),
        ("411", "US", True),
        ("+33612345678", "", False),
        ("0612345678", "FR", False),
        ("0800123456", "FR", False),
        ("3000", "FR", False),
        ("112", "FR", False),
        ("0899123456", "", False),
        ("118218", "nowhere", False),
        ("", "FR", False),
    ],
)
def test_premium_numbers(dialled: str, country: str, expected: bool) -> None:
    assert call("number.premium", dialled, country) is expected


@given(st.text(max_size=60) | st.from_regex(r"\+?[0-9 ()./-]{0,40}"), st.sampled_from(["", "FR", "US", "ZZ", "é"]))
def test_anything_can_be_asked(text: str, country: str) -> None:
    for name in ("valid", "kind", "country", "region", "zones"):
        call(f"number.{name}", text)
    assert call("number.emergency", text, country) in (True, False)
    assert call("number.premium", text, country) in (True, False)


def test_a_number_that_nobody_can_have_is_a_fault_of_the_facts() -> None:
    assert call("number.doubted", "+33612345678") is False
    assert call("number.valid", "+447700900123") is False
    assert call("number.doubted", "+447700900123") is False, "kept for fiction"
    for number in ("+3361234567", "+999999999999999", "hello", "", "112"):
        with pytest.raises(CelError) as raised:
            call("number.doubted", number)
        assert raised.value.code == "impossible-number"
        assert number not in str(raised.value) or not number
