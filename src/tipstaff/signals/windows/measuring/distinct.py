"""How many different values a key has seen in a window.

Most keys see one value in one bucket (a text that is sent once), so that is kept as the value alone; the bucket is the
newest of the key. With a second value or bucket it becomes a `Seen`: each value once with the newest bucket it was seen
in and a bit for each earlier one within reach. The usual answer is one running number; only an event behind the newest
one of its key has to look at every value.

A key remembers at most `values` of them. Further ones are dropped, and while one that was dropped may still lie in the
window, the answer is the bound: "at least that many". All keys together remember at most `total`; then the keys
recorded to least recently (clock algorithm) make room.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tipstaff.signals.failure import too_late
from tipstaff.signals.windows.measuring.directory import Directory
from tipstaff.signals.windows.measuring.seen import FEW, Seen


class Distinct:
    """Sets of values for many keys.

    Args:
        buckets: length of the window.
        lateness: how many buckets behind the newest of its key a bucket may be and still be read.
        most: bound on the number of keys.
        values: bound on the values that one key remembers.
        total: bound on the values that all keys remember.
    """

    __slots__ = ("buckets", "directory", "held", "lateness", "reach", "sets", "span", "total", "values")

    def __init__(self, buckets: int, lateness: int, most: int, *, values: int, total: int) -> None:
        self.buckets = buckets
        self.lateness = lateness
        self.span = buckets + lateness + 1
        self.values = values
        self.total = max(total, values)
        self.directory = Directory(most, self.span)
        self.sets: list[Any] = []
        """By row: a `Seen`; or the only value, seen in the newest bucket; or None, nothing is remembered."""
        self.held = 0
        self.reach = (1 << self.span) - 1
        """A bit for each bucket that a key remembers."""

    def record(self, key: Any, bucket: int, value: Any) -> None:
        """Note that the value was seen."""
        directory = self.directory
        row = directory.rows.get(key)
        if row is None:
            self.begin(key, bucket, value)
            return
        directory.touched[row] = 1
        seen, head = self.sets[row], directory.heads[row]
        if bucket >= head + self.span or (seen is None and bucket >= head):
            self._start_over(row, bucket, value)
            return
        if type(seen) is not Seen:
            if bucket <= head - self.span or (bucket == head and seen == value):
                return
            seen = self._spread(row, head)
        if bucket > head:
            directory.heads[row] = bucket
            seen.advance(head, bucket, self.buckets, self.span)
            head = bucket
        last = seen.values.get(value)
        if last is None:
            self._add(row, seen, bucket, value)
        elif bucket > last:
            self._move(seen, head, value, bucket)
        elif 0 < last - bucket < self.span:
            seen.note_bits(value, seen.bits_of(value) | 1 << (last - bucket))

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
        if type(seen) is not Seen:
            held = seen is not None and bucket - self.buckets < head <= bucket
            count = held + (value is not None and not (held and seen == value))
            return min(count, self.values)
        if bucket < seen.full_until:
            return self.values
        if bucket < head:
            return self._read_behind(seen, bucket, value)
        count = seen.current
        if bucket > head:
            count -= seen.leaving(head, bucket, self.buckets, self.span)
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
            held = ahead > -self.buckets if ahead <= 0 else bool(seen.bits_of(other) >> ahead & window)
            count += held
            included = included or (held and other == value)
        return min(count + (value is not None and not included), self.values)

    def begin(self, key: Any, bucket: int, value: Any) -> None:
        """A new key with its first value."""
        row, sets = self.directory.claim(key, bucket), self.sets
        if row == len(sets):
            sets.append(value)
        else:
            self.held -= remembered(sets[row])
            sets[row] = value
        self.held += 1
        if self.held > self.total:
            self.make_room(row)

    def _start_over(self, row: int, bucket: int, value: Any) -> None:
        """A value in a newest bucket from which no window reaches what the key has seen before."""
        self.directory.heads[row] = bucket
        self.held += 1 - remembered(self.sets[row])
        self.sets[row] = value
        if self.held > self.total:
            self.make_room(row)

    def _spread(self, row: int, head: int) -> Seen:
        """The same as a `Seen`, which more can be added to."""
        only, seen = self.sets[row], Seen(head)
        if only is not None:
            seen.values[only] = head
            seen.current = 1
        self.sets[row] = seen
        return seen

    def _add(self, row: int, seen: Seen, bucket: int, value: Any) -> None:
        head = self.directory.heads[row]
        if bucket <= head - self.span:
            return
        if len(seen.values) >= self.values and not self._sweep(seen, head):
            seen.full_until = max(seen.full_until, bucket + self.buckets)
            return
        seen.values[value] = head if bucket == head else bucket  # the same number costs no memory
        self.held += 1
        if bucket > head - self.buckets:
            seen.current += 1
        if seen.newest is not None:
            seen.newest[bucket % self.span] += 1
        elif len(seen.values) > FEW:
            seen.begin_ring(head, self.span, self.values)
        if self.held > self.total:
            self.make_room(row)

    def _move(self, seen: Seen, head: int, value: Any, bucket: int) -> None:
        """The value was seen in a later bucket than before."""
        last, newest, span = seen.values[value], seen.newest, self.span
        seen.current += (bucket > head - self.buckets) - (last > head - self.buckets)
        if newest is not None:
            if last > head - span:
                newest[last % span] -= 1
            if bucket > head - span:
                newest[bucket % span] += 1
        seen.values[value] = bucket
        bits = seen.bits_of(value) << (bucket - last) & self.reach if bucket - last < span else 0
        seen.note_bits(value, bits | 1)

    def _sweep(self, seen: Seen, head: int) -> bool:
        """Throw out values that no window reaches any more; whether there is room now."""
        gone = seen.sweep(head, self.span)
        self.held -= gone
        return gone > 0

    def make_room(self, spared: int) -> None:
        """Empty rows recorded to least recently until all keys together are within the bound."""
        while self.held > self.total and len(self.directory.keys) > 1:
            row = self.directory.least_recent(spared)
            self.held -= remembered(self.sets[row])
            self.sets[row] = None


def remembered(seen: Any) -> int:
    """How many values a row remembers."""
    return len(seen.values) if type(seen) is Seen else int(seen is not None)
