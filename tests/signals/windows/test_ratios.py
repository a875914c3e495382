"""Ratios and their levels answer like settling every bucket again."""

from __future__ import annotations

import random
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.oracle import Oracle, never_forgetting
from signalkit.pace import calmly
from signalkit.sequences import SHAPES, buckets

from tipstaff.signals.windows.declaring.spec import Level
from tipstaff.signals.windows.measuring.ratios import Levels, Ratios

LEVELS = st.sampled_from([Level(0.6, 0.3), Level(0.5, 0.5), Level(0.2, 0.5)])


@calmly
@given(SHAPES, buckets(), st.integers(1, 4), st.data())
def test_a_ratio_is_what_counting_again_gives(
    shape: tuple[int, int], told: list[tuple[object, int]], least: int, data: st.DataObject
) -> None:
    ratios, oracle = never_forgetting(Ratios(*shape, 100, least)), Oracle(*shape)
    for key, bucket in told:
        lane = data.draw(st.integers(0, 1))
        if not oracle.too_late(key, bucket):
            above, below = 1 - lane, lane
            expected = oracle.ratio(key, bucket, least, above, below)
            said = ratios.ratio(key, bucket, above, below)
            assert isnan(said) if expected is None else said == expected
        ratios.record(key, bucket, 1, lane)
        oracle.record(key, bucket, lane)


@settings(calmly, max_examples=200)
@given(SHAPES, st.integers(1, 3), LEVELS, st.integers(0, 2**32))
def test_a_state_is_what_settling_every_bucket_again_gives(
    shape: tuple[int, int], least: int, level: Level, seed: int
) -> None:
    rng = random.Random(seed)
    levels, oracle = never_forgetting(Levels(*shape, 100, least, level)), Oracle(*shape)
    now, bias = 0, 0.3
    for _ in range(60):
        now += rng.choice([0, 0, 0, 0, 0, 0, 1, 2, shape[0] - 1, shape[0], shape[0] + 1])
        bias = rng.random() if rng.random() < 0.2 else bias
        key, bucket, lane = rng.choice("aab"), now - rng.choice([0, 0, 0, 0, 1, 2, 3]), int(rng.random() > bias)
        if oracle.too_late(key, bucket):
            continue
        for asked in (bucket, bucket + rng.randint(0, shape[0] + 2)):
            above, below = 1 - lane, lane
            assert levels.state(key, asked, above, below) == oracle.state(key, asked, least, level, (above, below))
        levels.record(key, bucket, 1, lane)
        oracle.record(key, bucket, lane)


def test_what_lies_beyond_reach_hands_on_the_state_it_found() -> None:
    levels = Levels(6, 2, 10, 1, Level(0.5, 0.1))
    for lane, bucket in ((0, 0), (1, 0), (1, 5)):
        levels.record("a", bucket, 1, lane)
    assert levels.state("a", 5, 0, 1) is True  # 1/1 at 0, then 1/3 between the levels
    levels.record("a", 2, 1, 1)
    assert levels.state("a", 5, 0, 1) is True
    levels.record("a", 4, 1, 1)
    assert levels.state("a", 5, 0, 0) is True  # settled again from 4: found on at 2, 1/4 keeps it


def test_the_state_is_kept_between_the_levels_and_lost_below_the_volume() -> None:
    levels = Levels(4, 2, 10, 4, Level(0.5, 0.25))
    for bucket, (above, below) in enumerate([(2, 4), (0, 2), (0, 2), (0, 4)]):
        levels.record("a", bucket, above, 0) if above else None
        levels.record("a", bucket, below, 1)
    states = [levels.state("a", bucket, 0, 0) for bucket in range(1, 5)]
    assert states == [True, False, False, False]  # after 2/4: 2/6 is between, 2/8 leaves
    assert levels.state("a", 20, 0, 1) is False


@pytest.mark.parametrize(
    ("level", "value", "before", "after"),
    [
        (Level(0.5, 0.2), 0.5, False, True),
        (Level(0.5, 0.2), 0.2, True, False),
        (Level(0.5, 0.2), 0.3, True, True),
        (Level(0.5, 0.2), 0.3, False, False),
        (Level(0.1, 0.4), 0.1, False, True),
        (Level(0.1, 0.4), 0.4, True, False),
        (Level(0.1, 0.4), 0.2, True, True),
    ],
)
def test_levels_include_their_edges(level: Level, value: float, before: bool, after: bool) -> None:
    assert level.after(before, value) is after
