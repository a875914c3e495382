"""Contact hours on the recipient's clock: holidays, Sundays, clocks that change, several zones, several rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from signalkit.events import event, reader, sms

from tipstaff.cel import CelError

PARIS, TENNESSEE, TEXAS = "+33612345678", "+14235551234", "+12145551234"


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


def ask(name: str, moment: str, recipient: str = PARIS, country: str = "", zones: list[str] | None = None) -> Any:
    return reader(sms(at=at(moment), to=recipient)).call(f"hours.{name}", (recipient, country, zones or []))


@pytest.mark.parametrize(
    ("moment", "is_open", "next_open"),
    [
        ("2026-11-18T08:00:00+01:00", True, "2026-11-18T08:00:00+01:00"),
        ("2026-11-18T07:59:59+01:00", False, "2026-11-18T08:00:00+01:00"),
        ("2026-11-18T21:59:59+01:00", True, "2026-11-18T21:59:59+01:00"),
        ("2026-11-18T22:00:00+01:00", False, "2026-11-19T08:00:00+01:00"),
        ("2026-11-21T22:30:00+01:00", False, "2026-11-23T08:00:00+01:00"),  # Saturday night: Sunday is closed
        ("2026-11-11T12:00:00+01:00", False, "2026-11-12T08:00:00+01:00"),  # Armistice Day
        ("2026-12-24T23:00:00+01:00", False, "2026-12-26T08:00:00+01:00"),
        ("2026-03-28T23:00:00+01:00", False, "2026-03-30T08:00:00+02:00"),  # the clocks go forward
        ("2026-10-24T23:00:00+02:00", False, "2026-10-26T08:00:00+01:00"),  # and back
    ],
)
def test_texts_to_france(moment: str, is_open: bool, next_open: str) -> None:
    assert ask("open", moment) is is_open
    assert ask("next_open", moment) == at(next_open)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-18T13:59:00+00:00", True),  # 08:59 Eastern, 07:59 Central
        ("2026-11-18T14:00:00+00:00", True),
        ("2026-11-19T01:59:00+00:00", True),  # 20:59 Eastern, 19:59 Central
        ("2026-11-19T02:00:00+00:00", False),
    ],
)
def test_a_number_that_may_be_in_two_zones_needs_both(moment: str, is_open: bool) -> None:
    expected = is_open and moment != "2026-11-18T13:59:00+00:00"
    assert ask("open", moment, TENNESSEE) is expected


def test_a_zone_that_is_known_decides_alone() -> None:
    assert ask("open", "2026-11-18T13:30:00+00:00", TENNESSEE, zones=["America/New_York"]) is True


def test_rows_of_the_region_and_the_country_add_up() -> None:
    sunday = "2026-11-22T11:00:00-06:00"
    assert ask("open", sunday, TEXAS, zones=["America/Chicago"]) is False
    assert ask("next_open", sunday, TEXAS, zones=["America/Chicago"]) == at("2026-11-22T12:00:00-06:00")
    said = ask("candidates", sunday, TEXAS, zones=["America/Chicago"])
    assert [line.split()[0] for line in said] == ["US", "US-TX"]
    assert said[1].endswith("(unverified)")


def test_a_place_that_no_row_knows_gets_the_default() -> None:
    assert ask("open", "2026-11-18T08:30:00+01:00", "+34612345678") is False  # half past seven in the Canaries
    assert ask("open", "2026-11-18T19:59:00+01:00", "+34612345678", zones=["Europe/Madrid"]) is True


def test_calls_keep_their_own_hours() -> None:
    def call_at(moment: str) -> object:
        call = event("call.start", at(moment), from_="+33140000000", to=PARIS, purpose="marketing")
        return reader(call).call("hours.open", (PARIS, "", []))

    assert [call_at(f"2026-11-18T{hour}:30:00+01:00") for hour in ("09", "10", "13", "14", "20")] == [
        False, True, False, True, False,
    ]  # fmt: skip


def test_a_recipient_whose_country_nobody_knows_has_no_hours() -> None:
    with pytest.raises(CelError, match="country is not known"):
        ask("open", "2026-11-18T12:00:00+01:00", "someone@example.org")


def test_a_country_alone_means_all_its_zones() -> None:
    assert ask("open", "2026-11-18T19:00:00+03:00", "handle", "RU") is False  # already night in Kamchatka
    assert ask("open", "2026-11-18T10:30:00+03:00", "handle", "RU") is True


CALIFORNIA = "US-CA"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-18T08:00:00+01:00", False),  # 23:00 the day before in California
        ("2026-11-18T14:00:00+00:00", False),  # 06:00 there
        ("2026-11-18T16:00:00+00:00", True),  # 17:00 in Paris, 08:00 there
        ("2026-11-18T21:00:00+00:00", False),  # 22:00 in Paris
    ],
)
def test_a_recipient_in_two_places_is_contacted_in_the_hours_of_both(moment: str, is_open: bool) -> None:
    assert ask("open", moment, PARIS, CALIFORNIA) is is_open
    named = " ".join(ask("candidates", moment, PARIS, CALIFORNIA))
    assert "Europe/Paris" in named
    assert "America/Los_Angeles" in named


def test_a_region_that_the_ledger_knows_narrows_the_country() -> None:
    """A toll-free or foreign-looking number tells no state; the ledger does."""
    morning = "2026-11-18T13:30:00+00:00"  # 08:30 in New York, 05:30 in California
    assert ask("open", morning, "+18005551234", "US-NY") is True
    assert ask("open", morning, "+18005551234", CALIFORNIA) is False


@pytest.mark.parametrize(
    ("recipient", "place", "zones", "disputed"),
    [
        (PARIS, "", [], False),
        (PARIS, "FR", [], False),
        (PARIS, "FR-IDF", [], False),
        (PARIS, CALIFORNIA, [], True),
        (TEXAS, "US", [], False),
        (TEXAS, "US-TX", [], False),
        (TEXAS, CALIFORNIA, [], True),
        ("no number", "FR", [], False),
        (PARIS, "FR", ["Europe/Paris"], False),
        (PARIS, "FR", ["US/Eastern"], False),  # another name of a zone: nobody's country
        (PARIS, "FR", ["Asia/Tokyo"], True),
        (PARIS, "", ["Asia/Tokyo"], False),  # a traveller: the ledger's zone is the better one
    ],
)
def test_two_places_are_an_error_of_the_facts(recipient: str, place: str, zones: list[str], disputed: bool) -> None:
    asked = reader(sms(to=recipient))
    if not disputed:
        assert asked.call("hours.disputed", (recipient, place, zones)) is False
        return
    with pytest.raises(CelError, match="both count") as raised:
        asked.call("hours.disputed", (recipient, place, zones))
    assert raised.value.code == "contradictory"


def test_on_the_clock_of_another_country_than_the_ledger_says_both_clocks_count() -> None:
    """Noon in Paris is eight in the evening in Tokyo, past what is open there."""
    noon = datetime(2026, 11, 18, 11, 30, tzinfo=UTC)
    assert reader(sms(at=noon, to=PARIS)).call("hours.open", (PARIS, "FR", []))
    shown = reader(sms(at=noon, to=PARIS)).call("hours.candidates", (PARIS, "FR", ["Asia/Tokyo"]))
    assert {line.split()[1] for line in shown} == {"Asia/Tokyo", "Europe/Paris"}
    late = datetime(2026, 11, 18, 13, 30, tzinfo=UTC)
    assert not reader(sms(at=late, to=PARIS)).call("hours.open", (PARIS, "FR", ["Asia/Tokyo"]))


def test_a_row_that_nobody_read_again_is_said_in_the_explanation() -> None:
    assert reader(sms(to=TEXAS)).call("hours.caveat", (TEXAS, "", [])) == "unverified"
    assert reader(sms(to=PARIS)).call("hours.caveat", (PARIS, "", [])) == ""
