"""The live list: server-sent events with the lines that are new, already in the reader's language and filter.

It follows the record, not the requests: a burst of ten thousand decisions a second costs two small queries per viewer
and second, and decisions made by another process on the same database show too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from tipstaff.console.views.filters import Filter
from tipstaff.console.views.overview import LATEST, Overview, overview
from tipstaff.console.views.rows import rows
from tipstaff.store import DecisionFilter, Reader

if TYPE_CHECKING:
    from tipstaff.console.desk import Desk
    from tipstaff.console.rendering import Frame

SHOWN: Final = 50
_EVERY: Final = 0.5
_OVERVIEW_EVERY: Final = 4
_A_DAY: Final = 2 * 86_400
MOST_VIEWERS: Final = 64


class News(Struct, frozen=True):
    """What the page puts on top: the lines' HTML, how many they are, and the newest place in the record."""

    html: str
    count: int
    newest: int


class Headlines:
    """The overview, computed at most once every two seconds however many look at it."""

    def __init__(self, reader: Reader, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._clock = clock
        self._kept: tuple[datetime, Overview] | None = None

    def now(self) -> Overview:
        """The overview as of now, two seconds old at most."""
        at = self._clock()
        kept = self._kept
        if kept is None or not 0 <= (at - kept[0]).total_seconds() < _EVERY * _OVERVIEW_EVERY:
            kept = self._kept = (at, overview(self._reader.decisions(DecisionFilter(), LATEST), at))
        return kept[1]


class Feed:
    """Follows the record for one viewer.

    Args:
        desk: the record, the cases, and whether the server is about to stop.
        headlines: the overview, shared by all viewers.
        frame: renders lines and overview.
    """

    def __init__(self, desk: Desk, headlines: Headlines, frame: Frame) -> None:
        self._reader = desk.store.reader
        self._desk = desk
        self._headlines = headlines
        self._frame = frame
        self._closing = desk.closing

    async def events(self, wanted: Filter, language: str, after: int) -> AsyncIterator[bytes]:
        """Server-sent events from the place `after` in the record on: `rows`, `overview`, and `played`."""
        yield b"retry: 2000\n\n"
        for beat in range(_A_DAY):
            if self._closing():
                return
            found = await asyncio.to_thread(self._reader.decisions, wanted.where(), SHOWN)
            newer = await asyncio.to_thread(rows, [one for one in found if one.sequence > after], self._desk, language)
            if newer:
                after = newer[0].sequence
                html = self._frame.part("rows.html", language, rows=newer)
                yield _event("rows", News(html, len(newer), after), after)
            if beat % _OVERVIEW_EVERY == _OVERVIEW_EVERY - 1:
                figures = await asyncio.to_thread(self._headlines.now)
                yield _event("overview", self._frame.part("overview.html", language, overview=figures, filter=wanted))
                if played := self._frame.played(language):
                    yield _event("played", played)
            await asyncio.sleep(_EVERY)


def _event(name: str, data: object, place: int | None = None) -> bytes:
    identity = f"id: {place}\n" if place is not None else ""
    return f"{identity}event: {name}\ndata: ".encode() + msgspec.json.encode(data) + b"\n\n"
