"""Counts and sums by key and bucket, as running totals in rings: any window is one subtraction.

Each key has a row of `span` slots; the slot of bucket b is b modulo `span` and holds the total of everything recorded
up to the end of b. A window of n buckets that ends with c is total(c) - total(c - n). Recording into the newest bucket
adds to one slot; a later bucket first copies the total into the slots in between; an earlier one adds to every slot
from there on. Slots reach `buckets + lateness` back, so that an event up to `lateness` buckets behind is read exactly.

    slots     ... 7 7 7 | 9 9 12          newest bucket 42 holds 12, 41 and 40 hold 9
    window of 3 ending with 42            12 - 7 = 5
"""

from __future__ import annotations

from array import array
from typing import Any

from tipstaff.signals.failure import too_late
from tipstaff.signals.windows.measuring.directory import Directory

GROWTH = 8  # rows that a table grows by at least
STEPS = 6  # so many slots are written sooner one by one than as a slice
COUNTER = 0xFFFFFFFF  # counters of 32 bits wrap; a difference of two is right all the same
_EXACT = -1  # whole numbers of any size, for sums


class Rings:
    """Running totals for many keys.

    Args:
        buckets: length of the window.
        lateness: how many buckets behind the newest of its key a bucket may be and still be read.
        most: bound on the number of keys.
        lanes: totals kept apart per key (two for a ratio).
        exact: whole numbers of any size (for sums) instead of 32-bit counters.
    """

    __slots__ = (
        *("_blank", "_mask", "_width", "buckets", "directory", "exact", "lanes", "lateness"),
        *("near", "slots", "span", "used_rows"),
    )

    def __init__(self, buckets: int, lateness: int, most: int, *, lanes: int = 1, exact: bool = False) -> None:
        self.buckets = buckets
        self.lateness = lateness
        self.span = buckets + lateness + 1
        self.lanes = lanes
        self.directory = Directory(most, self.span)
        self.exact = exact
        self.slots: Any = [] if exact else array("I")
        self._mask = _EXACT if exact else COUNTER
        self._width = self.span * lanes
        self._blank = self._run(0, self._width)
        self.used_rows = 0
        self.near = 0 if lanes > 1 else min(STEPS, self.span - 1)
        """So many buckets after the newest one are reached slot by slot; with several lanes, none."""

    def begin(self, key: Any, bucket: int, amount: int = 1, lane: int = 0) -> None:
        """Add to a bucket of a key that is not known yet."""
        row, slots, width = self.directory.claim(key, bucket), self.slots, self._width
        start = row * width
        if row < self.used_rows:
            slots[start : start + width] = self._blank
        else:
            self.used_rows = row + 1
            self.grow(row)
        slots[start + lane * self.span + bucket % self.span] = amount & self._mask

    def grow(self, row: int) -> None:
        """Make room for a row, by half again: growing by a row at a time would copy everything much more often."""
        if len(self.slots) < (row + 1) * self._width:
            self.slots.extend(self._run(0, self._width * (row // 2 + GROWTH)))

    def record(self, key: Any, bucket: int, amount: int = 1, lane: int = 0) -> None:
        """Add to a bucket of a key. What lies so far back that no window reads it is left out."""
        directory = self.directory
        row = directory.rows.get(key)
        if row is None:
            self.begin(key, bucket, amount, lane)
            return
        directory.touched[row] = 1
        head = directory.heads[row]
        if bucket < head:
            self._add_late(row, bucket, amount, lane)
            return
        if bucket > head:
            self._advance(row, bucket)
        slots = self.slots
        slot = row * self._width + lane * self.span + bucket % self.span
        slots[slot] = (slots[slot] + amount) & self._mask

    def read(self, key: Any, bucket: int, lane: int = 0) -> int:
        """The total of the window that ends with `bucket`.

        Raises:
            CelError: `signal-too-late`, the slots of the key no longer reach back that far.
        """
        directory = self.directory
        row = directory.rows.get(key)
        if row is None:
            return 0
        head = directory.heads[row]
        low = bucket - self.buckets
        if low >= head:
            return 0
        if bucket >= head:
            bucket = head
        elif bucket < head - self.lateness:
            raise too_late(head - bucket, self.lateness)
        span = self.span
        slots = self.slots
        start = row * self._width + lane * span
        total: int = (slots[start + bucket % span] - slots[start + low % span]) & self._mask
        return total

    def used(self) -> Any:
        """The slots of rows in use."""
        return self.slots[: self.used_rows * self._width]

    def fill(self, slots: Any) -> None:
        """Go on with these slots of rows in use."""
        self.slots = slots
        self.used_rows = len(slots) // self._width

    def _advance(self, row: int, bucket: int) -> None:
        """Make `bucket` the newest: it and those in between begin with the total so far."""
        head = self.directory.heads[row]
        self.directory.heads[row] = bucket
        span, slots = self.span, self.slots
        gap = bucket - head
        for start in range(row * self._width, (row + 1) * self._width, span):
            total = slots[start + head % span]
            if gap <= STEPS:
                for between in range(head + 1, bucket + 1):
                    slots[start + between % span] = total
                continue
            if gap >= span:
                slots[start : start + span] = self._run(total, span)
                continue
            first, last = start + (head + 1) % span, start + bucket % span
            if first <= last:
                slots[first : last + 1] = self._run(total, gap)
            else:
                slots[first : start + span] = self._run(total, start + span - first)
                slots[start : last + 1] = self._run(total, last + 1 - start)

    def _add_late(self, row: int, bucket: int, amount: int, lane: int) -> None:
        """Add to an earlier bucket: every total from there to the newest grows."""
        head, span, slots, mask = self.directory.heads[row], self.span, self.slots, self._mask
        if bucket <= head - span + 1:
            return
        start = row * self._width + lane * span
        for later in range(bucket, head + 1):
            slot = start + later % span
            slots[slot] = (slots[slot] + amount) & mask

    def _run(self, value: int, length: int) -> Any:
        return [value] * length if self.exact else array("I", (value,)) * length
