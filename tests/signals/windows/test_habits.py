"""The usual of a key, its spread and its surges answer like working everything out again from all that was recorded."""

from __future__ import annotations

import random
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.baselines import USUAL, Memory
from signalkit.oracle import never_forgetting
from signalkit.pace import calmly
from signalkit.sequences import SHAPES, buckets

from tipstaff.cel import CelError
from tipstaff.signals.windows.habits import Habits, Surges
from tipstaff.signals.windows.spec import Level

LEVELS = st.sampled_from([Level(3.0, 1.5), Level(2.0, 2.0), Level(0.3, 0.6)])
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
            surge, told_surge = memory.surge(key, bucket, amount, 2), kept.surge(key, bucket, amount, 2)
            assert told_surge == surge or (isnan(surge) and isnan(told_surge))
        kept.record(key, bucket, amount)
        memory.record(key, bucket, amount)
    for key, bucket in told[-3:]:
        if not memory.too_late(key, bucket):
            found = memory.by_sql(USUAL, key=str(key), bucket=bucket, n=shape[0], step=step, after=after)
            said = kept.usual(key, bucket)[0]
            assert said == found if found is not None else isnan(said)


@settings(calmly, max_examples=200)
@given(SHAPES, st.integers(1, 4), LEVELS, st.integers(0, 2**32))
def test_a_state_is_what_settling_every_bucket_again_gives(
    shape: tuple[int, int], least: int, level: Level, seed: int
) -> None:
    rng = random.Random(seed)
    surges = never_forgetting(Surges((*shape, 100), total=PLENTY, step=1, after=2, state=(least, level)))
    memory, now = Memory(*shape, 1, 2), 0
    for _ in range(60):
        now += rng.choice([0, 0, 0, 0, 1, 1, 2, shape[0] - 1, shape[0], shape[0] + 1])
        key, bucket = rng.choice("aab"), now - rng.choice([0, 0, 0, 0, 1, 2, 3])
        amount = rng.choice([1, 1, 2, 9])
        if memory.too_late(key, bucket):
            continue
        for asked in (bucket, bucket + rng.randint(0, shape[0] + 2)):
            assert surges.state(key, asked, amount) == memory.state(key, asked, amount, least, level)
        surges.record(key, bucket, amount)
        memory.record(key, bucket, amount)


def test_the_levels_hold_a_state_between_them() -> None:
    surges = Surges((10, 2, 100), total=PLENTY, step=1, after=3, state=(1, Level(5.0, 2.0)))
    for bucket in range(5):
        surges.record("a", bucket, 10)
    assert [surges.state("a", 5, amount) for amount in (20, 21, 49, 50, 51)] == [False, False, False, True, True]
    surges.record("a", 5, 50)
    assert [surges.state("a", 6, amount) for amount in (20, 21, 49, 50)] == [False, True, True, True]
    assert [surges.state("a", bucket, 30) for bucket in (12, 13, 14)] == [True, True, False]  # too little past is left


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


@calmly
@given(SHAPES, buckets(), st.integers(0, 60))
def test_a_restart_changes_nothing(shape: tuple[int, int], told: list[tuple[object, int]], cut: int) -> None:
    def made() -> Surges:
        return Surges((*shape, 100), total=60, step=1, after=2, state=(1, Level(3.0, 1.5)))

    steady, before, after = made(), made(), made()
    for key, bucket in told[:cut]:
        steady.record(key, bucket, 1)
        before.record(key, bucket, 1)
    after.refill(before.pack())
    after.directory = before.directory
    for key, bucket in told[cut:]:
        steady.record(key, bucket, 2)
        after.record(key, bucket, 2)
    assert after.pack() == steady.pack()
    assert after.held == steady.held
