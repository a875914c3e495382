from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.calendars import calendar_named
from tipstaff.vocab.times.durations import add, parse_duration, parse_offset
from tipstaff.vocab.times.zones import wall_time

ZONES = ["UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"]
moments = st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "length", "zone", "end"),
    [
        ("2026-11-20T10:00:00Z", "24h", "UTC", "2026-11-21T10:00:00Z"),
        ("2026-11-20T10:00:00Z", "1d2h", "UTC", "2026-11-21T12:00:00Z"),
        ("2026-11-20T10:00:00Z", "1500ms", "UTC", "2026-11-20T10:00:01.500Z"),
        ("2026-11-20T10:00:00Z", "1.5h", "UTC", "2026-11-20T11:30:00Z"),
        ("2026-01-31T10:00:00Z", "1mo", "UTC", "2026-02-28T10:00:00Z"),
        ("2028-01-31T10:00:00Z", "1mo", "UTC", "2028-02-29T10:00:00Z"),
        ("2028-02-29T10:00:00Z", "12mo", "UTC", "2029-02-28T10:00:00Z"),
        ("2026-11-30T10:00:00Z", "3mo", "UTC", "2027-02-28T10:00:00Z"),
        # 15 business days by country: the worked example with six different answers.
        ("2027-04-26T09:00:00Z", "15bd:NL", "UTC", "2027-05-20T09:00:00Z"),
        ("2027-04-26T09:00:00Z", "15bd:FR", "UTC", "2027-05-19T09:00:00Z"),
        ("2027-04-26T09:00:00Z", "15bd:GB-ENG", "UTC", "2027-05-18T09:00:00Z"),
        ("2027-04-26T09:00:00Z", "15bd:US-CA", "UTC", "2027-05-17T09:00:00Z"),
        ("2027-04-26T09:00:00Z", "15bd", "UTC", "2027-05-17T09:00:00Z"),
        # Friday evening and Sunday alike: the next working day is Monday, at the same hour.
        ("2026-11-20T22:00:00Z", "1bd:FR", "UTC", "2026-11-23T22:00:00Z"),
        ("2026-11-22T22:00:00Z", "1bd:FR", "UTC", "2026-11-23T22:00:00Z"),
        # 22:30 UTC on Sunday is Monday already in Paris.
        ("2026-06-07T22:30:00Z", "1bd:FR", "Europe/Paris", "2026-06-08T22:30:00Z"),
        # The clocks change in between: same hour of day on the wall, another instant.
        ("2026-03-28T09:00:00Z", "1bd", "Europe/Paris", "2026-03-30T08:00:00Z"),
        ("2026-10-01T08:00:00Z", "1mo", "Europe/Paris", "2026-11-01T09:00:00Z"),
        # 02:30 does not exist on 29 March 2026 in Paris: as far after the gap as it stood in it.
        ("2026-02-28T01:30:00Z", "1mo", "Europe/Paris", "2026-03-28T01:30:00Z"),
        ("2026-01-29T01:30:00Z", "2mo", "Europe/Paris", "2026-03-29T01:30:00Z"),
        # 02:30 comes twice on 25 October 2026: the first of the two.
        ("2026-09-25T00:30:00Z", "1mo", "Europe/Paris", "2026-10-25T00:30:00Z"),
        # A day is 24 hours even so.
        ("2026-10-24T12:00:00Z", "1d", "Europe/Paris", "2026-10-25T12:00:00Z"),
    ],
)
def test_worked_examples(start: str, length: str, zone: str, end: str) -> None:
    assert add(utc(start), parse_duration(length), zone) == utc(end)


