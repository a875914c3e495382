"""A tide is what working out everybody's surge again gives, in any order of events and after a restart."""

from __future__ import annotations

import random
from math import isnan

from hypothesis import given
from hypothesis import strategies as st
from signalkit.baselines import Memory
from signalkit.oracle import never_forgetting
from signalkit.pace import calmly

from tipstaff.signals.windows.measuring.tide import Tide

TOLD = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 9), st.integers(1, 9)), max_size=60)


def tide(most: int = 100, after: int = 2) -> Tide:
    return never_forgetting(Tide(6, 6, most, total=10_000, step=1, after=after))


def again(memory: Memory, bucket: int, own: tuple[str, int]) -> float | None:
    """The median of all surges, by walking over everything."""
    surges = []
    for key in {row[0] for row in memory.rows} | {own[0]}:
        usual = memory.usual(key, bucket)
        total = memory.totals(key).get(bucket, 0) + (own[1] if key == own[0] else 0)
        if usual is not None and total:
            surges.append(round(total / usual[0] * 1_000_000))
    surges.sort()
    return surges[-(-len(surges) // 2) - 1] / 1_000_000 if surges else None


@calmly
@given(TOLD)
def test_a_tide_is_what_working_it_out_again_gives(told: list[tuple[str, int, int]]) -> None:
    kept, memory, head = tide(), Memory(6, 6, 1, 2), 0
    for key, bucket, amount in told:
        if bucket < head - 2:
            continue
        expected = again(memory, bucket, (key, amount))
        said = kept.percentile(0.5, key, bucket, amount, 1)
        assert said == expected if expected is not None else isnan(said)
        kept.record(key, bucket, amount)
        memory.record(key, bucket, amount)
        head = max(head, bucket)


@calmly
@given(TOLD, st.randoms(use_true_random=False), st.integers(0, 60))
def test_neither_the_order_nor_a_restart_changes_it(
    told: list[tuple[str, int, int]], rng: random.Random, cut: int
) -> None:
    near = [row for row in told if row[1] >= 7 - row[2] % 3]
    one, other, after = tide(), tide(), tide()
    for row in near:
        one.record(*row)
    mixed = rng.sample(near, len(near))
    for row in mixed[:cut]:
        other.record(*row)
    after.refill(other.pack())
    after.directory = other.directory
    for row in mixed[cut:]:
        after.record(*row)
    head = max((row[1] for row in near), default=0)
    if all(row[1] >= head - 2 for row in near):
        said = [kept.percentile(0.5, None, head, 0, 1) for kept in (one, after)]
        assert said[0] == said[1] or all(map(isnan, said))


def test_everybody_rises_and_one_does_more() -> None:
    kept = tide()
    for bucket in range(6):
        for account in range(30):
            kept.record(account, bucket, 100 * (account + 1))
    for account in range(30):
        kept.record(account, 6, 800 * (account + 1))
    assert kept.percentile(0.5, 3, 6, 0, 20) == 8.0
    assert kept.surge(3, 6, 4_200, 1) == 18.5  # 3,200 and 4,200 more, above a usual of 400
    assert kept.percentile(0.5, 3, 6, 4_200, 20) == 8.0
    assert isnan(kept.percentile(0.5, 3, 6, 1, 31))


def test_the_new_are_left_out() -> None:
    kept = tide()
    for bucket in range(3):
        kept.record("old", bucket, 10)
    kept.record("old", 3, 10)
    for account in range(50):
        kept.record(account, 3, 10_000)
    assert kept.percentile(0.5, "new", 3, 10_000, 1) == 1.0
