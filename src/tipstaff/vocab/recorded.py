"""Reading back the JSON of events that were accepted once.

Decoding an event skips the fields that nobody declared, numbers in them included; reading it back whole does not. A
record must be readable whatever it holds, so a number that neither a double nor an integer can hold reads as infinite.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, Final

import msgspec

LONGEST_INTEGER: Final = 4300
"""Digits that an integer may have; the limit of Python itself, beyond which reading would take quadratic time."""


def recorded_json(raw: bytes) -> Any:
    """The document as plain values.

    Args:
        raw: JSON that the decoder of events has accepted before.
    """
    try:
        return msgspec.json.decode(raw)
    except msgspec.ValidationError:
        return json.loads(raw, parse_int=_integer)


def numbers_out_of_range(raw: bytes) -> list[str]:
    """The paths of the numbers that cannot be held; for JSON that `msgspec` refused for one of them."""
    return list(_infinite(json.loads(raw, parse_int=_integer), ""))


def _integer(digits: str) -> int | float:
    if len(digits.removeprefix("-")) <= LONGEST_INTEGER:
        return int(digits)
    return -math.inf if digits.startswith("-") else math.inf


def _infinite(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _infinite(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _infinite(item, f"{path}[{number}]")
    elif isinstance(value, float) and math.isinf(value):
        yield path
