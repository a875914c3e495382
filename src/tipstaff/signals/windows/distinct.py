"""How many different values a key has seen in a window.

Each value is kept once per key with the newest bucket it was seen in and a bit for each earlier one within reach. A
ring counts how many values have their newest bucket where, so that the usual answer is one running number; only an
event behind the newest one of its key has to look at every value.

A key remembers at most `values` of them. Further ones are dropped, and while one that was dropped may still lie in the
window, the answer is the bound: "at least that many". All keys together remember at most `total`; then the keys
recorded to least recently (clock algorithm) make room.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from tipstaff.signals.failure import too_late
from tipstaff.signals.windows.directory import Directory
from tipstaff.signals.windows.rings import GROWTH, STEPS

NEVER = -(1 << 62)  # before every bucket


class Seen:
    """What one key has seen.

    `values`: value to newest bucket; `bits`: for a value seen in several buckets, one bit for each, the newest lowest.
    `current`: how many values the window that ends with the key's newest bucket holds. `full_until`: the first bucket
    whose window holds no dropped value. `swept`: the newest bucket when expired values were last thrown out.
    """

    __slots__ = ("bits", "current", "full_until", "swept", "values")

    def __init__(self, bucket: int) -> None:
        self.values: dict[Any, int] = {}
        self.bits: dict[Any, int] = {}
        self.current = 0
        self.full_until = NEVER
        self.swept = bucket


class Distinct:
    """Sets of values for many keys.

    Args:
        buckets: length of the window.
        lateness: how many buckets behind the newest of its key a bucket may be and still be read.
        most: bound on the number of keys.
        values: bound on the values that one key remembers.
        total: bound on the values that all keys remember.
    """

    def __init__(self, buckets: int, lateness: int, most: int, *, values: int, total: int) -> None:
        self.buckets = buckets
        self.lateness = lateness
        self.span = buckets + lateness + 1
        self.values = values
        self.total = max(total, values)
        self.directory = Directory(most, self.span)
        self.sets: list[Seen] = []
        self.newest = array("I")  # per row and bucket: how many values have their newest bucket there
        self.held = 0
        self._blank = array("I", bytes(4 * self.span))
        self._reach = (1 << self.span) - 1

    def record(self, key: Any, bucket: int, value: Any) -> None:
        """Note that the value was seen."""
        directory = self.directory
        row = directory.rows.get(key)
        if row is None:
            row = self._claim(key, bucket)
        directory.touched[row] = 1
        if bucket > directory.heads[row]:
            self._advance(row, bucket)
        seen = self.sets[row]
        values = seen.values
        last = values.get(value)
        if last is None:
            self._add(row, bucket, value)
        elif bucket > last:
            self._move(row, value, last, bucket)
        elif 0 < last - bucket < self.span:
            seen.bits[value] = seen.bits.get(value, 1) | 1 << (last - bucket)

    def read(self, key: Any, bucket: int, value: Any = None) -> int:
        """How many values the window that ends with `bucket` holds, `value` counted in unless it is None.

        Raises:
            CelError: `signal-too-late`, the key no longer remembers that far back.
        """
        directory = self.directory
        row = directory.rows.get(key)
        if row is None:
            return 0 if value is None else 1
        head = directory.heads[row]
        if bucket < head - self.lateness:
            raise too_late(head - bucket, self.lateness)
        seen = self.sets[row]
        if bucket < seen.full_until:
            return self.values
        if bucket < head:
            return self._read_behind(seen, bucket, value)
        count = seen.current
        if bucket > head:
            count -= self._leaving(row, head, bucket)
        if value is not None:
            last = seen.values.get(value)
            if last is None or last <= bucket - self.buckets:
                count += 1
        return count if count < self.values else self.values  # noqa: FURB136  # min() costs a call on every read

    def read_with(self, key: Any, bucket: int, values: Iterable[Any]) -> int:
        """Like `read`, with several values counted in."""
        without = self.read(key, bucket)
        fresh = sum(self.read(key, bucket, value) > without for value in set(values))
        return min(without + fresh, self.values)

    def _read_behind(self, seen: Seen, bucket: int, value: Any) -> int:
        """The answer for a window that ends before the newest bucket: look at every value."""
        window = (1 << self.buckets) - 1
        count, included = 0, False
        for other, last in seen.values.items():
            ahead = last - bucket
            held = ahead > -self.buckets if ahead <= 0 else bool(seen.bits.get(other, 1) >> ahead & window)
            count += held
            included = included or (held and other == value)
        return min(count + (value is not None and not included), self.values)

    def _leaving(self, row: int, head: int, bucket: int) -> int:
        """How many values fall out when the window's end moves from the newest bucket to a later one."""
        if bucket - head >= self.buckets:
            return self.sets[row].current
        current = self.sets[row].current
        return self._held_in(row, head - self.buckets + 1, bucket - self.buckets) if current else 0

    def _held_in(self, row: int, first: int, last: int) -> int:
        """How many values have their newest bucket from `first` to `last`, which the ring reaches."""
        span, newest = self.span, self.newest
        start = row * span
        begin, end = start + first % span, start + last % span
        if begin <= end:
            return sum(newest[begin : end + 1])
        return sum(newest[begin : start + span]) + sum(newest[start : end + 1])

    def _claim(self, key: Any, bucket: int) -> int:
        row = self.directory.claim(key, bucket)
        if row < len(self.sets):
            self._empty(row, bucket)
            return row
        self.sets.append(Seen(bucket))
        if len(self.newest) < (row + 1) * self.span:
            self.newest.extend(self._blank * (row // 2 + GROWTH))
        return row

    def _empty(self, row: int, bucket: int) -> None:
        self.held -= len(self.sets[row].values)
        self.sets[row] = Seen(bucket)
        self.newest[row * self.span : (row + 1) * self.span] = self._blank

    def _advance(self, row: int, bucket: int) -> None:
        """Make `bucket` the newest."""
        head = self.directory.heads[row]
        self.directory.heads[row] = bucket
        self.sets[row].current -= self._leaving(row, head, bucket)
        span, newest, blank = self.span, self.newest, self._blank
        start, gap = row * span, bucket - head
        if gap <= STEPS:
            for between in range(head + 1, bucket + 1):
                newest[start + between % span] = 0
            return
        if gap >= span:
            newest[start : start + span] = blank
            return
        begin, end = start + (head + 1) % span, start + bucket % span
        if begin <= end:
            newest[begin : end + 1] = blank[:gap]
        else:
            newest[begin : start + span] = blank[: start + span - begin]
            newest[start : end + 1] = blank[: end + 1 - start]

    def _add(self, row: int, bucket: int, value: Any) -> None:
        head, seen = self.directory.heads[row], self.sets[row]
        if bucket <= head - self.span:
            return
        if len(seen.values) >= self.values and not self._sweep(seen, head):
            seen.full_until = max(seen.full_until, bucket + self.buckets)
            return
        seen.values[value] = bucket
        self.held += 1
        self._count(row, head, bucket, 1)
        if self.held > self.total:
            self._make_room(row)

    def _move(self, row: int, value: Any, last: int, bucket: int) -> None:
        """The value was seen in a later bucket than before."""
        head, seen = self.directory.heads[row], self.sets[row]
        self._count(row, head, last, -1)
        self._count(row, head, bucket, 1)
        seen.values[value] = bucket
        bits = seen.bits.get(value, 1) << (bucket - last) & self._reach if bucket - last < self.span else 0
        if bits:
            seen.bits[value] = bits | 1
        else:
            seen.bits.pop(value, None)

    def _count(self, row: int, head: int, bucket: int, change: int) -> None:
        """One value more or less that has its newest bucket there."""
        if bucket > head - self.span:
            self.newest[row * self.span + bucket % self.span] += change
            if bucket > head - self.buckets:
                self.sets[row].current += change

    def _sweep(self, seen: Seen, head: int) -> bool:
        """Throw out values that no window reaches any more; whether there is room now. Once per bucket at most."""
        if seen.swept == head:
            return False
        seen.swept = head
        kept = {value: last for value, last in seen.values.items() if last > head - self.span}
        seen.bits = {value: bits for value, bits in seen.bits.items() if value in kept}
        self.held -= len(seen.values) - len(kept)
        seen.values = kept
        return len(kept) < self.values

    def _make_room(self, spared: int) -> None:
        """Empty rows recorded to least recently until all keys together are within the bound."""
        while self.held > self.total and len(self.directory.keys) > 1:
            row = self.directory.least_recent(spared)
            self._empty(row, self.directory.heads[row])
