"""Ids of one process: new each time, sorted as they were made, with the clock's time in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.app import identity
from tipstaff.app.identity import sorted_ids
from tipstaff.vocab.ids import ulid_head

START = datetime(2026, 11, 20, 14, tzinfo=UTC)
steps = st.lists(st.integers(0, 3_000), min_size=1, max_size=60)


@given(steps)
def test_ids_sort_as_they_were_made(microseconds: list[int]) -> None:
    now = [START]
    make = sorted_ids(lambda: now[0])
    made = []
    for step in microseconds:
        now[0] += timedelta(microseconds=step)
        made += [make(), make(now[0])]

    assert made == sorted(set(made))
    assert all(len(one) == 26 for one in made)


@given(steps)
def test_an_id_holds_its_millisecond(microseconds: list[int]) -> None:
    make = sorted_ids(lambda: START)
    at = START
    for step in microseconds:
        at += timedelta(microseconds=step)
        assert make(at)[:10] == ulid_head((at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1), 0)[:10]


def test_thousands_in_a_millisecond_go_on_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity.secrets, "token_bytes", lambda size: (1023 << 3).to_bytes(9, "big") * (size // 9))
    make = sorted_ids(lambda: START)

    made = [make() for _ in range(5_000)]

    assert made == sorted(set(made))
    assert [one[-6:] for one in (*made[:2], *made[1023:1025])] == ["00ZZ00", "00ZZ01", "00ZZZZ", "010000"]


def test_a_clock_set_back_gives_new_ids() -> None:
    now = [START]
    make = sorted_ids(lambda: now[0])
    first = make()
    now[0] -= timedelta(hours=1)

    assert make() < first
