from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.errors import Invalid
from tipstaff.vocab.times.calendars import calendar_named

days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def test_holidays_differ_by_subdivision() -> None:
    st_stephen = date(2026, 12, 26)  # a Saturday; kept in Alsace only
    assert calendar_named("FR").holiday(st_stephen) == ""
    assert calendar_named("FR-BL").name == "FR-BL"
    assert not calendar_named("FR").is_working_day(date(2026, 7, 14))
    assert calendar_named("US").is_working_day(date(2026, 3, 31))
    assert not calendar_named("US-CA").is_working_day(date(2026, 3, 31))  # César Chávez Day


def test_the_weekend_is_where_the_country_has_it() -> None:
    friday = date(2026, 11, 20)
    assert calendar_named("FR").is_working_day(friday)
    assert not calendar_named("IL").is_working_day(friday)
    assert calendar_named("IL").is_working_day(friday + timedelta(days=2))


def test_names_are_folded_and_cached() -> None:
    assert calendar_named("us-ca").name == "US-CA"
    assert not calendar_named("FR-Alsace").is_working_day(date(2025, 12, 26))
    assert calendar_named("FR-GES").is_working_day(date(2025, 12, 26))
    assert calendar_named("FR").is_working_day(date(2025, 12, 26))
    assert calendar_named("FR") is calendar_named("FR")


@pytest.mark.parametrize("name", ["MON", "jan", "date", "XX", "FR-NOPE", "france", "-", "FR-", "FR-BRE-X"])
def test_an_unknown_place_is_refused_with_a_hint(name: str) -> None:
    if name == "FR-":
        assert calendar_named(name)
        return
    with pytest.raises(Invalid) as raised:
        calendar_named(name, "accounts[0].holidays")
    assert raised.value.faults[0].path == "accounts[0].holidays"
    assert raised.value.faults[0].hint


@given(days, st.integers(1, 40), st.sampled_from(["", "FR", "US-CA", "IL"]))
def test_there_and_back_is_home_from_a_working_day(day: date, count: int, name: str) -> None:
    calendar = calendar_named(name)
    if calendar.is_working_day(day):
        assert calendar.working_day_after(calendar.working_day_after(day, count), -count) == day


def test_the_holiday_tables_load_on_first_use_only() -> None:
    program = (
        "import sys, tipstaff.vocab.times.durations as d\n"
        "from datetime import datetime, UTC\n"
        "d.add(datetime.now(UTC), d.parse_duration('3bd'))\n"
        "assert 'holidays' not in sys.modules\n"
        "d.parse_duration('3bd:FR')\n"
        "assert 'holidays' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_country_loads_without_all_others_which_load_all_the_same() -> None:
    program = (
        "import sys\n"
        "from datetime import date\n"
        "from tipstaff.vocab.times.calendars import calendar_named\n"
        "for name in ('FR', 'GB-ENG', 'AX', 'PR', 'HK'):\n"
        "    calendar_named(name)\n"
        "assert 'holidays.countries.france' in sys.modules\n"
        "assert 'holidays.countries.germany' not in sys.modules\n"
        "assert 'holidays.countries' not in sys.modules\n"
        "from holidays.countries import France, Germany\n"
        "assert date(2026, 10, 3) in Germany(years=2026)\n"
        "assert date(2026, 7, 14) in France(years=2026)\n"
        "assert not calendar_named('DE').is_working_day(date(2025, 10, 3))\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_plain_calendar_knows_weekends_only() -> None:
    plain = calendar_named("")
    assert plain.is_working_day(date(2026, 12, 25))
    assert not plain.is_working_day(datetime(2026, 12, 26, tzinfo=UTC).date())
