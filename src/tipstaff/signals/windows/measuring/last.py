"""When a key was last seen, or what a number was then: of the greatest event time recorded so far."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime
from math import nan
from typing import Any, Final

from tipstaff.signals.windows.measuring.directory import Directory

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Long before anything, so that "not within the last hour" holds for a key never seen."""


class Last:
    """The newest time of many keys; a key keeps its time until the room is needed.

    Args:
        most: how many keys.
        valued: whether the number of the newest event is kept as well.
    """

    __slots__ = ("directory", "numbers", "times")

    def __init__(self, most: int, *, valued: bool = False) -> None:
        self.directory = Directory(most, 1 << 62)
        self.times: list[datetime] = []
        self.numbers: array[float] | None = array("d") if valued else None

    def record(self, key: Any, time: datetime, number: float = nan) -> None:
        """Note a time; an earlier one than is known changes nothing, of two equal ones the later to arrive counts."""
        directory, numbers = self.directory, self.numbers
        row = directory.rows.get(key)
        if row is None:
            row = directory.claim(key, 0)
            if row == len(self.times):
                self.times.append(time)
            else:
                self.times[row] = time
            if numbers is not None:
                numbers[row : row + 1] = array("d", [number])
            return
        directory.touched[row] = 1
        if time >= self.times[row]:
            self.times[row] = time
            if numbers is not None:
                numbers[row] = number

    def read(self, key: Any) -> datetime:
        """The newest time recorded before now, NEVER for a key that is not known."""
        row = self.directory.rows.get(key)
        return NEVER if row is None else self.times[row]

    def number(self, key: Any) -> float:
        """The number of the newest event recorded before now, NaN for a key that is not known."""
        row = self.directory.rows.get(key)
        return nan if row is None or self.numbers is None else self.numbers[row]
