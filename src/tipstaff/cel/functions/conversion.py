"""`int(...)`, `string(...)`, `type(...)` and the other conversions."""

from __future__ import annotations

import base64
import binascii
import math
import re
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

from tipstaff.cel.functions.arithmetic import int_checked, uint_checked
from tipstaff.cel.functions.implementation import ANY, DURATION, TIMESTAMP, Implementation
from tipstaff.cel.functions.instants import duration_text, parse_duration, parse_timestamp, timestamp_text
from tipstaff.cel.nanoseconds import nanoseconds_since_epoch, timestamp_of
from tipstaff.cel.values import CelError, UInt, show, type_of_value

_INTEGER = re.compile(r"[+-]?[0-9]{1,20}", re.ASCII)
_DOUBLE = re.compile(
    r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]{1,5})?|[+-]?(inf|infinity|nan)", re.ASCII | re.IGNORECASE
)
_LONGEST_NUMBER = 1000
_BOOLS = {
    **dict.fromkeys(("1", "t", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "false", "FALSE", "False"), False),
}


def _cannot(value: object, target: str) -> NoReturn:
    raise CelError("invalid-argument", f"{show(value)} is not {target}")


def double_to_int(value: float) -> int:
    """Truncate toward zero. CelError overflow at or beyond 2**63, invalid for NaN."""
    if not -(2.0**63) < value < 2.0**63:
        raise CelError("overflow", f"{show(value)} does not fit a 64-bit integer")
    return int(value)


def double_to_uint(value: float) -> UInt:
    """Truncate toward zero. CelError overflow below zero, at or beyond 2**64, and for NaN."""
    if not 0 <= value < 2.0**64:
        raise CelError("overflow", f"{show(value)} does not fit an unsigned 64-bit integer")
    return UInt(value)


def string_to_int(text: str) -> int:
    """Decimal digits with an optional sign."""
    return int_checked(int(text)) if _INTEGER.fullmatch(text) else _cannot(text, "an int")


def string_to_uint(text: str) -> UInt:
    """Decimal digits."""
    if text.startswith("-") or not _INTEGER.fullmatch(text):
        _cannot(text, "a uint")
    return uint_checked(int(text))


def string_to_double(text: str) -> float:
    """Decimal notation with an optional exponent, `inf` or `nan`."""
    if len(text) > _LONGEST_NUMBER or not _DOUBLE.fullmatch(text):
        _cannot(text, "a double")
    return float(text)


def string_to_bool(text: str) -> bool:
    """`1`, `t`, `true`, `0`, `f`, `false` in the usual capitalisations."""
    return _BOOLS[text] if text in _BOOLS else _cannot(text, "a bool")


def bytes_to_string(raw: bytes) -> str:
    """UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        _cannot(raw, "UTF-8")


def string_to_bytes(text: str) -> bytes:
    """UTF-8."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        _cannot(text, "valid Unicode")


def bool_text(value: bool) -> str:
    """`true` or `false`."""
    return "true" if value else "false"


def double_text(value: float) -> str:
    """The shortest digits that read back as the same double; an exponent from 1e+06 on and below 1e-04."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return repr(value).removesuffix(".0")
    # Python's own exponent form rounds to a number of digits, and may miss the shortest ones.
    sign, digits, _ = Decimal(repr(value)).normalize().as_tuple()
    first, *rest = map(str, digits)
    exponent = Decimal(repr(value)).adjusted()
    return f"{'-' if sign else ''}{first}{'.' if rest else ''}{''.join(rest)}e{exponent:+03d}"


def timestamp_to_int(timestamp: datetime) -> int:
    """Whole seconds since 1970-01-01T00:00:00Z, rounded down."""
    return nanoseconds_since_epoch(timestamp) // 10**9


def int_to_timestamp(seconds: int) -> datetime:
    """The timestamp that many seconds after 1970-01-01T00:00:00Z."""
    return timestamp_of(seconds * 10**9)


def base64_decode(text: str) -> bytes:
    """Standard alphabet, padding optional."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True)
    except (binascii.Error, ValueError):
        _cannot(text, "base64")


def _same(value: Any) -> Any:
    return value


OVERLOADS = (
    Implementation("type", "type", (ANY,), type_of_value),
    Implementation("dyn", "to_dyn", (ANY,), _same),
    Implementation("int", "int64_to_int64", ("int",), _same),
    Implementation("int", "uint64_to_int64", ("uint",), lambda value: int_checked(int(value))),
    Implementation("int", "double_to_int64", ("double",), double_to_int),
    Implementation("int", "string_to_int64", ("string",), string_to_int),
    Implementation("int", "timestamp_to_int64", (TIMESTAMP,), timestamp_to_int),
    Implementation("uint", "uint64_to_uint64", ("uint",), _same),
    Implementation("uint", "int64_to_uint64", ("int",), uint_checked),
    Implementation("uint", "double_to_uint64", ("double",), double_to_uint),
    Implementation("uint", "string_to_uint64", ("string",), string_to_uint),
    Implementation("double", "double_to_double", ("double",), float),
    Implementation("double", "int64_to_double", ("int",), float),
    Implementation("double", "uint64_to_double", ("uint",), float),
    Implementation("double", "string_to_double", ("string",), string_to_double),
    Implementation("bool", "bool_to_bool", ("bool",), _same),
    Implementation("bool", "string_to_bool", ("string",), string_to_bool),
    Implementation("bytes", "bytes_to_bytes", ("bytes",), _same),
    Implementation("bytes", "string_to_bytes", ("string",), string_to_bytes),
    Implementation("string", "string_to_string", ("string",), _same),
    Implementation("string", "bool_to_string", ("bool",), bool_text),
    Implementation("string", "int64_to_string", ("int",), int.__repr__),
    Implementation("string", "uint64_to_string", ("uint",), lambda value: str(int(value))),
    Implementation("string", "double_to_string", ("double",), double_text),
    Implementation("string", "bytes_to_string", ("bytes",), bytes_to_string),
    Implementation("string", "timestamp_to_string", (TIMESTAMP,), timestamp_text),
    Implementation("string", "duration_to_string", (DURATION,), duration_text),
    Implementation("timestamp", "timestamp_to_timestamp", (TIMESTAMP,), _same),
    Implementation("timestamp", "int64_to_timestamp", ("int",), int_to_timestamp),
    Implementation("timestamp", "string_to_timestamp", ("string",), parse_timestamp),
    Implementation("duration", "duration_to_duration", (DURATION,), _same),
    Implementation("duration", "string_to_duration", ("string",), parse_duration),
    Implementation("base64.encode", "base64_encode_bytes", ("bytes",), lambda raw: base64.b64encode(raw).decode()),
    Implementation("base64.decode", "base64_decode_string", ("string",), base64_decode),
)
