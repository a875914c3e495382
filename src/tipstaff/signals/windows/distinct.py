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
from tipstaff.signals.windows.rings import GROWTH

NEVER = -(1 << 62)  # before every bucket


class Seen:
    """What one key has seen.

    `values`: value to newest bucket << span | a bit per bucket, the newest lowest. `current`: how many of them the
    window that ends with the key's newest bucket holds. `full_until`: the first bucket whose window holds no dropped
    value. `swept`: the newest bucket when expired values were last thrown out.
    """

    __slots__ = ("current", "full_until", "swept", "values")

    def __init__(self, bucket: int) -> None:
        self.values: dict[Any, int] = {}
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
        self._bits = (1 << self.span) - 1

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
        known = values.get(value)
        if known is None:
            if bucket == directory.heads[row] and len(values) < self.values and self.held < self.total:
                values[value] = bucket << self.span | 1
                self.newest[row * self.span + bucket % self.span] += 1
                seen.current += 1
                self.held += 1
                return
            self._add(row, bucket, value)
            return
        last = known >> self.span
        if bucket == last:
            return
        if bucket > last:
            values[value] = self._moved(row, last, bucket, known)
        elif last - bucket < self.span:
            values[value] = known | 1 << (last - bucket)

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
            known = seen.values.get(value)
            if known is None or known >> self.span <= bucket - self.buckets:
                count += 1
        return min(count, self.values)

    def read_with(self, key: Any, bucket: int, values: Iterable[Any]) -> int:
        """Like `read`, with several values counted in."""
        without = self.read(key, bucket)
        fresh = sum(self.read(key, bucket, value) > without for value in set(values))
        return min(without + fresh, self.values)

    def _read_behind(self, seen: Seen, bucket: int, value: Any) -> int:
        """The answer for a window that ends before the newest bucket: look at every value."""
        span, window = self.span, (1 << self.buckets) - 1
        count, included = 0, False
        for other, known in seen.values.items():
            ahead = (known >> span) - bucket
            held = ahead > -self.buckets if ahead <= 0 else bool((known & self._bits) >> ahead & window)
            count += held
            included = included or (held and other == value)
        return min(count + (value is not None and not included), self.values)

    def _leaving(self, row: int, head: int, bucket: int) -> int:
        """How many values fall out when the window's end moves from the newest bucket to a later one."""
        if bucket - head >= self.buckets:
            return self.sets[row].current
        span, start, newest = self.span, row * self.span, self.newest
        gone = range(head - self.buckets + 1, bucket - self.buckets + 1)
        return sum(newest[start + b % span] for b in gone)

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
        span, start, newest = self.span, row * self.span, self.newest
        for fresh in range(max(head + 1, bucket - span + 1), bucket + 1):
            newest[start + fresh % span] = 0

    def _add(self, row: int, bucket: int, value: Any) -> None:
        head, seen = self.directory.heads[row], self.sets[row]
        if bucket <= head - self.span:
            return
        if len(seen.values) >= self.values and not self._sweep(seen, head):
            seen.full_until = max(seen.full_until, bucket + self.buckets)
            return
        seen.values[value] = bucket << self.span | 1
        self.held += 1
        self._count(row, head, bucket, 1)
        if self.held > self.total:
            self._make_room(row)

    def _moved(self, row: int, last: int, bucket: int, known: int) -> int:
        """The value's record once it was seen in a later bucket than before."""
        head = self.directory.heads[row]
        self._count(row, head, last, -1)
        self._count(row, head, bucket, 1)
        shift = bucket - last
        bits = ((known & self._bits) << shift | 1) & self._bits if shift < self.span else 1
        return bucket << self.span | bits

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
        oldest = (head - self.span + 1) << self.span
        kept = {value: known for value, known in seen.values.items() if known >= oldest}
        self.held -= len(seen.values) - len(kept)
        seen.values = kept
        return len(kept) < self.values

    def _make_room(self, spared: int) -> None:
        """Empty rows recorded to least recently until all keys together are within the bound."""
        while self.held > self.total and len(self.directory.keys) > 1:
            row = self.directory.least_recent(spared)
            self._empty(row, self.directory.heads[row])
