"""What is usual for a key: the totals of its own past buckets, their median, and how far the bucket at hand lies above.

    bucket          40   41   42   43   44 | 45 (the event's own)
    recorded       120    -  118  122  119 | 991        past of 45: 120 118 122 119 → median 119.5, surge 8.3

The past of a bucket b are the buckets b - 1 … b - n in which something was recorded; with a step s only b - s, b - 2s
and so on. Silence says nothing: an account that sends on Mondays has the usual of its Mondays. With fewer than `after`
of them there is no usual (NaN). Everything follows from the totals alone, so the order of events does not matter.

A key keeps its buckets as two rows, bucket numbers and totals, oldest first. What was worked out for the newest bucket
is kept until a total before it changes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from math import isnan, nan
from typing import Any

import msgspec

from tipstaff.signals.failure import too_late
from tipstaff.signals.windows.measuring.directory import Directory
from tipstaff.signals.windows.measuring.medians import rank_of, spread, twice_median

NO_USUAL = (nan, nan)
_Row = tuple[bytes, str, bytes, int]


class Habit:
    """What one key did: numbers of buckets in which something was recorded, oldest first, and their totals.

    `states` has what each bucket left when the window has levels, right for the first `settled` of them. `known` is the
    usual and the spread of the bucket `known_for`, `ranked` what percentiles of its past were asked.
    """

    __slots__ = ("buckets", "known", "known_for", "ranked", "settled", "states", "totals")

    def __init__(self) -> None:
        self.buckets = array("q")
        self.totals: list[int] = []
        self.states = bytearray()
        self.settled = 0
        self.known = NO_USUAL
        self.ranked: dict[float, float] = {}
        self.known_for: int | None = None

    def has(self, bucket: int) -> bool:
        """Whether something was recorded in a bucket."""
        place = bisect_left(self.buckets, bucket)
        return place < len(self.buckets) and self.buckets[place] == bucket

    @classmethod
    def of(cls, row: _Row) -> Habit:
        """From a snapshot."""
        habit = cls()
        buckets, totals, states, habit.settled = row
        habit.buckets.frombytes(buckets)
        habit.totals = list(map(int, totals.split()))
        habit.states = bytearray(states)
        return habit


class Habits:
    """The past of many keys.

    Args:
        buckets: how many buckets back the past reaches.
        lateness: how many buckets behind the newest of its key a bucket may be and still be read.
        most: bound on the number of keys.
        total: bound on the buckets that all keys remember together; beyond it those recorded to least recently forget.
        step: which of them count: every one, or every seventh, ...
        after: fewest of them that make a usual.
    """

    def __init__(  # noqa: PLR0913 - a shape, and the bounds of memory
        self, buckets: int, lateness: int, most: int, *, total: int, step: int, after: int
    ) -> None:
        self.buckets = buckets
        self.lateness = lateness
        self.span = buckets + lateness + 1
        self.total = max(total, self.span)
        self.step = step
        self.after = after
        self.directory = Directory(most, self.span)
        self.habits: list[Habit] = []
        self.held = 0

    def record(self, key: Any, bucket: int, amount: int) -> None:
        """Add to a bucket of a key. What lies so far back that no past reads it is left out."""
        directory = self.directory
        row = directory.rows.get(key)
        if row is None:
            row = self._claim(key, bucket)
        directory.touched[row] = 1
        habit, head = self.habits[row], directory.heads[row]
        if bucket > head:
            self._advance(row, bucket)
        elif bucket <= head - self.span:
            return
        place = bisect_left(habit.buckets, bucket)
        if place < len(habit.buckets) and habit.buckets[place] == bucket:
            habit.totals[place] += amount
        else:
            self._open(row, place, bucket, amount)
        habit.settled = min(habit.settled, place)
        if habit.known_for is not None and bucket < habit.known_for:
            habit.known_for = None

    def usual(self, key: Any, bucket: int) -> tuple[float, float]:
        """The median and the spread of the past of a bucket; NaN twice while there is too little of it.

        Raises:
            CelError: `signal-too-late`, the key no longer remembers that far back.
        """
        row = self.directory.rows.get(key)
        if row is None:
            return NO_USUAL
        self._reach(row, bucket)
        return self._usual(self.habits[row], bucket)

    def ranked(self, key: Any, bucket: int, share: float) -> float:
        """A percentile of the past of a bucket: the least total that a share of them does not exceed; NaN and errors as
        `usual`.
        """
        usual, _ = self.usual(key, bucket)
        if isnan(usual):
            return nan
        habit = self.habits[self.directory.rows[key]]
        found = habit.ranked.get(share)
        if found is None:
            past = sorted(self._past(habit, bucket))
            found = habit.ranked[share] = past[rank_of(share, len(past)) - 1]
        return found

    def surge(self, key: Any, bucket: int, amount: int, least: int) -> float:
        """The total of a bucket with an amount added, divided by the usual; NaN below `least` and without a usual."""
        usual, _ = self.usual(key, bucket)
        total = self.total_of(key, bucket) + amount
        return total / usual if usual > 0 and total >= least else nan

    def total_of(self, key: Any, bucket: int) -> int:
        """What was recorded in a bucket of a key."""
        row = self.directory.rows.get(key)
        return 0 if row is None else _total(self.habits[row], bucket)

    def pack(self) -> bytes:
        """The buckets, totals and states of every row."""
        rows = [
            (habit.buckets.tobytes(), " ".join(map(str, habit.totals)), bytes(habit.states), habit.settled)
            for habit in self.habits
        ]
        return msgspec.msgpack.encode(rows)

    def refill(self, data: bytes) -> None:
        """Go on from what was packed."""
        self.habits = [Habit.of(row) for row in msgspec.msgpack.decode(data, type=list[_Row])]
        self.held = sum(len(habit.totals) for habit in self.habits)

    def _reach(self, row: int, bucket: int) -> None:
        head = self.directory.heads[row]
        if bucket < head - self.lateness:
            raise too_late(head - bucket, self.lateness)

    def _usual(self, habit: Habit, bucket: int) -> tuple[float, float]:
        if habit.known_for == bucket:
            return habit.known
        past = self._past(habit, bucket)
        found = NO_USUAL
        if len(past) >= self.after:
            doubled = twice_median(past)
            found = (doubled / 2, spread(past, doubled))
        habit.known, habit.known_for, habit.ranked = found, bucket, {}
        return found

    def _past(self, habit: Habit, bucket: int) -> list[int]:
        """The totals that count for a bucket."""
        buckets = habit.buckets
        first, end = bisect_left(buckets, bucket - self.buckets), bisect_left(buckets, bucket)
        totals = habit.totals[first:end]
        if self.step == 1:
            return totals
        step = self.step
        return [total for at, total in zip(buckets[first:end], totals, strict=True) if (bucket - at) % step == 0]

    def _claim(self, key: Any, bucket: int) -> int:
        row = self.directory.claim(key, bucket)
        if row < len(self.habits):
            self._forget(row)
        else:
            self.habits.append(Habit())
        return row

    def _forget(self, row: int) -> None:
        self.held -= len(self.habits[row].totals)
        self.habits[row] = Habit()

    def _open(self, row: int, place: int, bucket: int, amount: int) -> None:
        """A bucket of which nothing was known."""
        habit = self.habits[row]
        habit.buckets.insert(place, bucket)
        habit.totals.insert(place, amount)
        habit.states.insert(place, habit.states[place - 1] if place else 0)
        self.held += 1
        while self.held > self.total and len(self.directory.keys) > 1:
            self._forget(self.directory.least_recent(row))

    def _advance(self, row: int, bucket: int) -> None:
        """Make `bucket` the newest, and forget what no past reads any more."""
        self.directory.heads[row] = bucket
        habit = self.habits[row]
        gone = bisect_left(habit.buckets, bucket - self.span + 1)
        if gone:
            self._trim(habit, gone)
            self.held -= gone

    def _trim(self, habit: Habit, gone: int) -> None:
        del habit.buckets[:gone], habit.totals[:gone], habit.states[:gone]
        habit.settled = max(0, habit.settled - gone)


def _total(habit: Habit, bucket: int) -> int:
    return habit.totals[bisect_left(habit.buckets, bucket)] if habit.has(bucket) else 0
