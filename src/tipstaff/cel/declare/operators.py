"""Operators and their overloads, with the ids of the CEL language definition ("List of standard definitions")."""

from __future__ import annotations

from collections.abc import Mapping

from tipstaff.cel.declare.overloads import Overload
from tipstaff.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    A,
    B,
    Type,
    list_of,
    map_of,
)

_ORDERED = (
    ("bool", BOOL, BOOL),
    ("int64", INT, INT),
    ("int64_double", INT, DOUBLE),
    ("int64_uint64", INT, UINT),
    ("uint64", UINT, UINT),
    ("uint64_double", UINT, DOUBLE),
    ("uint64_int64", UINT, INT),
    ("double", DOUBLE, DOUBLE),
    ("double_int64", DOUBLE, INT),
    ("double_uint64", DOUBLE, UINT),
    ("string", STRING, STRING),
    ("bytes", BYTES, BYTES),
    ("timestamp", TIMESTAMP, TIMESTAMP),
    ("duration", DURATION, DURATION),
)


def _comparison(word: str) -> tuple[Overload, ...]:
    return tuple(Overload(f"{word}_{suffix}", (left, right)) for suffix, left, right in _ORDERED)


def _same(overload: str, operand: Type) -> Overload:
    return Overload(overload, (operand, operand), operand)


OPERATORS: Mapping[str, tuple[Overload, ...]] = {
    "_?_:_": (Overload("conditional", (BOOL, A, A), A),),
    "_&&_": (Overload("logical_and", (BOOL, BOOL)),),
    "_||_": (Overload("logical_or", (BOOL, BOOL)),),
    "!_": (Overload("logical_not", (BOOL,)),),
    "_==_": (Overload("equals", (A, A)),),
    "_!=_": (Overload("not_equals", (A, A)),),
    "_<_": _comparison("less"),
    "_<=_": _comparison("less_equals"),
    "_>_": _comparison("greater"),
    "_>=_": _comparison("greater_equals"),
    "_+_": (
        _same("add_int64", INT),
        _same("add_uint64", UINT),
        _same("add_double", DOUBLE),
        _same("add_string", STRING),
        _same("add_bytes", BYTES),
        _same("add_list", list_of(A)),
        Overload("add_timestamp_duration", (TIMESTAMP, DURATION), TIMESTAMP),
        Overload("add_duration_timestamp", (DURATION, TIMESTAMP), TIMESTAMP),
        _same("add_duration_duration", DURATION),
    ),
    "_-_": (
        _same("subtract_int64", INT),
        _same("subtract_uint64", UINT),
        _same("subtract_double", DOUBLE),
        Overload("subtract_timestamp_timestamp", (TIMESTAMP, TIMESTAMP), DURATION),
        Overload("subtract_timestamp_duration", (TIMESTAMP, DURATION), TIMESTAMP),
        _same("subtract_duration_duration", DURATION),
    ),
    "_*_": (_same("multiply_int64", INT), _same("multiply_uint64", UINT), _same("multiply_double", DOUBLE)),
    "_/_": (_same("divide_int64", INT), _same("divide_uint64", UINT), _same("divide_double", DOUBLE)),
    "_%_": (_same("modulo_int64", INT), _same("modulo_uint64", UINT)),
    "-_": (Overload("negate_int64", (INT,), INT), Overload("negate_double", (DOUBLE,), DOUBLE)),
    "_[_]": (Overload("index_list", (list_of(A), INT), A), Overload("index_map", (map_of(A, B), A), B)),
    "@in": (Overload("in_list", (A, list_of(A))), Overload("in_map", (A, map_of(A, B)))),
}
