"""Opening a store."""
# ruff: noqa: D102 - what the methods promise stands in `interface.Store`

from __future__ import annotations

import threading
from functools import partial

import apsw

from tipstaff.store.chain_reader import ChainReader
from tipstaff.store.commit.backlog import Backlog
from tipstaff.store.commit.writer import GroupCommit, Inline, Submitting, Writer
from tipstaff.store.interface import Reader
from tipstaff.store.sqlite.checkpointing import Checkpointer
from tipstaff.store.sqlite.connecting import MEMORY, connect_reader, connect_writer, flush_log
from tipstaff.store.sqlite.migrating import migrate, shipped
from tipstaff.store.sqlite.reader import Connections, SharedConnection, SqliteReader
from tipstaff.store.sqlite.session import SqliteSession

_INLINE_LONG = 2_000
"""Pages in the log from which SQLite itself moves them, inside a commit, where no thread does it."""


class SqliteStore(Submitting):
    """Implements `Store`. Made by `open`."""

    def __init__(
        self,
        writer: Writer,
        connections: Connections | SharedConnection,
        connection: apsw.Connection,
        checkpointer: Checkpointer | None = None,
    ) -> None:
        super().__init__(writer)
        self._connections = connections
        self._connection = connection
        self._checkpointer = checkpointer
        self._reader = SqliteReader(connections)

    @property
    def reader(self) -> Reader:
        return self._reader

    @property
    def chain(self) -> ChainReader:
        return self._reader

    def close(self) -> None:
        self._writer.close()
        if self._checkpointer is not None:
            self._checkpointer.stop()
        self._connections.close()
        self._connection.close()  # the last one to close empties the log into the file and removes it


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
    try:
        migrate(connection, path, shipped())
        if path != MEMORY:
            flush_log(path)
    except BaseException:
        connection.close()
        raise
    if path == MEMORY:
        lock = threading.RLock()
        inner = Inline(SqliteSession(connection, path), lock)
        return SqliteStore(inner, SharedConnection(connection, lock), connection)
    readers = Connections(partial(connect_reader, path, busy_ms=busy_ms, vfs=vfs), path)
    session = SqliteSession(connection, path)
    if inline:
        connection.wal_autocheckpoint(_INLINE_LONG)
        return SqliteStore(Inline(session, threading.RLock()), readers, connection)
    checkpointer = Checkpointer(connection, partial(connect_writer, path, busy_ms=0, vfs=vfs), path)
    writer = GroupCommit(session, Backlog(queue), checkpointer)
    return SqliteStore(writer, readers, connection, checkpointer)
