"""When a value that came is the value that was expected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from msgspec import UNSET, Struct

from tipstaff.scenarios.file.values import parse_time


def alike(expected: Any, came: Any) -> bool:
    """Numbers by value, times by moment, tables by the fields that are expected, everything else by equality.

    A table is also found in a list of records when one of them has its fields.
    """
    came = plain(came)
    if isinstance(expected, Mapping):
        if isinstance(came, list):
            return any(isinstance(item, Mapping) and alike(expected, item) for item in came)
        return isinstance(came, Mapping) and all(alike(value, came.get(key)) for key, value in expected.items())
    if isinstance(expected, list):
        return (
            isinstance(came, list)
            and len(expected) == len(came)
            and all(alike(one, other) for one, other in zip(expected, came, strict=True))
        )
    if isinstance(expected, datetime) or isinstance(came, datetime):
        return _moment(expected) is not None and _moment(expected) == _moment(came)
    if isinstance(expected, bool) is not isinstance(came, bool):
        return False
    if isinstance(expected, str) and isinstance(came, str) and expected != came:
        return _moment(expected) is not None and _moment(expected) == _moment(came)
    return bool(expected == came)


def plain(value: Any) -> Any:
    """Records as tables, tuples as lists, words for enumerations, None for what is not set."""
    if value is UNSET:
        return None
    if isinstance(value, Struct):
        names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
        return {written: plain(getattr(value, name)) for name, written in names}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    # Only a text that looks like a time is one: "2026" is not the first of January.
    return parse_time(value) if isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" else None
