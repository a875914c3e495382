"""What is remembered from event to event: answers that depend on the arguments and the day alone.

The country of a number, the shape of a sender and a legal age do not change with the event that asks. Rows of tables
come into force at midnight UTC (`tipstaff.vocab.tables`), so an answer counts for the day on which it was given. Only
short arguments are remembered, and only so many answers: senders and recipients come from outside, and nobody may fill
the memory with them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

Asked = tuple[str, tuple[object, ...]]
"""(name of the function, its arguments)."""

LONGEST: Final = 64
_HALF: Final = 16_384
_DAYS: Final = 3
UNKNOWN: Final = object()


class Day:
    """The answers of one day: those given last, some 32,000 at most."""

    __slots__ = ("_old", "_young")

    def __init__(self) -> None:
        self._young: dict[Asked, object] = {}
        self._old: dict[Asked, object] = {}

    def get(self, asked: Asked) -> object:
        """The answer, or UNKNOWN."""
        value = self._young.get(asked, UNKNOWN)
        if value is UNKNOWN:
            value = self._old.get(asked, UNKNOWN)
            if value is not UNKNOWN:
                self.put(asked, value)
        return value

    def put(self, asked: Asked, value: object) -> None:
        """Remember an answer, unless its arguments are long."""
        for argument in asked[1]:
            if type(argument) is not str or len(argument) > LONGEST:
                return
        if len(self._young) >= _HALF:
            self._old, self._young = self._young, {}
        self._young[asked] = value

    def __len__(self) -> int:
        return len(self._young) + len(self._old)


class Lasting:
    """The days that were asked about last."""

    def __init__(self) -> None:
        self._days: dict[date, Day] = {}

    def on(self, at: datetime) -> Day:
        """The day (UTC) of a moment."""
        day = at.date() if at.tzinfo is UTC else at.astimezone(UTC).date()
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= _DAYS:
                self._days.clear()
            found = self._days[day] = Day()
        return found