def test_offsets_point_both_ways() -> None:
    start = utc("2026-03-31T10:00:00Z")
    assert add(start, parse_offset("-5m")) == utc("2026-03-31T09:55:00Z")
    assert add(start, parse_offset("+2h")) == utc("2026-03-31T12:00:00Z")
    assert add(start, parse_offset("-1mo")) == utc("2026-02-28T10:00:00Z")
    assert add(start, parse_offset("-1bd:FR")) == utc("2026-03-30T10:00:00Z")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ""),
        ("soon", "units are"),
        ("12", "units are"),
        ("1d 2h", "units are"),
        ("-5m", "units are"),
        ("1.5mo", "whole numbers"),
        ("1d:FR", "only business days"),
        ("3bd:", "a calendar follows"),
        ("3bd:Narnia", "two letters"),
        ("3bd:FR-99", "subdivisions of FR are"),
        ("99999d", "a century"),
        ("٣d", "units are"),
    ],
)
def test_a_text_that_is_no_duration_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(Invalid) as raised:
        parse_duration(text, "steps[2].wait")
    (fault,) = raised.value.faults
    assert fault.path == "steps[2].wait"
    assert says in fault.hint
    assert fault.got.strip("`") in text


def test_a_moment_without_offset_and_the_end_of_time_are_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        add(datetime(2026, 1, 1), parse_duration("1h"))  # noqa: DTZ001
    for length in ("1mo", "1bd", "24h"):
        with pytest.raises(Invalid, match="outside the years"):
            add(datetime(9999, 12, 31, 23, tzinfo=UTC), parse_duration(length))
    with pytest.raises(Invalid, match="not a time zone"):
        add(utc("2026-01-01T00:00:00Z"), parse_duration("1mo"), "Europe/Atlantis")


@given(st.lists(st.tuples(st.integers(0, 99), st.sampled_from(["ms", "s", "m", "h", "d", "mo", "bd"])), min_size=1))
def test_text_and_value_say_the_same(parts: list[tuple[int, str]]) -> None:
    duration = parse_duration("".join(f"{amount}{unit}" for amount, unit in parts))
    assert parse_duration(str(duration)) == duration


@given(moments, st.integers(0, 400), st.sampled_from(ZONES))
def test_exact_units_are_exact_in_every_zone(moment: datetime, days: int, zone: str) -> None:
    duration = parse_duration(f"{days}d")
    assert add(moment, duration, zone) - moment == timedelta(days=days) == duration.exact


@given(moments, st.integers(-48, 48), st.sampled_from(ZONES))
def test_months_keep_day_and_hour_or_clip(moment: datetime, months: int, zone: str) -> None:
    start, end = wall_time(moment, zone), wall_time(add(moment, parse_offset(f"{months}mo"), zone), zone)
    wanted = start.year * 12 + start.month - 1 + months
    assert wanted in (end.year * 12 + end.month - 1, (end - timedelta(hours=3)).year * 12 + (end.month - 1))
    if start.replace(tzinfo=None).time() == end.replace(tzinfo=None).time():
        last = (date(wanted // 12, wanted % 12 + 1, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        assert end.day == min(start.day, last.day)
    else:
        assert _is_odd_hour(end, zone), "only a wall time that the clocks skip may move"


def _is_odd_hour(local: datetime, zone: str) -> bool:
    before = wall_time(local.astimezone(UTC) - timedelta(hours=3), zone)
    return before.utcoffset() != local.utcoffset()


@given(moments, st.integers(1, 60), st.sampled_from(["", "FR", "US-CA", "GB-ENG"]), st.sampled_from(ZONES))
def test_business_days_count_working_days_only(moment: datetime, count: int, place: str, zone: str) -> None:
    calendar = calendar_named(place)
    suffix = f":{place}" if place else ""
    start = wall_time(moment, zone).date()
    end = wall_time(add(moment, parse_duration(f"{count}bd{suffix}"), zone), zone).date()
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(calendar.is_working_day, between)) == count
    assert calendar.is_working_day(end)


@given(moments, moments, st.sampled_from(["1mo", "3bd:FR", "1mo2d", "36h"]), st.sampled_from(ZONES))
def test_a_later_start_never_ends_earlier(one: datetime, other: datetime, length: str, zone: str) -> None:
    first, second = sorted((one, other))
    duration = parse_duration(length)
    # An hour of grace: wall times inside a change of clocks fold onto one another.
    assert add(first, duration, zone) <= add(second, duration, zone) + timedelta(hours=1)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert parse_offset(text).parts
