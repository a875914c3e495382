"""Windows that a bundle brings anew, filled from the events recorded before, beside those that run.

    off the loop   advance ▸ replay what is committed
    on the loop    follow  ▸ from here on note what is counted; what is under way was counted already
    off the loop   advance ▸ replay the rest, and leave out what was under way and is written by now
    on the loop    finish  ▸ count what was noted; the windows are what they would be had they always run

Only events that can still matter are read: those of the types that the windows count, from as far back as a late event
could ask about. Windows that look back without end (`last`, ratios with levels) read everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from tipstaff.signals.windows import Windows, WindowSpec
from tipstaff.store import Reader
from tipstaff.vocab.event import Event
from tipstaff.vocab.reading.decoding import ClockLimits, Decoder

ANY_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
CLOCK_STEP: Final = timedelta(hours=1)
"""How far this machine's clock may have been set back between two decisions without one being missed."""


class Refill:
    """Fills windows from the record.

    Args:
        windows: the new ones, empty.
        decoder: as for live events, without limits of time.
        reader: the record.
        since: when the oldest event that matters may have been decided; None for all of them.
    """

    def __init__(self, windows: Windows, decoder: Decoder, reader: Reader, since: datetime | None) -> None:
        self._windows = windows
        self._decoder = decoder
        self._reader = reader
        self._place = 0 if since is None else reader.place_before(since)
        self._types = sorted({name for spec in windows.specs.values() for name in _types(spec)})
        self._under_way: Sequence[Event] = ()
        self._noted: list[Event] = []

    def advance(self, until: int | None = None) -> int:
        """Replay what is recorded and not replayed yet, up to a sequence or the last one; gives how many events."""
        end = self._reader.last_sequence() if until is None else until
        replayed = 0
        for _, raw in self._reader.events_since(self._place, until=end, types=self._types):
            self._windows.record(self._decoder.decode(raw, ANY_TIME))
            replayed += 1
        self._place = max(self._place, end)
        self._under_way = [event for event in self._under_way if not self._replayed(event)]
        return replayed

    def follow(self, under_way: Sequence[Event]) -> None:
        """From now on every event that is counted must be noted. `under_way`: counted, and perhaps not written yet."""
        self._under_way = under_way

    def note(self, event: Event) -> None:
        """An event was counted."""
        self._noted.append(event)

    def finish(self) -> Windows:
        """The windows, up to date."""
        for event in (*self._under_way, *(one for one in self._noted if not self._replayed(one))):
            self._windows.record(event)
        return self._windows

    def _replayed(self, event: Event) -> bool:
        row = self._reader.decided(event.source, event.id)
        return row is not None and row.sequence <= self._place


def reach(specs: Mapping[str, WindowSpec], limits: ClockLimits | None) -> timedelta | None:
    """How far back a decided event still matters to any of the windows; None for all the way.

    A late event asks about the window that ends with it: as late as a door takes one, and as wide as the window.
    """
    if limits is None or any(spec.measure == "last" or spec.level is not None for spec in specs.values()):
        return None
    longest = max((spec.over + spec.every for spec in specs.values()), default=0)
    return timedelta(milliseconds=longest) + limits.behind + limits.ahead + CLOCK_STEP


def _types(spec: WindowSpec) -> Sequence[str]:
    return (*spec.of.types, *(spec.below.types if spec.below is not None else ()))
