"""What was asked for lately is known, what is new is mostly not, and nothing of it takes more room with time."""

from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from tipstaff.ledgers.lately import Lately

MOST = 1_024


@given(st.lists(st.integers(0, 400), max_size=600))
def test_what_was_met_within_half_the_room_is_known(asked: list[int]) -> None:
    lately, last = Lately(64), deque[int](maxlen=32)
    for one in asked:
        known = lately.met(("person", one))
        assert known or one not in last
        last.append(one)


def test_new_things_are_seldom_taken_for_known_ones() -> None:
    lately = Lately(MOST)
    taken = sum(lately.met(("a number", str(number))) for number in range(40 * MOST))
    assert taken < 40 * MOST / 12


def test_what_is_long_past_is_new_again() -> None:
    lately = Lately(MOST)
    for number in range(MOST):
        lately.met(("first", number))
    for number in range(400 * MOST):  # through all the numbers of generations, and on
        lately.met(("then", number))
    assert sum(lately.met(("first", number)) for number in range(MOST)) < MOST / 12


def test_it_takes_the_same_room_however_much_it_met() -> None:
    lately = Lately(MOST)
    before = len(lately._marks)
    for number in range(300 * MOST):
        lately.met(number * 7919)
    assert len(lately._marks) == before == 8 * MOST
