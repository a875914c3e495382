"""Opening connections, and making sure that the file is ours."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from tipstaff.store.errors import StoreForeign, StoreUnreachable
from tipstaff.store.sqlite.failures import explained

MEMORY = ":memory:"
APPLICATION_ID = 0x54505354
"""`TPST`: how `file` and we tell our databases from others."""

_READ = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_NOMUTEX
_WRITE = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
_PAGE_BYTES = (
    8192  # a decision takes 1 to 2 KiB: smaller pages waste a fifth of the file, larger ones cost single commits
)
_WRITER_CACHE_KIB = 8 * 1024
_READER_CACHE_KIB = 4 * 1024


def connect_writer(path: str, *, busy_ms: int, vfs: str | None = None) -> apsw.Connection:
    """A connection that may write, in WAL mode; creates the file. Raises a StoreError."""
    if path != MEMORY and not Path(path).absolute().parent.is_dir():
        raise StoreUnreachable(f"the folder of `{path}` does not exist; create it, or give another path")
    try:
        connection = apsw.Connection(path, flags=_WRITE, vfs=vfs, statementcachesize=256)
        connection.set_busy_timeout(busy_ms)
        _recognise(connection, path)
        if path != MEMORY:
            connection.pragma("journal_mode", "wal")
        connection.pragma("cache_size", -_WRITER_CACHE_KIB)
        connection.pragma("temp_store", "memory")
        connection.pragma("secure_delete", "fast")  # no copies of rows stay behind in pages that are still used
        return connection
    except apsw.Error as error:
        raise explained(error, path) from error


def connect_reader(path: str, *, busy_ms: int, vfs: str | None = None) -> apsw.Connection:
    """A connection that cannot write. Raises a StoreError."""
    try:
        connection = apsw.Connection(path, flags=_READ, vfs=vfs)
        connection.set_busy_timeout(busy_ms)
        connection.pragma("cache_size", -_READER_CACHE_KIB)
        return connection
    except apsw.Error as error:
        raise explained(error, path) from error


def flush_log(path: str) -> None:
    """Flush what an earlier process committed without waiting for the device: whoever opens the database takes it for
    recorded, and answers for it.

    Needs no lock, so that whoever looks at a database in use does not wait. Closing this descriptor drops none of
    SQLite's locks either: they are on other files.

    Raises:
        StoreUnreachable: the device does not take it.
    """
    try:
        log = os.open(f"{Path(path).resolve()}-wal", os.O_RDWR)
    except (FileNotFoundError, PermissionError):  # closed in order, which flushes; or nobody who records is here
        return
    try:
        os.fsync(log)
    except OSError as error:
        raise StoreUnreachable(f"writing `{path}` to its device failed ({error}); check the disk") from error
    finally:
        os.close(log)


def _recognise(connection: apsw.Connection, path: str) -> None:
    """Mark an empty file as ours; refuse one that holds something else."""
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").get  # first: whoever makes ours has marked it
    mark = connection.pragma("application_id")
    if mark == APPLICATION_ID:
        return
    if mark != 0 or tables:
        raise StoreForeign(f"`{path}` is the database of another program; give another path")
    if path != MEMORY:
        connection.pragma("page_size", _PAGE_BYTES)
    connection.pragma("application_id", APPLICATION_ID)
