"""Percentiles over all keys answer like sorting everybody's totals again; a sample does not depend on the order."""

from __future__ import annotations

import random
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.baselines import PERCENTILE, Memory
from signalkit.pace import calmly

from tipstaff.cel import CelError
from tipstaff.signals.windows.measuring.fleet import Crowd, Fleet

SHARES = st.sampled_from(["0.01", "0.07", "0.5", "0.9", "0.95", "0.99", "1.0"])
TOLD = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(1, 40) | st.integers(-9, 10**12)), max_size=60
)


@calmly
@given(TOLD, SHARES, st.integers(1, 4))
def test_a_percentile_is_what_sorting_everybody_again_gives(
    told: list[tuple[int, int, int]], share: str, least: int
) -> None:
    fleet, memory = Fleet(9, 1_000), Memory(1, 9)
    for key, bucket, amount in told:
        for own in (amount, 0):
            expected = memory.percentile(share, bucket, (key, own), least)
            said = fleet.percentile(float(share), key, bucket, own, least)
            assert said == expected if expected is not None else isnan(said)
        if amount:
            fleet.record(key, bucket, amount)
            memory.record(key, bucket, amount)
    for bucket in range(4):
        found = memory.by_sql(PERCENTILE, bucket=bucket, least=least, hundredths=round(float(share) * 100))
        said = fleet.percentile(float(share), None, bucket, 0, least)
        assert said == found if found is not None else isnan(said)


@calmly
@given(TOLD, st.randoms(use_true_random=False), st.integers(1, 5))
def test_beyond_the_bound_the_order_of_events_does_not_matter(
    told: list[tuple[int, int, int]], rng: random.Random, most: int
) -> None:
    one, other = Fleet(9, most), Fleet(9, most)
    for row in told:
        one.record(*row)
    rng.shuffle(told)
    for row in told:
        other.record(*row)
    for bucket in range(4):
        said = [fleet.percentile(0.5, None, bucket, 0, 1) for fleet in (one, other)]
        assert said[0] == said[1] or all(map(isnan, said))
        assert all(crowd.size == len(crowd.totals) <= most for crowd in one.crowds.values())


def test_a_sample_of_a_large_fleet_is_near_the_whole() -> None:
    whole, sample = Crowd(100_000), Crowd(2_000)
    rng = random.Random(3)
    for key in range(20_000):
        total = int(rng.lognormvariate(4, 2)) + 1
        whole.put(key, total)
        sample.put(key, total)
    ordered = sorted(whole.totals.values())
    for share in (0.5, 0.9, 0.99):
        place = sum(total <= sample.percentile(share) for total in ordered) / len(ordered)
        assert abs(place - share) < 0.0304  # √(ln 40 / 2·2000), and the sample is fixed


def test_a_tide_lifts_everybody() -> None:
    fleet = Fleet(2, 1_000)
    for bucket, factor in ((0, 1), (1, 10)):
        for account in range(100):
            fleet.record(account, bucket, factor * (10 + account))
    assert fleet.percentile(0.99, 0, 0, 0, 20) == 108
    assert fleet.percentile(0.99, 0, 1, 0, 20) == 1_080


def test_few_keys_are_no_fleet() -> None:
    fleet = Fleet(2, 1_000)
    for account in range(19):
        fleet.record(account, 5, 1)
    assert isnan(fleet.percentile(0.5, 3, 5, 1, 20))
    assert fleet.percentile(0.5, "the twentieth", 5, 1, 20) == 1


def test_only_the_newest_buckets_are_remembered() -> None:
    fleet = Fleet(2, 1_000)
    for bucket in range(50):
        fleet.record("a", bucket, 1)
    fleet.record("a", 3, 1)
    assert sorted(fleet.crowds) == [47, 48, 49]
    with pytest.raises(CelError, match="remembers 2"):
        fleet.percentile(0.5, "a", 46, 1, 1)


@calmly
@given(TOLD, st.integers(0, 60), st.integers(2, 20))
def test_a_restart_changes_nothing(told: list[tuple[int, int, int]], cut: int, most: int) -> None:
    steady, before, after = Fleet(2, most), Fleet(2, most), Fleet(2, most)
    for row in told[:cut]:
        steady.record(*row)
        before.record(*row)
    after.refill(before.pack())
    for row in told[cut:]:
        steady.record(*row)
        after.record(*row)
    assert after.pack() == steady.pack()
