"""A schedule says of every minute what its hours say one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.vocab.times.calendars import WEEKENDS_ONLY, calendar_named
from tipstaff.vocab.times.hours import parse_hours
from tipstaff.vocab.times.schedules import Place, Schedule

ZONES = st.sampled_from(
    ["Europe/Paris", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"]
)
CLOCK = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.sampled_from([0, 15, 59]))
DAYS = st.sampled_from(["daily", "mon-fri", "sat,sun", "fri-mon", "wed"])
PLACES = st.builds(
    lambda parts, zone, calendar: Place(tuple(parse_hours(*part, zone) for part in parts), calendar),
    st.lists(st.tuples(DAYS, CLOCK, CLOCK), min_size=1, max_size=3),
    ZONES,
    st.sampled_from([WEEKENDS_ONLY, calendar_named("FR"), calendar_named("US-CA")]),
)
# Around both changes of clocks in Europe and America, Christmas and the Fourteenth of July.
MOMENTS = st.builds(
    lambda base, minutes: base + timedelta(minutes=minutes),
    st.sampled_from(
        [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 28), (10, 25), (12, 24), (7, 13), (3, 7))]
    ),
    st.integers(0, 4 * 1440),
)
FORTNIGHT = timedelta(days=14)


def plainly(places: list[Place], moment: datetime) -> bool:
    return all(any(hours.is_open(moment, place.calendar) for hours in place.hours) for place in places)


@settings(deadline=None, max_examples=150)
@given(st.lists(PLACES, min_size=1, max_size=3), st.lists(MOMENTS, min_size=1, max_size=20))
def test_open_is_what_the_hours_say_one_by_one(places: list[Place], moments: list[datetime]) -> None:
    schedule = Schedule(places)
    for moment in moments:
        assert schedule.is_open(moment) is plainly(places, moment)


@settings(deadline=None, max_examples=100)
@given(st.lists(PLACES, min_size=1, max_size=2), MOMENTS)
def test_the_next_opening_is_the_first_moment_at_which_all_are_open(places: list[Place], moment: datetime) -> None:
    found = Schedule(places).next_open(moment, FORTNIGHT)
    quarters = (moment + timedelta(minutes=15 * step) for step in range(14 * 96))
    first = next((quarter for quarter in quarters if plainly(places, quarter)), None)
    if found is None:
        assert first is None
    else:
        assert plainly(places, found)
        assert found == moment or not plainly(places, found - timedelta(seconds=1))
        assert first is None or found <= first


def test_without_a_place_it_is_never_open() -> None:
    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert not Schedule([]).is_open(noon)
    assert Schedule([]).next_open(noon, FORTNIGHT) is None


def test_days_kept_are_bounded() -> None:
    schedule = Schedule([Place((parse_hours("daily", "08:00", "20:00", "Europe/Paris"),), WEEKENDS_ONLY)])
    for day in range(500):
        assert schedule.is_open(datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day))
    assert len(schedule._days) <= 64
