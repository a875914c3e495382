"""What may have been told before is never taken for new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tipstaff.app.turns.repeats import Repeats

START = datetime(2026, 11, 20, 14, tzinfo=UTC)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(-5, 60)), max_size=120))
def test_a_repeat_is_never_taken_for_new(told: list[tuple[int, int]]) -> None:
    """Events come at their own time or later; a generation of seven forgets quickly."""
    seen: dict[int, datetime] = {}
    repeats, now = Repeats(START, generation=7), START
    for number, offset in told:
        time = seen.get(number, START + timedelta(minutes=offset))
        now = max(now, time) + timedelta(seconds=1)
        possible = repeats.possible(("s", str(number)), time, now)
        assert possible or number not in seen
        assert possible or time >= START
        seen[number] = time


def test_what_is_young_and_unseen_is_new() -> None:
    repeats = Repeats(START)
    assert not repeats.possible(("s", "1"), START, START)
    assert repeats.possible(("s", "1"), START, START)
    assert repeats.possible(("s", "2"), START - timedelta(seconds=1), START), "it may have been told to the run before"


def test_new_events_are_taken_for_new_however_many_came_before() -> None:
    """A thousand generations: their numbers begin again several times."""
    repeats, now = Repeats(START, generation=50), START
    for number in range(50_000):
        now += timedelta(seconds=1)
        repeats.possible(("s", str(number)), now, now)
        assert repeats.possible(("s", str(max(0, number - 49))), now, now)
    assert sum(repeats.possible(("t", str(number)), now, now) for number in range(5_000)) < 5


def test_with_two_generations_full_few_new_events_are_looked_for() -> None:
    repeats = Repeats(START)
    for number in range(100_000):
        repeats.possible(("s", str(number)), START, START)

    assert sum(repeats.possible(("t", str(number)), START, START) for number in range(5_000)) < 100
