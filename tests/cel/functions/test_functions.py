"""The functions against the arithmetic they stand for, and at their bounds; the specification's cases come on top."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel.failure import MAX_INT, MAX_UINT, MIN_INT, CelError
from tipstaff.cel.functions.conversion import double_text, string_to_double
from tipstaff.cel.functions.implementation import MAX_TEXT
from tipstaff.cel.functions.instants import duration_text, parse_duration, parse_timestamp, timestamp_text
from tipstaff.cel.functions.table import dispatch
from tipstaff.cel.nanoseconds import duration_of, timestamp_of
from tipstaff.cel.values import UInt

INTS = st.one_of(st.integers(MIN_INT, MAX_INT), st.sampled_from([0, 1, -1, MIN_INT, MAX_INT]))
UINTS = st.one_of(st.integers(0, MAX_UINT), st.sampled_from([0, 1, MAX_UINT])).map(UInt)


def run(function: str, *args: Any, member: bool = False) -> Any:
    """The value, or the code of the error."""
    try:
        return dispatch(function, member=member)(*args)
    except CelError as error:
        return error.code


def on(function: str, *args: Any) -> Any:
    return run(function, *args, member=True)


@given(INTS, INTS)
def test_ints_never_leave_64_bits(left: int, right: int) -> None:
    for sign, exact in (("_+_", left + right), ("_-_", left - right), ("_*_", left * right)):
        assert run(sign, left, right) == (exact if MIN_INT <= exact <= MAX_INT else "overflow")


@given(INTS, INTS.filter(bool))
def test_division_truncates_and_the_rest_fits(left: int, right: int) -> None:
    quotient, rest = run("_/_", left, right), run("_%_", left, right)

    if (left, right) == (MIN_INT, -1):
        assert quotient == "overflow"
    else:
        assert quotient * right + rest == left
        assert abs(rest) < abs(right)
        assert rest == 0 or (rest < 0) == (left < 0)


@given(UINTS, UINTS)
def test_uints_stay_uints(left: UInt, right: UInt) -> None:
    total = run("_+_", left, right)

    assert total == "overflow" if int(left) + int(right) > MAX_UINT else type(total) is UInt
    assert run("_-_", left, right) == ("overflow" if right > left else left - right)
    if right:
        assert int(run("_/_", left, right)) == int(left) // int(right)


def test_division_by_zero_is_an_error_for_ints_and_not_for_doubles() -> None:
    assert run("_/_", 1, 0) == run("_%_", 1, 0) == run("_/_", UInt(1), UInt(0)) == "divide-by-zero"
    assert run("_/_", 1.0, 0.0) == math.inf
    assert run("_/_", 1.0, -0.0) == -math.inf
    assert math.isnan(run("_/_", 0.0, 0.0))


@given(st.floats())
def test_doubles_read_back_from_their_text(value: float) -> None:
    text = double_text(value)

    assert math.isnan(value) if text == "nan" else string_to_double(text) == value


@pytest.mark.parametrize(
    ("function", "value", "expected"),
    [
        ("int", 1.9, 1), ("int", -1.9, -1), ("int", 2.0**63, "overflow"), ("int", math.nan, "overflow"),
        ("int", "12", 12), ("int", "0x5", "invalid-argument"), ("int", "1_0", "invalid-argument"),
        ("int", "٣", "invalid-argument"), ("int", UInt(MAX_UINT), "overflow"), ("int", True, "no-matching-overload"),
        ("uint", -1, "overflow"), ("uint", "-1", "invalid-argument"), ("uint", -0.5, "overflow"),
        ("double", "1_0", "invalid-argument"), ("double", "Infinity", math.inf), ("double", " 1", "invalid-argument"),
        ("bool", "yes", "invalid-argument"), ("string", b"\xff", "invalid-argument"), ("string", 1e6, "1e+06"),
        ("bytes", "é", b"\xc3\xa9"), ("bytes", "\ud800", "invalid-argument"),
        ("timestamp", "2026-02-29T00:00:00Z", "invalid-argument"), ("timestamp", "2026-01-01", "invalid-argument"),
        ("timestamp", MAX_INT, "overflow"), ("duration", "1d", "invalid-argument"),
        ("duration", "9999999h", "overflow"),
        ("duration", "-1.5h", timedelta(hours=-1.5)), ("duration", "1h30m", timedelta(minutes=90)),
    ],
)  # fmt: skip
def test_conversions(function: str, value: Any, expected: Any) -> None:
    assert run(function, value) == expected


@given(st.integers(-62_135_596_800 * 10**9, 253_402_300_800 * 10**9 - 1))
def test_timestamps_read_back_from_their_text(nanos: int) -> None:
    timestamp = timestamp_of(nanos)

    assert parse_timestamp(timestamp_text(timestamp)) == timestamp


@given(st.integers(MIN_INT, MAX_INT))
def test_durations_read_back_from_their_text(nanos: int) -> None:
    duration = duration_of(nanos)

    assert parse_duration(duration_text(duration)) == duration


def test_a_timestamp_is_read_in_its_zone() -> None:
    assert parse_timestamp("2026-03-29T02:30:00+02:00") == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


@given(st.integers(-631_152_000, 3_786_912_000), st.sampled_from(["Europe/Paris", "Asia/Kathmandu", "UTC"]))
def test_the_parts_of_a_time_are_those_of_the_wall_clock(seconds: int, zone: str) -> None:
    timestamp = datetime.fromtimestamp(seconds, UTC)
    wall = timestamp.astimezone(ZoneInfo(zone))

    assert on("getHours", timestamp, zone) == wall.hour
    assert on("getMonth", timestamp, zone) == wall.month - 1
    assert on("getDayOfWeek", timestamp, zone) == (wall.weekday() + 1) % 7
    assert on("getDayOfYear", timestamp, zone) == wall.timetuple().tm_yday - 1
    assert on("getDate", timestamp, zone) == on("getDayOfMonth", timestamp, zone) + 1 == wall.day


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../etc/passwd", "/etc/passwd", "posixrules/..", "a" * 500, "+25:00", "x\0"]
)
def test_a_zone_that_is_none_is_an_error_and_opens_no_file(zone: str) -> None:
    assert on("getHours", datetime(2026, 1, 1, tzinfo=UTC), zone) == "unknown-zone"


def test_a_time_without_a_zone_is_no_timestamp() -> None:
    assert on("getHours", datetime(2026, 1, 1)) == "no-matching-overload"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("charAt", "abc", 3), ""), (("charAt", "abc", 4), "index-out-of-range"), (("charAt", "a😀c", 1), "😀"),
        (("substring", "abc", 2, 1), "index-out-of-range"), (("substring", "abc", -1), "index-out-of-range"),
        (("indexOf", "abc", "c", 3), -1), (("lastIndexOf", "abab", "ab", 1), 0), (("lastIndexOf", "", ""), 0),
        (("split", "abc", ""), ["a", "b", "c"]), (("split", "abc", "", 2), ["a", "bc"]), (("split", "", ""), [""]),
        (("split", "a,b,c", ",", 2), ["a", "b,c"]), (("split", "a,b", ",", 0), []), (("split", "a", ",", -1), ["a"]),
        (("replace", "abc", "", "-"), "-a-b-c-"), (("replace", "aaa", "a", "b", 2), "bba"),
        (("trim", "\u2003 a\x1c\u200b\t"), "a\x1c\u200b"), (("lowerAscii", "ÀBC"), "Àbc"),
        (("upperAscii", "àbc"), "àBC"),
        (("join", ["a", 1]), "no-matching-overload"), (("size", "é😀"), 2), (("size", b"\xc3\xa9"), 2),
        (("reverse", "ab😀"), "😀ba"),
    ],
)  # fmt: skip
def test_strings(call: tuple[Any, ...], expected: Any) -> None:
    assert on(*call) == expected


@pytest.mark.parametrize(
    "grown",
    [
        ("_+_", "a" * MAX_TEXT, "b"),
        ("_+_", b"a" * MAX_TEXT, b"b"),
        ("_+_", [0] * 99_999, [0, 0]),
    ],
    ids=["string", "bytes", "list"],
)
def test_concatenation_is_bounded(grown: tuple[Any, ...]) -> None:
    assert run(*grown) == "limit-exceeded"


@pytest.mark.parametrize(
    "grown",
    [
        ("replace", "a" * 2000, "", "b" * 2000),
        ("replace", "a" * 2000, "a", "b" * 2000),
        ("join", ["a" * 10_000] * 200),
        ("join", ["a"] * 2000, "b" * 2000),
        ("format", "%s" * 200, ["a" * 10_000] * 200),
        ("format", "%s", [[[["a" * 400_000] * 3] * 3] * 3]),
        ("split", "a" * 200_000, ""),
    ],
    ids=str,
)
def test_what_a_call_can_make_is_bounded(grown: tuple[Any, ...]) -> None:
    assert on(*grown) == "limit-exceeded"


@pytest.mark.parametrize(
    ("template", "args", "expected"),
    [
        ("%d%%", [5], "5%"), ("%.2f", [1.005], "1.00"), ("%e", [12345.678], "1.234568e+04"),
        ("%x", [b"\x01\xff"], "01ff"),
        ("%X", [-255], "-FF"), ("%b", [True], "1"),
        ("%s", [{"b": None, "a": [1.5, True]}], "{a: [1.5, true], b: null}"),
        ("%s", [], "invalid-argument"), ("%q", [1], "invalid-argument"), ("%", [], "invalid-argument"),
        ("%.1001f", [1.0], "invalid-argument"), ("%d", ["a"], "invalid-argument"), ("%.3", [1], "invalid-argument"),
        ("%s", [object()], "invalid-argument"),
    ],
)  # fmt: skip
def test_format(template: str, args: list[Any], expected: str) -> None:
    assert on("format", template, args) == expected


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("math.greatest", 1, 1.0), 1), (("math.least", UInt(3), -1, 2.5), -1), (("math.greatest", [1, 2.5]), 2.5),
        (("math.greatest", []), "invalid-argument"), (("math.greatest", ["a"]), "no-matching-overload"),
        (("math.round", -0.5), -1.0), (("math.round", 0.49999999999999994), 0.0), (("math.trunc", -1.9), -1.0),
        (("math.abs", MIN_INT), "overflow"), (("math.bitShiftLeft", 1, 64), 0), (("math.bitShiftLeft", 1, 63), MIN_INT),
        (("math.bitShiftRight", -1, 1), MAX_INT), (("math.bitShiftLeft", 1, -1), "invalid-argument"),
        (("math.bitShiftLeft", 1, 2**62), 0), (("math.bitNot", UInt(0)), MAX_UINT),
        (("math.ceil", 1), "no-matching-overload"),
    ],
)  # fmt: skip
def test_mathematics(call: tuple[Any, ...], expected: Any) -> None:
    assert run(*call) == expected
    if not isinstance(expected, str):
        assert type(run(*call)) is type(expected) or isinstance(run(*call), UInt)


def test_an_index_is_a_whole_number_within_the_list() -> None:
    assert run("_[_]", [7, 8], 1.0) == run("_[_]", [7, 8], UInt(1)) == 8
    assert run("_[_]", [7], -1) == run("_[_]", [7], 1) == "index-out-of-range"
    assert run("_[_]", [7], 0.5) == run("_[_]", [7], True) == "no-matching-overload"
    assert run("_[_]", [7], math.nan) == run("_[_]", [7], math.inf) == "no-matching-overload"


def test_a_map_finds_a_number_by_its_value_and_a_bool_only_by_a_bool() -> None:
    assert run("_[_]", {1: "a"}, 1.0) == "a"
    assert run("_[_]", {1: "a"}, True) == "no-such-key"
    assert run("@in", 1.5, {1: "a"}) is False
    assert run("@in", None, {1: "a"}) == "no-matching-overload"
