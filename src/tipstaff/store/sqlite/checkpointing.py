"""Moving what the write-ahead log holds into the database file, without making the writer wait.

SQLite itself does this inside the commit that finds the log long: two flushes and thousands of page writes, tens of
milliseconds in which nobody is acknowledged. Here a thread does nearly all of it beside the writer. It cannot finish
alone while commits keep coming, so when almost nothing is left the writer's thread does the last bit between two
commits; the log then starts over from its beginning, and its file is reused. That bit waits for the device twice, so
that an event loop which commits on its own thread leaves it to the writer's.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import apsw

LONG = 16_000
"""Pages in the log, of 8 KiB, from which it is worth moving them.

A page that was written often moves once, and each time commits wait for the device. A longer log makes both rarer; it
takes longer to read after a crash (128 MiB: a fifth of a second).
"""

TOO_LONG = 64_000
"""Pages from which the writer moves them itself, whatever it costs: the thread does not keep up."""

SHORT = 100
"""Pages left that the writer may move between two commits."""

_PASSES = 8


class Checkpointer:
    """The thread, and what the writer's thread does between commits (`commit.writer.Upkeep`)."""

    def __init__(self, writer: apsw.Connection, connect: Callable[[], apsw.Connection], path: str) -> None:
        self._writer = writer
        self._path = Path(path).resolve()
        self._connect = connect
        self._wanted = threading.Event()
        self._stopping = False
        self._pages = 0
        self._moved = 0
        self._nearly = self._moving = False
        writer.set_wal_hook(self._committed)
        self._thread = threading.Thread(target=self._work, name="tipstaff-checkpoint", daemon=True)
        self._thread.start()

    @property
    def due(self) -> bool:
        """Whether hardly anything is left to move, or far too much."""
        return self._nearly or self._pages - self._moved >= TOO_LONG

    @property
    def under_way(self) -> bool:
        """Whether the thread is moving pages."""
        return self._moving and self._thread.is_alive()

    def do(self) -> None:
        """Finish what the other thread began, and let the log start over."""
        self._nearly = False
        moved = _move(self._writer)
        if moved is not None:
            self._moved = moved
            if moved == self._pages:
                self._start_over()

    def stop(self) -> None:
        """End the thread."""
        self._stopping = True
        self._wanted.set()
        self._thread.join()

    def _committed(self, connection: apsw.Connection, name: str, pages: int) -> int:  # noqa: ARG002 - apsw's signature
        if pages < self._pages:  # the log started over
            self._moved = 0
        self._pages = pages
        # What the thread has moved is counted when its work is finished: until then it must not begin again.
        if pages - self._moved >= LONG and not self._moving and not self._nearly:
            self._moving = True
            self._wanted.set()
        return apsw.SQLITE_OK

    def _start_over(self) -> None:
        """The first commit of a new log flushes its head: a small one of ours, so that no decision waits for it."""
        try:
            self._writer.execute("BEGIN IMMEDIATE; UPDATE listed SET sequence = sequence; COMMIT")
        except apsw.Error:  # then the next commit is the first one
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")

    def _work(self) -> None:
        with suppress(apsw.Error):  # without the thread the writer does it all, later and in one go
            connection = self._connect()
            while self._wanted.wait() and not self._stopping:
                self._wanted.clear()
                self._nearly = self._moved_nearly_all(connection)
                self._moving = False
            connection.close()

    def _moved_nearly_all(self, connection: apsw.Connection) -> bool:
        """Move pages until hardly any are left; each pass has only what came during the one before."""
        for _ in range(_PASSES):
            moved = _move(connection)
            self._flush()
            if moved is None or self._stopping:
                return False
            if self._pages - moved <= SHORT:  # the log has grown since SQLite counted it
                break
        return True

    def _flush(self) -> None:
        """Flush the database file, so that the writer's last bit finds it clean.

        Through a descriptor that SQLite has open: closing one of our own would drop SQLite's locks on the file.
        Where the system does not list descriptors, the writer's part is longer.
        """
        with suppress(OSError):
            for name in os.listdir("/proc/self/fd"):
                with suppress(OSError):  # it may be closed by now
                    if os.readlink(f"/proc/self/fd/{name}") == str(self._path):
                        os.fsync(int(name))
                        return


def _move(connection: apsw.Connection) -> int | None:
    """Move what can be moved; how many pages of the log are moved in all, None when another process is at it."""
    try:
        _, moved = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
    except apsw.Error:  # locked, full, failing: the log only grows, and the next commit will say what is wrong
        return None
    return moved
