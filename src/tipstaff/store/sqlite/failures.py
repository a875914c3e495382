"""SQLite's errors in words that an operator can act on."""

from __future__ import annotations

import apsw

from tipstaff.store.errors import (
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreFull,
    StoreLocked,
    StoreUnreachable,
)

UNAVAILABLE = (
    apsw.FullError,
    apsw.BusyError,
    apsw.LockedError,
    apsw.CorruptError,
    apsw.NotADBError,
    apsw.IOError,
    apsw.CantOpenError,
    apsw.ReadOnlyError,
    apsw.PermissionsError,
    apsw.NoLFSError,
    apsw.ProtocolError,
)
"""What says that the database, not one row, is at fault."""


def explained(error: apsw.Error, path: str) -> StoreError:
    """The same failure as a StoreError that says what to do."""
    if isinstance(error, apsw.FullError):
        return StoreFull(f"no space left for `{path}`; free some, writing goes on by itself")
    if isinstance(error, apsw.BusyError | apsw.LockedError | apsw.ProtocolError):
        return StoreLocked(f"another process keeps `{path}` locked; end it, or wait until it is done")
    if isinstance(error, apsw.CorruptError):
        return StoreCorrupt(f"`{path}` is damaged ({error}); stop, keep the file, and restore the last backup")
    if isinstance(error, apsw.NotADBError):
        return StoreForeign(f"`{path}` is not a database; give another path, or restore the last backup")
    if isinstance(error, apsw.ReadOnlyError | apsw.PermissionsError):
        return StoreUnreachable(f"`{path}` cannot be written; check who owns the file and its folder")
    if isinstance(error, apsw.CantOpenError):
        return StoreUnreachable(f"`{path}` cannot be opened; check that its folder exists and may be written")
    return StoreUnreachable(f"reading or writing `{path}` failed ({error}); check the disk")
