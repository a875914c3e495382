"""Figures carry their source and their time; every candidate is listed and the strictest wins."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.vocab.tables import Row, Table, read_table, strictest

ROWS: list[dict[str, Any]] = [
    {"age": 18, "source": "s", "confidence": "curated"},
    {"for": {"country": "FR"}, "age": 16, "until": date(2009, 7, 23), "source": "s", "confidence": "statute"},
    {"for": {"country": "FR"}, "age": 18, "from": date(2009, 7, 23), "source": "s", "confidence": "statute"},
    {"for": {"country": "US"}, "age": 18, "source": "s", "confidence": "official"},
    {"for": {"country": "US", "region": "MS"}, "age": 21, "source": "s", "confidence": "unverified", "note": "check"},
]


def table(rows: list[dict[str, Any]] = ROWS) -> Table:
    document = {"table": "ages", "about": "a", "keys": ["country", "region"], "rows": rows}
    made, found = read_table(document, "ages.yaml")
    assert made is not None, found
    return made


def ages(rows: Any) -> list[int]:
    return [row.values["age"] for row in rows]


def test_a_row_is_in_force_from_its_first_day_to_the_day_before_its_end() -> None:
    before, after = date(2009, 7, 22), date(2009, 7, 23)
    assert ages(table().candidates(before, country="FR"))[0] == 16
    assert ages(table().candidates(after, country="FR"))[0] == 18


def test_a_moment_counts_by_its_day_in_utc() -> None:
    moment = datetime.fromisoformat("2009-07-23T01:00:00+02:00")
    assert ages(table().candidates(moment, country="FR"))[0] == 16
    assert ages(table().candidates(moment.astimezone(UTC).replace(hour=23, minute=59), country="FR"))[0] == 16


def test_candidates_are_every_row_that_answers_the_most_specific_first() -> None:
    rows = table().candidates(date(2026, 1, 1), country="US", region="MS")
    assert ages(rows) == [21, 18, 18]
    assert rows[0].note == "check"
    assert ages(table().candidates(date(2026, 1, 1), country="US", region="TX")) == [18, 18]
    assert ages(table().candidates(date(2026, 1, 1), country="XX"))[0] == 18


def test_the_strictest_wins_and_shows_the_others() -> None:
    rows = table().candidates(date(2026, 1, 1), country="US", region="MS")
    won = strictest(rows, lambda row: int(row.values["age"]))
    assert won is not None
    assert (won.measure, won.row.keys, len(won.candidates)) == (21, {"country": "US", "region": "MS"}, 3)
    assert strictest([], lambda row: 0) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": ""}, "needs its `source`"),
        ({"confidence": "sure"}, "needs its `confidence`: statute"),
        ({"from": "2009"}, "`from` is a day"),
        ({"until": datetime(2009, 1, 1, tzinfo=UTC)}, "`until` is a day"),
        ({"for": {"county": "FR"}}, "`county` is not a key"),
        ({"for": {"country": False}}, "write `False` in quotes"),
        ({"for": ["FR"]}, "`for` is a mapping"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_line(change: dict[str, Any], says: str) -> None:
    good, bad = ROWS[0], {**ROWS[0], **change}
    document = {"table": "ages", "about": "a", "keys": ["country"], "rows": [good, bad]}
    made, found = read_table(document, "ages.yaml", [5, 9])
    assert made is None
    assert [(d.place.line, says in d.message) for d in found] == [(9, True)]


def test_every_fault_is_said_at_once() -> None:
    _, found = read_table({"table": "x", "rows": [{}, 3], "colour": 1}, "x.yaml")
    messages = " / ".join(d.message for d in found)
    for part in (
        "`about`",
        "`keys`",
        "`colour`",
        "`source`",
        "`confidence`",
        "at least one figure",
        "a row is a mapping",
    ):
        assert part in messages
    assert read_table([], "x.yaml")[0] is None


def test_what_only_looks_like_a_table_is_refused_in_words() -> None:
    """A number for the list of keys; a day as the name of a figure. Both were found by fuzzing."""
    for odd in ({"keys": 5, "rows": 5}, {"keys": [], "rows": [{**ROWS[0], "for": {}, date(2026, 1, 1): 1}]}):
        made, found = read_table({"table": "x", "about": "a", **odd}, "x.yaml")
        assert made is None
        assert found


_DAYS = st.dates(date(2025, 12, 30), date(2026, 1, 4))
_ROWS = st.fixed_dictionaries(
    {"for": st.dictionaries(st.sampled_from(["country", "region"]), st.sampled_from("ab")), "age": st.integers(0, 99)},
    optional={"from": _DAYS, "until": _DAYS},
)


@given(st.lists(_ROWS, max_size=8), st.lists(st.tuples(_DAYS, st.sampled_from("abc"), st.sampled_from("abc"))))
def test_what_is_kept_between_questions_is_what_a_walk_over_the_rows_finds(
    rows: list[dict[str, Any]], questions: list[tuple[date, str, str]]
) -> None:
    made = table([{**row, "source": "s", "confidence": "curated"} for row in rows])
    for day, country, region in questions:
        keys = {"country": country, "region": region}
        walked = [row for row in made.rows if row.in_force(day)]
        assert made.in_force(day) == tuple(walked)
        assert set(made.candidates(day, **keys)) == {row for row in walked if row.answers(keys)}
        assert made.candidates(day, country=country) == tuple(
            sorted((row for row in walked if row.answers({"country": country})), key=lambda row: -len(row.keys))
        )


def test_what_is_kept_stays_bounded() -> None:
    made = table()
    for number in range(10_000):
        made.candidates(date(2026, 1, 1), country=f"X{number}")
    assert len(made._candidates) <= 4096


def test_what_follows_from_the_rows_in_force_is_worked_out_once_per_period() -> None:
    made, asked = table(), []

    def highest(rows: tuple[Row, ...]) -> int:
        asked.append(len(rows))
        return max(row.values["age"] for row in rows if row.keys.get("country") == "FR")

    before, after = date(2009, 7, 22), date(2009, 7, 23)
    assert [made.derived(day, highest) for day in (before, before, after, date(2030, 1, 1))] == [16, 16, 18, 18]
    assert len(asked) == 2


def test_a_row_for_several_places_is_a_row_for_each() -> None:
    rows = [{"for": {"country": ["FR", "RE"]}, "age": 18, "from": "unknown", "source": "s", "confidence": "curated"}]
    given = {"table": "t", "about": "a", "keys": ["country"], "undated": "not looked up", "rows": rows}
    table, faults = read_table(given, "t.yaml")
    assert not faults
    assert table is not None
    assert [row.keys["country"] for row in table.rows] == ["FR", "RE"]
    assert [row.since for row in table.rows] == [None, None]
    assert table.undated == "not looked up"


def test_what_is_no_day_is_refused_as_the_beginning_of_a_row() -> None:
    row = {"for": {}, "age": 18, "from": "someday", "source": "s", "confidence": "curated"}
    table, faults = read_table({"table": "t", "about": "a", "keys": ["country"], "rows": [row]}, "t.yaml")
    assert table is None
    assert "is a day such as" in faults[0].message
