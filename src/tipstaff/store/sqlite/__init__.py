"""SQLite: one file in write-ahead mode, one writer, readers that never wait."""

from tipstaff.store.sqlite.opening import SqliteStore, open  # noqa: A004 - `sqlite.open(path)` reads as it should

__all__ = ["SqliteStore", "open"]
