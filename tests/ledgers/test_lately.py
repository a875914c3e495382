"""What was asked for lately is mostly known, what is new never, and nothing of it takes more room with time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tipstaff.ledgers.lately import Lately

PLACES = 4_096


@given(st.lists(st.integers(1, 400), max_size=600))
def test_only_what_was_met_is_known(asked: list[int]) -> None:
    lately, before = Lately(64), set[int]()
    for one in asked:
        assert not lately.met(("person", one)) or one in before
        assert lately.met(("person", one)), "at once"
        before.add(one)


def test_most_of_what_was_met_a_quarter_of_the_places_ago_is_known() -> None:
    lately = Lately(PLACES)
    asked = [("a number", str(number)) for number in range(PLACES // 4)]
    assert sum(map(lately.met, asked)) == 0
    assert sum(map(lately.met, asked)) > 0.7 * len(asked)


def test_what_is_long_past_is_new_again_and_takes_no_room() -> None:
    lately = Lately(PLACES)
    before = len(lately._digests)
    for number in range(PLACES):
        lately.met(("first", number))
    for number in range(20 * PLACES):
        lately.met(("then", number))
    assert not any(lately.met(("first", number)) for number in range(PLACES))
    assert len(lately._digests) == before == PLACES
