"""What was asked for lately, without keeping it: so that only what comes again is remembered.

Most people are written to once. A memory that takes in whatever is looked up for the first time fills with them up to
its bound, and nothing of it is ever read again.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

_LAST: Final = 255
_ROOM: Final = 8


class Lately:
    """Says of about the last `most` things whether they were met, in eight bytes for each that are taken at once.

    Each marks two bytes with the number of its generation, and two generations count. Under one new thing in sixteen
    is taken for one that was met, which costs the memory behind it a place and nobody a wrong answer. As numbers in
    sets, the same takes some 65 bytes for each, and milliseconds at times to grow.

    Args:
        most: how many, rounded up to a power of two.
    """

    __slots__ = ("_before", "_count", "_half", "_marks", "_mask", "_now")

    def __init__(self, most: int) -> None:
        rounded = 1 << max(1, most - 1).bit_length()
        self._half = rounded // 2
        self._mask = _ROOM * rounded - 1
        self._marks = bytearray(_ROOM * rounded)
        self._now, self._before, self._count = 2, 1, 0

    def met(self, what: Hashable) -> bool:
        """Whether it was met before; from now on it was."""
        digest, marks, now = hash(what), self._marks, self._now
        one, other = digest & self._mask, digest >> 32 & self._mask
        first, second = marks[one], marks[other]
        if first == now == second:
            return True
        known = first >= self._before and second >= self._before
        marks[one] = marks[other] = now
        self._count += 1
        if self._count >= self._half:
            self._begin()
        return known

    def _begin(self) -> None:
        """A new generation; the one before the last is forgotten. Numbers begin again when they have all been used."""
        self._before, self._now, self._count = self._now, self._now + 1, 0
        if self._now > _LAST:
            self._marks = self._marks.translate(bytes(int(number == _LAST) for number in range(256)))
            self._before, self._now = 1, 2
