"""Identifiers that sort by time: ULIDs, 26 characters of Crockford's base 32.

Source: github.com/ulid/spec. 48 bits of milliseconds, 80 bits of randomness; both are passed in.
"""

from __future__ import annotations

from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS: Final = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
LAST: Final = _PAIRS
"""The last two characters of an id by the lowest 10 bits of its randomness: what changes when ids are counted up."""


def ulid(milliseconds: int, randomness: int) -> str:
    """The identifier of a moment.

    Args:
        milliseconds: since 1970-01-01T00:00:00Z, 0 to 2**48 - 1.
        randomness: 80 bits; two ids of one millisecond sort by it.
    """
    return ulid_head(milliseconds, randomness >> 30) + ulid_tail(randomness)


def ulid_head(milliseconds: int, randomness: int) -> str:
    """The first 20 characters: the moment and the upper 50 bits of randomness."""
    bits = (milliseconds & 0xFFFFFFFFFFFF) << 50 | (randomness & 0x3FFFFFFFFFFFF)
    return "".join([_PAIRS[bits >> shift & 0x3FF] for shift in range(90, -1, -10)])


def ulid_tail(randomness: int) -> str:
    """The last 6 characters: the lower 30 bits of randomness."""
    return _PAIRS[randomness >> 20 & 0x3FF] + _PAIRS[randomness >> 10 & 0x3FF] + _PAIRS[randomness & 0x3FF]
