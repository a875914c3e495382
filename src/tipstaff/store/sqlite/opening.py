"""Opening a store."""

# ruff: noqa: D102 - what the methods promise stands in `interface.Store`
from __future__ import annotations

import threading
from functools import partial

from tipstaff.store.commit.backlog import Backlog
from tipstaff.store.commit.writer import GroupCommit, Inline, Submitting, Writer
from tipstaff.store.sqlite.connecting import MEMORY, connect_reader, connect_writer
from tipstaff.store.sqlite.migrating import migrate, shipped
from tipstaff.store.sqlite.reader import Connections, SharedConnection, SqliteReader
from tipstaff.store.sqlite.session import SqliteSession


class SqliteStore(Submitting):
    """Implements `Store`. Made by `open`."""

    def __init__(self, writer: Writer, connections: Connections | SharedConnection, path: str) -> None:
        super().__init__(writer)
        self._connections = connections
        self.path = path
        self.reader = self.chain = SqliteReader(connections)

    def close(self) -> None:
        self._writer.close()
        self._connections.close()


def open(  # noqa: A001 - `sqlite.open(path)` reads as it should
    path: str = MEMORY, *, inline: bool | None = None, queue: int = 10_000, busy_ms: int = 5_000, vfs: str | None = None
) -> SqliteStore:
    """Open the database at `path`, creating and migrating it as needed.

    Args:
        path: a file, or ":memory:" for a database that lives as long as the store.
        inline: run each job at once on the caller's thread, in a commit of its own; by default only in memory.
        queue: jobs that may wait for the writer before `Overloaded` is raised.
        busy_ms: how long to wait for another process that holds the lock.
        vfs: the name of a SQLite file system, for tests.
    Raises:
        StoreError: one of its kinds, see `store.errors`; the file is as it was.
    """
    connection = connect_writer(path, busy_ms=busy_ms, vfs=vfs)
    migrate(connection, path, shipped())
    session = SqliteSession(connection, path)
    lock = threading.RLock()
    if path == MEMORY:
        connections: Connections | SharedConnection = SharedConnection(connection, lock)
    else:
        connections = Connections(partial(connect_reader, path, busy_ms=busy_ms, vfs=vfs), path)
    if inline if inline is not None else path == MEMORY:
        return SqliteStore(Inline(session, lock, after_commit=_nothing), connections, path)
    return SqliteStore(GroupCommit(session, Backlog(queue), after_commit=_nothing), connections, path)


def _nothing() -> None:
    pass
