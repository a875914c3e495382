"""When a key was last seen: the greatest event time recorded so far."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from tipstaff.signals.windows.directory import Directory

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Long before anything, so that "not within the last hour" holds for a key never seen."""


class Last:
    """The newest time of many keys; `most` bounds how many. A key keeps its time until the room is needed."""

    def __init__(self, most: int) -> None:
        self.directory = Directory(most, 1 << 62)
        self.times: list[datetime] = []

    def record(self, key: Any, time: datetime) -> None:
        """Note a time; an earlier one than is known changes nothing."""
        directory = self.directory
        row = directory.rows.get(key)
        if row is None:
            row = directory.claim(key, 0)
            self.times[row : row + 1] = [time]
            return
        directory.touched[row] = 1
        self.times[row] = max(self.times[row], time)

    def read(self, key: Any) -> datetime:
        """The newest time recorded before now, NEVER for a key that is not known."""
        row = self.directory.rows.get(key)
        return NEVER if row is None else self.times[row]
