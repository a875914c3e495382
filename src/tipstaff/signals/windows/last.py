"""When a key was last seen: the greatest event time recorded so far, in microseconds since 1970."""

from __future__ import annotations

from array import array
from typing import Any

from tipstaff.signals.windows.directory import Directory

NEVER = 0
"""1970-01-01T00:00:00Z: long before anything, so that "not within the last hour" holds for a key never seen."""


class Last:
    """The newest time of many keys; `most` bounds how many. A key keeps its time until the room is needed."""

    def __init__(self, most: int) -> None:
        self.directory = Directory(most, 1 << 62)
        self.times = array("q")

    def record(self, key: Any, time: int) -> None:
        """Note a time; an earlier one than is known changes nothing."""
        directory = self.directory
        row = directory.rows.get(key)
        if row is None:
            row, fresh = directory.claim(key, 0)
            if fresh:
                self.times.append(time)
            else:
                self.times[row] = time
            return
        directory.touched[row] = 1
        self.times[row] = max(self.times[row], time)

    def read(self, key: Any) -> int:
        """The newest time recorded before now, NEVER for a key that is not known."""
        row = self.directory.rows.get(key)
        return NEVER if row is None else self.times[row]
