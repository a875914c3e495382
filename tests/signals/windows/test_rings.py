"""Running totals in rings answer like counting again from everything recorded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.oracle import Oracle, never_forgetting
from signalkit.pace import calmly
from signalkit.sequences import SHAPES, buckets

from tipstaff.cel import CelError
from tipstaff.signals.windows.measuring.rings import COUNTER, Rings


def check(rings: Rings, oracle: Oracle, key: object, bucket: int, lane: int = 0) -> None:
    if oracle.too_late(key, bucket):
        with pytest.raises(CelError, match="signal-too-late"):
            rings.read(key, bucket, lane)
    else:
        assert rings.read(key, bucket, lane) == oracle.total(key, bucket, lane)


@calmly
@given(SHAPES, buckets(), st.data())
def test_every_window_within_reach_is_what_counting_again_gives(
    shape: tuple[int, int], told: list[tuple[object, int]], data: st.DataObject
) -> None:
    rings, oracle = never_forgetting(Rings(*shape, 100, lanes=2)), Oracle(*shape)
    for key, bucket in told:
        lane = data.draw(st.integers(0, 1))
        check(rings, oracle, key, bucket, lane)
        rings.record(key, bucket, 1, lane)
        oracle.record(key, bucket, lane)
        for asked in (bucket, bucket - 1, bucket + 1, bucket + data.draw(st.integers(-30, 30))):
            check(rings, oracle, key, asked, lane)


@calmly
@given(SHAPES, buckets(), st.data())
def test_sums_of_any_size_are_exact(
    shape: tuple[int, int], told: list[tuple[object, int]], data: st.DataObject
) -> None:
    rings, oracle = never_forgetting(Rings(*shape, 100, exact=True)), Oracle(*shape)
    for key, bucket in told:
        amount = data.draw(st.integers(-(2**80), 2**80))
        rings.record(key, bucket, amount)
        oracle.record(key, bucket, amount=amount)
        check(rings, oracle, key, bucket)


def test_counters_may_wrap() -> None:
    rings = Rings(3, 2, 10)
    rings.record("a", 0, COUNTER - 1)
    rings.record("a", 1, 5)
    rings.record("a", 3, 1)
    assert rings.read("a", 3) == 6


@calmly
@given(buckets(20))
def test_reading_changes_nothing(told: list[tuple[object, int]]) -> None:
    asked, silent = Rings(6, 4, 100), Rings(6, 4, 100)
    for key, bucket in told:
        for rings in (asked, silent):
            rings.record(key, bucket)
        if not (asked.directory.heads[asked.directory.rows[key]] - 4 > bucket):
            asked.read(key, bucket)
            asked.read(key, bucket + 3)
    assert (asked.slots, asked.directory.heads) == (silent.slots, silent.directory.heads)


@calmly
@given(st.lists(st.integers(0, 400), max_size=300))
def test_no_more_keys_than_the_bound_and_those_kept_are_right(keys: list[int]) -> None:
    rings = Rings(5, 2, 20)
    since_kept: dict[int, int] = {}
    for step, key in enumerate(keys):
        rings.record(key, step // 50)
        since_kept = {k: n for k, n in since_kept.items() if k in rings.directory.rows}
        since_kept[key] = since_kept.get(key, 0) + 1
    assert len(rings.directory.rows) <= 20
    assert len(rings.slots) <= 40 * rings.span
    newest = (len(keys) - 1) // 50
    assert all(0 <= rings.read(key, newest) <= count for key, count in since_kept.items())
    assert all(key in rings.directory.rows for key in keys[-1:])


def test_a_key_recorded_to_again_and_again_is_never_the_one_that_gives_way() -> None:
    rings = Rings(5, 2, 50)
    for stranger in range(2_000):
        rings.record("steady", 0)
        rings.record(stranger, 0)
    assert rings.read("steady", 0) == 2_000


def test_a_place_is_reused_once_nothing_of_it_can_be_read() -> None:
    rings = Rings(5, 2, 1_000_000)
    for bucket in range(0, 200_000, 100):
        rings.record(bucket, bucket)
    assert len(rings.directory.keys) < 10
