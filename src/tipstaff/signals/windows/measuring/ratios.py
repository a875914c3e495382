"""Ratios with a minimum volume, and the level they leave behind.

A plain ratio below its minimum volume is NaN: neither above nor below anything, so no comparison holds.

With levels the value is a state. It is settled bucket by bucket: a bucket in which something was recorded leaves the
state that its final ratio gives (`Level.after`); below the minimum volume it leaves "off"; when a whole window passes
with nothing recorded, the state is forgotten ("off"). An event sees the state of the last settled bucket before its
own, changed by the ratio of its own window.
"""

from __future__ import annotations

from math import isnan
from typing import Any

from tipstaff.signals.failure import too_late
from tipstaff.signals.windows.declaring.spec import Level
from tipstaff.signals.windows.measuring.rings import Rings

NAN = float("nan")
ABOVE, BELOW = 0, 1


class Ratios(Rings):
    """Two running totals per key: lane ABOVE and lane BELOW."""

    __slots__ = ("least", "level")

    def __init__(self, buckets: int, lateness: int, most: int, least: int) -> None:
        super().__init__(buckets, lateness, most, lanes=2)
        self.least = max(1, least)
        self.level: Level | None = None

    def ratio(self, key: Any, bucket: int, above: int, below: int) -> float:
        """The ratio of the window that ends with `bucket`, with these added; NaN below the minimum volume."""
        directory = self.directory
        row = directory.rows.get(key)
        if row is not None:
            head = directory.heads[row]
            if bucket < head - self.lateness:
                raise too_late(head - bucket, self.lateness)
            low = bucket - self.buckets
            if low < head:
                span, slots, mask = self.span, self.slots, self._mask
                end, begin = row * self._width + min(bucket, head) % span, row * self._width + low % span
                above += (slots[end] - slots[begin]) & mask
                below += (slots[end + span] - slots[begin + span]) & mask
        return above / below if below >= self.least else NAN


class Levels(Ratios):
    """Ratios that leave a state. `states` has the state each bucket left, beside the totals; `before` the one that the
    newest bucket found."""

    __slots__ = ("before", "states")

    def __init__(self, buckets: int, lateness: int, most: int, least: int, level: Level) -> None:
        super().__init__(buckets, lateness, most, least)
        self.level = level
        self.states = bytearray()
        self.before = bytearray()

    def state(self, key: Any, bucket: int, above: int, below: int) -> bool:
        """The state after an event in `bucket` that adds these."""
        ratio = self.ratio(key, bucket, above, below)
        row = self.directory.rows.get(key)
        return self._after(0 if row is None else self._found(row, bucket), ratio)

    def _after(self, found: int, ratio: float) -> bool:
        return False if isnan(ratio) or self.level is None else self.level.after(bool(found), ratio)

    def _found(self, row: int, bucket: int) -> int:
        """The state that an event in `bucket` finds."""
        head = self.directory.heads[row]
        if bucket == head:
            return self.before[row]
        if bucket > head:
            return 0 if bucket - head >= self.buckets else int(self._after(self.before[row], self._final(row, head)))
        settled = self._settled_before(row, bucket)
        return 0 if settled is None else self.states[row * self.span + settled % self.span]

    def _final(self, row: int, bucket: int) -> float:
        """The ratio of the window that ends with a bucket, from what is recorded."""
        volume = self._total(row, bucket, BELOW)
        return self._total(row, bucket, ABOVE) / volume if volume >= self.least else NAN

    def _total(self, row: int, bucket: int, lane: int) -> int:
        span, start = self.span, row * self._width + lane * self.span
        total: int = (
            self.slots[start + bucket % span] - self.slots[start + (bucket - self.buckets) % span]
        ) & self._mask
        return total

    def _settled_before(self, row: int, bucket: int) -> int | None:
        """The last bucket before this one in which something was recorded, within one window."""
        head = self.directory.heads[row]
        oldest = max(bucket - self.buckets, head - self.span + 1)
        return next((b for b in range(bucket - 1, oldest, -1) if self._holds(row, b)), None)

    def _holds(self, row: int, bucket: int) -> bool:
        """Whether something was recorded in a bucket."""
        span, slots = self.span, self.slots
        starts = (row * self._width, row * self._width + span)
        return any(slots[start + bucket % span] != slots[start + (bucket - 1) % span] for start in starts)

    def begin(self, key: Any, bucket: int, amount: int = 1, lane: int = 0) -> None:
        """Add to a bucket of a key that is not known yet, whose state is the lower one."""
        super().begin(key, bucket, amount, lane)
        row = self.directory.rows[key]
        if row == len(self.before):
            self.before.append(0)
            self.states.extend(bytes(self.span))
        self.before[row] = 0

    def _advance(self, row: int, bucket: int) -> None:
        head = self.directory.heads[row]
        left = self._after(self.before[row], self._final(row, head))
        self.states[row * self.span + head % self.span] = left
        self.before[row] = 0 if bucket - head >= self.buckets else left
        super()._advance(row, bucket)

    def _add_late(self, row: int, bucket: int, amount: int, lane: int) -> None:
        """Settle again from the late bucket on, as far as its window can still be read."""
        head = self.directory.heads[row]
        if bucket <= head - self.span + 1:
            return
        opened = not self._holds(row, bucket)
        super()._add_late(row, bucket, amount, lane)
        if opened and bucket < head - self.lateness:
            # What lies beyond reach is not settled again; the bucket hands on the state it found.
            self.states[row * self.span + bucket % self.span] = self._found(row, bucket)
        last: int | None = None
        left = 0
        for settled in range(max(bucket, head - self.lateness), head):
            if not self._holds(row, settled):
                continue
            found = self._found(row, settled) if last is None else (0 if settled - last >= self.buckets else left)
            left = int(self._after(found, self._final(row, settled)))
            self.states[row * self.span + settled % self.span] = left
            last = settled
        if last is not None:
            self.before[row] = 0 if head - last >= self.buckets else left
