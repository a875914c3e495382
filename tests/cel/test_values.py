"""Values: what is equal, what orders, what can be a key, what has nanoseconds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Struct, UnsetType

from tipstaff.cel.failure import CelError
from tipstaff.cel.nanoseconds import (
    NanoDuration,
    NanoTimestamp,
    duration_of,
    nanoseconds,
    nanoseconds_since_epoch,
    timestamp_of,
)
from tipstaff.cel.types import INT, list_of
from tipstaff.cel.values import UInt, contains, equal, from_plain, kind, map_of_pairs, show, type_of_value, value_of_key

NAN = float("nan")


class Point(Struct):
    x: int
    note: str | UnsetType = UNSET


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (1, 1.0, True),
        (UInt(1), 1, True),
        (UInt(1), 1.0, True),
        (True, 1, False),
        (False, 0.0, False),
        (None, False, False),
        ("1", 1, False),
        ("a", b"a", False),
        (NAN, NAN, False),
        ([NAN], [NAN], False),
        ([1, "a"], (1.0, "a"), True),
        ([True], [1], False),
        ([1], [1, 2], False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": True}, {"a": 1}, False),
        ({1: "a"}, {1.0: "a"}, True),
        ({"a": 1}, {"b": 1}, False),
        (9007199254740993, 9007199254740992.0, True),
        (list_of(INT), type_of_value([]), True),
        (INT, type_of_value(5), True),
        (INT, type_of_value(UInt(5)), False),
        (Point(1), Point(1), True),
        (Point(1), Point(1, "a"), False),
        (Point(1), {"x": 1}, False),
    ],
)
def test_equality(left: Any, right: Any, same: bool) -> None:
    assert equal(left, right) is same
    assert equal(right, left) is same


def test_a_bool_is_no_number_in_a_list_or_a_map() -> None:
    assert not contains(True, [1, 0])
    assert contains(1.0, [UInt(1)])
    made = map_of_pairs([(True, "yes"), (1, "one"), (False, "no"), (0, "zero")])
    assert [(value_of_key(key), value) for key, value in made.items()] == [
        (True, "yes"),
        (1, "one"),
        (False, "no"),
        (0, "zero"),
    ]
    assert [type(value_of_key(key)) for key in made] == [bool, int, bool, int]


@pytest.mark.parametrize("pairs", [[("a", 1), ("a", 2)], [(1, 1), (UInt(1), 2)], [(True, 1), (True, 1)]])
def test_a_key_stands_once_in_a_map(pairs: list[tuple[Any, Any]]) -> None:
    with pytest.raises(CelError) as failure:
        map_of_pairs(pairs)
    assert failure.value.code == "duplicate-key"


@pytest.mark.parametrize("key", [1.0, None, b"a", [1], {"a": 1}])
def test_only_some_types_can_be_keys(key: Any) -> None:
    with pytest.raises(CelError):
        map_of_pairs([(key, 1)])


def test_plain_data_becomes_values() -> None:
    assert from_plain({"a": [{True: (1, 2)}]})["a"][0] == map_of_pairs([(True, [1, 2])])


NANOS = st.integers(-62_135_596_800 * 10**9, 253_402_300_799 * 10**9)


@given(NANOS, NANOS)
def test_timestamps_order_by_their_nanoseconds(one: int, other: int) -> None:
    left, right = timestamp_of(one), timestamp_of(other)

    assert nanoseconds_since_epoch(left) == one
    assert kind(left) == "google.protobuf.Timestamp"
    assert (left < right, left <= right, left > right, left >= right, left == right) == (
        one < other,
        one <= other,
        one > other,
        one >= other,
        one == other,
    )


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-2000, 2000))
def test_durations_order_by_their_nanoseconds(one: int, step: int) -> None:
    other = max(-(2**63), min(2**63 - 1, one + step))
    left, right = duration_of(one), duration_of(other)

    assert nanoseconds(left) == one
    assert (left < right, left <= right, left > right, left >= right, left == right) == (
        one < other,
        one <= other,
        one > other,
        one >= other,
        one == other,
    )
    assert one != other or hash(left) == hash(right)


def test_plain_times_stay_plain() -> None:
    assert type(timestamp_of(10**9)) is datetime
    assert timestamp_of(10**9) == datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert type(timestamp_of(1)) is NanoTimestamp
    assert timestamp_of(1) != datetime(1970, 1, 1, tzinfo=UTC)
    assert duration_of(1500) > timedelta(microseconds=1)
    assert type(duration_of(1500)) is NanoDuration


@pytest.mark.parametrize("beyond", [-62_135_596_800 * 10**9 - 1, 253_402_300_800 * 10**9])
def test_timestamps_end_with_the_calendar(beyond: int) -> None:
    with pytest.raises(CelError, match="overflow"):
        timestamp_of(beyond)


def test_an_error_is_a_value_too() -> None:
    assert CelError("overflow", "a") == CelError("overflow", "a")
    assert len({CelError("overflow", "a"), CelError("overflow", "a"), CelError("overflow", "b")}) == 2
    assert str(CelError("overflow", "too large")) == "overflow: too large"


def test_messages_show_constants_and_numbers() -> None:
    assert [show(value) for value in (True, None, UInt(3), -1.5, INT)] == ["true", "null", "3u", "-1.5", "int"]


def test_messages_never_show_what_may_be_personal() -> None:
    values = ("+33612345678", b"secret", ["a"], {"a": 1}, datetime(2026, 1, 1, tzinfo=UTC), object())

    assert [show(value) for value in values] == [
        "this string", "this bytes", "this list", "this map", "this timestamp", "this record",
    ]  # fmt: skip
