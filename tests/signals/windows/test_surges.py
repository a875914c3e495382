"""The state of a surge is what settling every bucket again from all that was recorded gives."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from signalkit.baselines import Memory
from signalkit.oracle import never_forgetting
from signalkit.pace import calmly
from signalkit.sequences import SHAPES, buckets

from tipstaff.signals.windows.declaring.spec import Level
from tipstaff.signals.windows.measuring.surges import Surges

LEVELS = st.sampled_from([Level(3.0, 1.5), Level(2.0, 2.0), Level(1.2, 0.6)])
PLENTY = 10_000


@settings(calmly, max_examples=60)
@given(SHAPES, st.integers(1, 4), LEVELS, st.integers(0, 2**32))
def test_a_state_is_what_settling_every_bucket_again_gives(
    shape: tuple[int, int], least: int, level: Level, seed: int
) -> None:
    rng = random.Random(seed)
    surges = never_forgetting(Surges((*shape, 100), total=PLENTY, step=1, after=2, state=(least, level)))
    memory, now = Memory(*shape, 1, 2), 0
    for _ in range(40):
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
    assert [surges.state("a", 6, amount) for amount in (1, 21, 50)] == [True, True, True]  # it is not over yet
    surges.record("a", 6, 21)
    assert surges.state("a", 7, 1)
    surges.record("a", 7, 20)
    assert not surges.state("a", 8, 49)
    surges.record("a", 8, 50)
    assert [surges.state("a", bucket, 1) for bucket in (17, 18)] == [True, False]  # too long a silence


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
