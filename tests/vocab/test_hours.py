from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.calendars import calendar_named
from tipstaff.vocab.times.hours import OpeningHours, parse_hours
from tipstaff.vocab.times.zones import wall_time

OFFICE = parse_hours("mon-fri", "09:00", "18:00", "Europe/Paris")
BAR = parse_hours("fri,sat", "20:00", "03:00", "Europe/Paris")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open", "opens"),
    [
        (OFFICE, "2026-11-20T08:00:00Z", True, "2026-11-20T08:00:00Z"),
        (OFFICE, "2026-11-20T07:59:59Z", False, "2026-11-20T08:00:00Z"),
        (OFFICE, "2026-11-20T17:00:00Z", False, "2026-11-23T08:00:00Z"),
        (OFFICE, "2026-07-20T07:00:00Z", True, "2026-07-20T07:00:00Z"),  # summer time
        (OFFICE, "2026-03-28T12:00:00Z", False, "2026-03-30T07:00:00Z"),  # over the change of clocks
        (BAR, "2026-11-22T01:59:00Z", True, "2026-11-22T01:59:00Z"),  # Saturday night, Sunday by the calendar
        (BAR, "2026-11-22T02:00:00Z", False, "2026-11-27T19:00:00Z"),
    ],
)
def test_worked_examples(hours: OpeningHours, moment: str, is_open: bool, opens: str) -> None:
    assert hours.is_open(utc(moment)) is is_open
    assert hours.next_opening(utc(moment)) == utc(opens)


def test_a_public_holiday_is_closed() -> None:
    bastille = utc("2026-07-14T10:00:00Z")
    assert OFFICE.is_open(bastille)
    assert not OFFICE.is_open(bastille, calendar_named("FR"))
    assert OFFICE.next_opening(bastille, calendar_named("FR")) == utc("2026-07-15T07:00:00Z")


def test_whole_days_and_whole_weeks() -> None:
    always = parse_hours("daily", "00:00", "24:00", "UTC")
    assert always.is_open(utc("2026-11-20T00:00:00Z"))
    assert always.is_open(utc("2026-11-20T23:59:59Z"))
    weekend = parse_hours("sat-sun", "10:00", "17:00", "UTC")
    assert parse_hours("sat,sun", "10:00", "17:00", "UTC") == weekend
    assert parse_hours("fri-mon", "10:00", "17:00", "UTC").days == {4, 5, 6, 0}


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(Invalid) as raised:
        parse_hours("mon-fry", "9h", "25:00", "Paris", "accounts[0].hours")
    assert [fault.path for fault in raised.value.faults] == [
        "accounts[0].hours.days",
        "accounts[0].hours.from",
        "accounts[0].hours.to",
        "accounts[0].hours.zone",
    ]


@given(moments, st.sampled_from([OFFICE, BAR]), st.sampled_from(["", "FR"]))
def test_the_next_opening_is_the_first_open_moment(moment: datetime, hours: OpeningHours, place: str) -> None:
    calendar = calendar_named(place)
    opening = hours.next_opening(moment, calendar)
    assert opening is not None
    assert opening >= moment
    assert hours.is_open(opening, calendar)
    if opening > moment:
        assert not hours.is_open(opening - timedelta(seconds=1), calendar)
        local = wall_time(opening, hours.zone)
        assert local.hour * 60 + local.minute == hours.opens
        halfway = moment + (opening - moment) / 2
        assert not hours.is_open(halfway, calendar)
