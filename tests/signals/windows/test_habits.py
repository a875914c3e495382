"""The usual of a key and its spread answer like working everything out again from all that was recorded."""

from __future__ import annotations

import random
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.baselines import USUAL, Memory
from signalkit.oracle import never_forgetting
from signalkit.pace import calmly
from signalkit.sequences import SHAPES, buckets

from tipstaff.cel import CelError
from tipstaff.signals.windows.measuring.habits import Habits

PLENTY = 10_000


def habits(shape: tuple[int, int], step: int = 1, after: int = 1, most: int = 100, total: int = PLENTY) -> Habits:
    return Habits(*shape, most, total=total, step=step, after=after)


@calmly
@given(SHAPES, buckets(), st.integers(1, 3), st.integers(1, 3), st.integers(0, 2**32))
def test_the_usual_is_what_working_it_out_again_gives(
    shape: tuple[int, int], told: list[tuple[object, int]], step: int, after: int, seed: int
) -> None:
    rng = random.Random(seed)
    kept, memory = never_forgetting(habits(shape, step, after)), Memory(*shape, step, after)
    for key, bucket in told:
        amount = rng.choice([1, 1, 2, 7, 1000, -3])
        if not memory.too_late(key, bucket):
            expected = memory.usual(key, bucket)
            said = kept.usual(key, bucket)
            assert said == expected if expected is not None else isnan(said[0]) and isnan(said[1])
            past, share = sorted(memory.past(key, bucket)), rng.choice([0.5, 0.07, 0.95, 1.0])
            high = next((t for place, t in enumerate(past, 1) if place * 100 >= round(share * 100) * len(past)), None)
            ranked = kept.ranked(key, bucket, share)
            assert ranked == high if expected is not None else isnan(ranked)
            surge, told_surge = memory.surge(key, bucket, amount, 2), kept.surge(key, bucket, amount, 2)
            assert told_surge == surge or (isnan(surge) and isnan(told_surge))
        kept.record(key, bucket, amount)
        memory.record(key, bucket, amount)
    for key, bucket in told[-3:]:
        if not memory.too_late(key, bucket):
            found = memory.by_sql(USUAL, key=str(key), bucket=bucket, n=shape[0], step=step, after=after)
            said = kept.usual(key, bucket)[0]
            assert said == found if found is not None else isnan(said)


def test_there_is_no_usual_before_there_is_enough_past() -> None:
    kept = habits((28, 7), after=3)
    for bucket in (0, 1):
        kept.record("a", bucket, 100)
    assert isnan(kept.usual("a", 2)[0])
    kept.record("a", 2, 100)
    assert isnan(kept.usual("a", 2)[0])
    assert kept.usual("a", 3) == (100.0, 0.0)
    assert isnan(kept.usual("nobody", 3)[0])


def test_one_attack_and_silence_move_the_usual_nowhere() -> None:
    kept = habits((28, 7))
    for bucket in (0, 2, 4, 7, 8, 11, 12):
        kept.record("a", bucket, 120)
    kept.record("a", 13, 1_000_000)
    assert kept.usual("a", 20) == (120.0, 0.0)


def test_slow_growth_is_followed() -> None:
    kept, volume = habits((28, 7)), 100.0
    for day in range(120):
        kept.record("a", day, int(volume))
        volume *= 1.02
    assert kept.surge("a", 120, int(volume), 1) < 1.5


def test_the_same_weekday_is_compared_with_itself() -> None:
    kept = habits((28, 7), step=7)
    for day in range(28):
        kept.record("a", day, 5_000 if day % 7 == 0 else 10)
    assert kept.usual("a", 28) == (5_000.0, 0.0)
    assert kept.usual("a", 29) == (10.0, 0.0)


def test_the_bounds_of_memory_hold() -> None:
    kept = habits((20, 5), most=50, total=200)
    rng = random.Random(1)
    for bucket in range(400):
        for _ in range(20):
            kept.record(rng.randint(0, 90), bucket, 1)
        assert kept.held == sum(len(habit.totals) for habit in kept.habits) <= 200
        assert len(kept.directory.keys) <= 50


def test_what_lies_too_far_back_has_no_usual() -> None:
    kept = habits((8, 2))
    kept.record("a", 100, 1)
    assert isnan(kept.usual("a", 98)[0])
    with pytest.raises(CelError, match="remembers 2"):
        kept.usual("a", 97)
