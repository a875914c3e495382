"""One event after the other: what reads and records windows, made once per type, and what was taken from the event.

`WindowAccess` is the definition; the kernel has one of the same name and does the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from tipstaff.vocab.event import Event

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Read = Callable[[Event], Any]
"""Reads a window for an event."""
Record = Callable[[Event], None]
"""Records an event in a window."""


class Frame:
    """The event at hand: its time in milliseconds since 1970, and by number what was taken from it so far; None is
    nothing yet.
    """

    __slots__ = ("taken", "time")

    def __init__(self) -> None:
        self.time = 0
        self.taken: list[Any] = []

    def add(self) -> int:
        """A place for one more thing that is taken from events: its number."""
        self.taken.append(None)
        return len(self.taken) - 1


class Access(Protocol):
    """What `WindowAccess` does, here or in the kernel."""

    frame: Frame

    def read(self, name: str, event: Event, /) -> Any:
        """The value of a window for an event."""

    def record(self, event: Event, /) -> None:
        """Tell every window of an event."""

    def forget(self) -> None:
        """Make what reads and records anew from now on."""


class WindowAccess:
    """Reads and records one event at a time.

    Args:
        make_reader: makes the function that reads the window of a name for events of a type.
        make_recorders: makes those that record events of a type.
        milliseconds: of a time, since 1970.
    """

    __slots__ = ("_event", "_faces", "_makers", "_milliseconds", "_readers", "_recorders", "frame")

    def __init__(
        self,
        make_reader: Callable[[str, str], Read],
        make_recorders: Callable[[str], Iterable[Record]],
        milliseconds: Callable[[datetime], int],
    ) -> None:
        self._makers = make_reader, make_recorders
        self._milliseconds = milliseconds
        self.frame = Frame()
        self._event: Event | None = None
        self._readers: dict[str, dict[str, Read]] = {}
        self._faces: dict[str, Read] = {}
        self._recorders: dict[str, tuple[Record, ...]] = {}

    def read(self, name: str, event: Event) -> Any:
        """The value of a window for an event."""
        if event is not self._event:
            self._turn_to(event)
        read = self._faces.get(name)
        if read is None:
            read = self._faces[name] = self._makers[0](name, event.type)
        return read(event)

    def record(self, event: Event) -> None:
        """Tell every window of an event."""
        if event is not self._event:
            self._turn_to(event)
        recorders = self._recorders.get(event.type)
        if recorders is None:
            recorders = self._recorders[event.type] = tuple(self._makers[1](event.type))
        for record in recorders:
            record(event)

    def forget(self) -> None:
        """Make what reads and records anew from now on."""
        self._readers.clear()
        self._recorders.clear()
        self._event = None

    def _turn_to(self, event: Event) -> None:
        """Begin with another event: its time, nothing taken from it yet."""
        self._event = event
        frame = self.frame
        frame.time = self._milliseconds(event.time)
        frame.taken = [None] * len(frame.taken)
        faces = self._readers.get(event.type)
        if faces is None:
            faces = self._readers[event.type] = {}
        self._faces = faces


def milliseconds(time: datetime) -> int:
    """Whole milliseconds since 1970."""
    since = time - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000 + since.microseconds // 1_000
