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
    repeats, seen, now = Repeats(START, generation=7), {}, START
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
