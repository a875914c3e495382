"""The clock of one scenario. Nothing else moves it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from tipstaff.vocab.times.durations import Duration, Part, add

DEFAULT_NOW: Final = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)  # a Wednesday afternoon


class Timeline:
    """The scenario's time, UTC; calling it tells the time, so that it can stand where a clock is asked for.

    Args:
        start: `now` of the scenario's `given`.
    """

    def __init__(self, start: datetime) -> None:
        self.start = start
        self.now = start

    def __call__(self) -> datetime:
        """The time now."""
        return self.now

    def after(self, length: Duration) -> datetime:
        """The moment a duration from now."""
        return add(self.now, length)

    def moment(self, at: datetime | Duration | None) -> datetime:
        """When a step happens: its time, that long after the start, or now."""
        if at is None:
            return self.now
        return at if isinstance(at, datetime) else add(self.start, at)

    def move_to(self, moment: datetime) -> None:
        """Move forward; a moment that has passed leaves the clock where it is."""
        self.now = max(self.now, moment)


def back(length: Duration) -> Duration:
    """The same length pointing back."""
    return Duration(length.parts, length.calendar, sign=-1)


def times(length: Duration, count: int) -> Duration:
    """A length `count` times over, unit by unit."""
    parts = tuple(Part(part.amount * Decimal(count), part.unit) for part in length.parts)
    return Duration(parts, length.calendar, length.sign)
