"""The standard functions other than operators, with the ids of the CEL language definition."""

from __future__ import annotations

from collections.abc import Mapping

from tipstaff.cel.declare.overloads import Overload
from tipstaff.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    A,
    B,
    list_of,
    map_of,
    type_of,
)

_SIZED = (("string", STRING), ("bytes", BYTES), ("list", list_of(A)), ("map", map_of(A, B)))
_CALENDAR = (
    ("getFullYear", "timestamp_to_year"),
    ("getMonth", "timestamp_to_month"),
    ("getDayOfYear", "timestamp_to_day_of_year"),
    ("getDayOfMonth", "timestamp_to_day_of_month"),
    ("getDate", "timestamp_to_day_of_month_1_based"),
    ("getDayOfWeek", "timestamp_to_day_of_week"),
)
_CLOCK = (
    ("getHours", "hours"),
    ("getMinutes", "minutes"),
    ("getSeconds", "seconds"),
    ("getMilliseconds", "milliseconds"),
)


def _read_timestamp(overload: str) -> tuple[Overload, ...]:
    """Both forms: in UTC, and in the zone named by the argument."""
    # The language definition spells this one id unlike its siblings.
    zoned = "timestamp_to_seconds_tz" if overload == "timestamp_to_seconds" else f"{overload}_with_tz"
    return (
        Overload(overload, (TIMESTAMP,), INT, member=True),
        Overload(zoned, (TIMESTAMP, STRING), INT, member=True),
    )


def _read_clock(part: str) -> tuple[Overload, ...]:
    return (*_read_timestamp(f"timestamp_to_{part}"), Overload(f"duration_to_{part}", (DURATION,), INT, member=True))


FUNCTIONS: Mapping[str, tuple[Overload, ...]] = {
    "size": (
        *(Overload(f"size_{name}", (of,), INT) for name, of in _SIZED),
        *(Overload(f"{name}_size", (of,), INT, member=True) for name, of in _SIZED),
    ),
    "type": (Overload("type", (A,), type_of(A)),),
    "dyn": (Overload("to_dyn", (A,), DYN),),
    "int": (
        Overload("int64_to_int64", (INT,), INT),
        Overload("uint64_to_int64", (UINT,), INT),
        Overload("double_to_int64", (DOUBLE,), INT),
        Overload("string_to_int64", (STRING,), INT),
        Overload("timestamp_to_int64", (TIMESTAMP,), INT),
    ),
    "uint": (
        Overload("uint64_to_uint64", (UINT,), UINT),
        Overload("int64_to_uint64", (INT,), UINT),
        Overload("double_to_uint64", (DOUBLE,), UINT),
        Overload("string_to_uint64", (STRING,), UINT),
    ),
    "double": (
        Overload("double_to_double", (DOUBLE,), DOUBLE),
        Overload("int64_to_double", (INT,), DOUBLE),
        Overload("uint64_to_double", (UINT,), DOUBLE),
        Overload("string_to_double", (STRING,), DOUBLE),
    ),
    "bool": (Overload("bool_to_bool", (BOOL,), BOOL), Overload("string_to_bool", (STRING,), BOOL)),
    "bytes": (Overload("bytes_to_bytes", (BYTES,), BYTES), Overload("string_to_bytes", (STRING,), BYTES)),
    "string": (
        Overload("string_to_string", (STRING,), STRING),
        Overload("bool_to_string", (BOOL,), STRING),
        Overload("int64_to_string", (INT,), STRING),
        Overload("uint64_to_string", (UINT,), STRING),
        Overload("double_to_string", (DOUBLE,), STRING),
        Overload("bytes_to_string", (BYTES,), STRING),
        Overload("timestamp_to_string", (TIMESTAMP,), STRING),
        Overload("duration_to_string", (DURATION,), STRING),
    ),
    "timestamp": (
        Overload("timestamp_to_timestamp", (TIMESTAMP,), TIMESTAMP),
        Overload("int64_to_timestamp", (INT,), TIMESTAMP),
        Overload("string_to_timestamp", (STRING,), TIMESTAMP),
    ),
    "duration": (
        Overload("duration_to_duration", (DURATION,), DURATION),
        Overload("string_to_duration", (STRING,), DURATION),
    ),
    "contains": (Overload("contains_string", (STRING, STRING), member=True),),
    "startsWith": (Overload("starts_with_string", (STRING, STRING), member=True),),
    "endsWith": (Overload("ends_with_string", (STRING, STRING), member=True),),
    "matches": (
        Overload("matches", (STRING, STRING)),
        Overload("matches_string", (STRING, STRING), member=True),
    ),
    **{name: _read_timestamp(overload) for name, overload in _CALENDAR},
    **{name: _read_clock(part) for name, part in _CLOCK},
}
