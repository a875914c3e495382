"""What one key of a `distinct` window has seen, once that is more than one value in one bucket."""

from __future__ import annotations

from array import array
from typing import Any, Final

NEVER: Final = -(1 << 62)
"""Before every bucket."""
FEW: Final = 8
"""So many values are looked at one by one sooner than counted in a ring, which takes more memory than they do."""
_NARROW: Final = 0xFFFF
_BLANK: Final[dict[tuple[int, bool], array[int]]] = {}


class Seen:
    """The values of one key.

    `values`: value to newest bucket; `bits`: for a value seen in several buckets, one bit for each, the newest lowest.
    `newest`: a ring of how many values have their newest bucket where, once they are more than a few. `current`: how
    many values the window that ends with the key's newest bucket holds. `full_until`: the first bucket whose window
    holds no dropped value. `swept`: the newest bucket when expired values were last thrown out.
    """

    __slots__ = ("bits", "current", "full_until", "newest", "swept", "values")

    def __init__(self, bucket: int) -> None:
        self.values: dict[Any, int] = {}
        self.bits: dict[Any, int] | None = None
        self.newest: array[int] | None = None
        self.current = 0
        self.full_until = NEVER
        self.swept = bucket

    def bits_of(self, value: Any) -> int:
        """The buckets it was seen in, from its newest on backwards."""
        return 1 if self.bits is None else self.bits.get(value, 1)

    def note_bits(self, value: Any, bits: int) -> None:
        """Keep the buckets of a value; 0 or 1 when it was seen in its newest only."""
        if bits > 1:
            if self.bits is None:
                self.bits = {}
            self.bits[value] = bits
        elif self.bits is not None:
            self.bits.pop(value, None)

    def begin_ring(self, head: int, span: int, most: int) -> None:
        """From now on, count by bucket. `most`: bound on the values."""
        newest = self.newest = _blank(span, most)[:]
        for last in self.values.values():
            if last > head - span:
                newest[last % span] += 1

    def leaving(self, head: int, bucket: int, buckets: int, span: int) -> int:
        """How many values fall out when the window's end moves from the newest bucket to a later one."""
        if bucket - head >= buckets or not self.current:
            return self.current
        first, last, newest = head - buckets + 1, bucket - buckets, self.newest
        if newest is None:
            return sum(first <= seen <= last for seen in self.values.values())
        begin, end = first % span, last % span
        if begin <= end:
            return sum(newest[begin : end + 1])
        return sum(newest[begin:]) + sum(newest[: end + 1])

    def advance(self, head: int, bucket: int, buckets: int, span: int) -> None:
        """A later bucket than the newest one becomes the newest; less than `span` later."""
        self.current -= self.leaving(head, bucket, buckets, span)
        newest = self.newest
        if newest is not None:
            for between in range(head + 1, bucket + 1):
                newest[between % span] = 0

    def sweep(self, head: int, span: int) -> int:
        """Throw out values that no window reaches any more: how many. Once per bucket at most."""
        if self.swept == head:
            return 0
        self.swept = head
        kept = {value: last for value, last in self.values.items() if last > head - span}
        if self.bits is not None:
            self.bits = {value: bits for value, bits in self.bits.items() if value in kept} or None
        gone = len(self.values) - len(kept)
        self.values = kept
        return gone


def _blank(span: int, most: int) -> array[int]:
    narrow = most <= _NARROW
    blank = _BLANK.get((span, narrow))
    if blank is None:
        blank = _BLANK[span, narrow] = array("H" if narrow else "I", [0]) * span
    return blank
