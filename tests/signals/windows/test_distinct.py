"""Distinct counts answer like counting again, up to their bounds; beyond them they say "at least"."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.oracle import Oracle, never_forgetting
from signalkit.pace import calmly
from signalkit.sequences import SHAPES, buckets

from tipstaff.cel import CelError
from tipstaff.signals.windows.measuring.distinct import Distinct, remembered
from tipstaff.signals.windows.measuring.seen import Seen


def make(shape: tuple[int, int], values: int = 1_000, total: int = 100_000) -> Distinct:
    return never_forgetting(Distinct(*shape, 100, values=values, total=total))


def values_of(distinct: Distinct) -> set[object]:
    """What the first key remembers."""
    seen = distinct.sets[0] if distinct.sets else None
    return set(seen.values) if isinstance(seen, Seen) else {seen} - {None}


@calmly
@given(SHAPES, buckets(), st.data())
def test_every_window_within_reach_is_what_counting_again_gives(
    shape: tuple[int, int], told: list[tuple[object, int]], data: st.DataObject
) -> None:
    distinct, oracle = make(shape), Oracle(*shape)
    rng = random.Random(data.draw(st.integers(0, 2**32)))
    for key, bucket in told:
        value = rng.choice("uvwxyz")
        for asked in (bucket, bucket + 1, bucket + rng.randint(-25, 25)):
            if oracle.too_late(key, asked):
                with pytest.raises(CelError, match="signal-too-late"):
                    distinct.read(key, asked)
                continue
            seen = oracle.distinct(key, asked)
            assert distinct.read(key, asked) == len(seen)
            assert distinct.read(key, asked, value) == len(seen | {value})
            assert distinct.read_with(key, asked, ["u", value]) == len(seen | {"u", value})
        distinct.record(key, bucket, value)
        oracle.record(key, bucket, value=value)
        if not oracle.too_late(key, bucket):
            assert distinct.read(key, bucket) == len(oracle.distinct(key, bucket))


@calmly
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60)), max_size=200))
def test_beyond_the_bound_it_says_the_bound_and_below_it_is_exact(told: list[tuple[int, int]]) -> None:
    distinct, oracle, now, full_until = make((6, 2), values=10), Oracle(6, 2), 0, -1
    for step, value in told:
        now += step
        true = len(oracle.distinct("a", now) | {value})
        said = distinct.read("a", now, value)
        assert said <= 10
        assert said >= min(true, 10)
        if now >= full_until:
            assert said == min(true, 10)
        known = value in values_of(distinct)
        distinct.record("a", now, value)
        if not known and value not in values_of(distinct):
            full_until = now + 6
        oracle.record("a", now, value=value)
        assert len(values_of(distinct)) <= 10


@calmly
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 30)), max_size=400))
def test_all_keys_together_stay_within_their_bound(told: list[tuple[int, int]]) -> None:
    distinct = make((6, 2), values=20, total=50)
    for key, value in told:
        distinct.record(key, 0, value)
        assert distinct.held == sum(map(remembered, distinct.sets)) <= 50


def test_values_that_expired_leave_memory_when_room_is_needed() -> None:
    distinct = make((6, 2), values=10)
    for bucket in range(1_000):
        distinct.record("a", bucket, bucket)
        assert distinct.read("a", bucket) == min(6, bucket + 1)
    assert len(values_of(distinct)) <= 10
