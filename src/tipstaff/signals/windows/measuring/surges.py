"""Habits with a state, for levels that are entered at one height and left at another."""

from __future__ import annotations

from bisect import bisect_left
from math import isnan, nan
from typing import Any

from tipstaff.signals.windows.declaring.spec import Level
from tipstaff.signals.windows.measuring.habits import Habit, Habits


class Surges(Habits):
    """Habits with a state: on once the bucket at hand is `enter` times the usual, off once one is at most `leave`
    times.

    The state is settled bucket by bucket, oldest first, over those in which something was recorded. A bucket without a
    usual, or below the least volume, leaves it off; so does a whole past in which nothing was recorded. A bucket that
    is not over yet may begin a surge but not end one: little at five past the hour says nothing.
    """

    def __init__(
        self, shape: tuple[int, int, int], *, total: int, step: int, after: int, state: tuple[int, Level]
    ) -> None:
        super().__init__(*shape, total=total, step=step, after=after)
        self.least, self.level = state

    def state(self, key: Any, bucket: int, amount: int) -> bool:
        """The state at an event in `bucket` that adds this: what the bucket found, or on from where it is entered."""
        if self.surge(key, bucket, amount, self.least) >= self.level.enter:
            return True
        row = self.directory.rows.get(key)
        return row is not None and bool(self._found(row, bucket))

    def _after(self, found: int, ratio: float) -> bool:
        return False if isnan(ratio) else self.level.after(bool(found), ratio)

    def _found(self, row: int, bucket: int) -> int:
        """The state that an event in `bucket` finds."""
        habit = self.habits[row]
        place = bisect_left(habit.buckets, bucket)
        self._settle(row, place)
        return self._handed(habit, place, bucket)

    def _handed(self, habit: Habit, place: int, bucket: int) -> int:
        """What the bucket before this place hands on; nothing over a silence as long as the past."""
        if place == 0:
            return 0  # whatever lay before lies further back than a whole past
        return 0 if bucket - habit.buckets[place - 1] >= self.buckets else habit.states[place - 1]

    def _settle(self, row: int, end: int) -> None:
        """Work out the states of the first `end` buckets, from the first that may have changed and can be known."""
        habit = self.habits[row]
        reach = bisect_left(habit.buckets, self.directory.heads[row] - self.lateness)
        for place in range(max(habit.settled, reach), end):
            bucket = habit.buckets[place]
            usual, _ = self._usual(habit, bucket)
            total = habit.totals[place]
            ratio = total / usual if usual > 0 and total >= self.least else nan
            habit.states[place] = self._after(self._handed(habit, place, bucket), ratio)
        habit.settled = max(habit.settled, end)

    def _advance(self, row: int, bucket: int) -> None:
        self._settle(row, len(self.habits[row].buckets))
        super()._advance(row, bucket)
