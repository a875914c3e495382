"""What can go wrong with the database, said so that an operator knows what to do.

    TipstaffError
    ├── Overloaded           overloaded       503  the queue is full (vocab)
    └── StoreError           store            503
        ├── StoreClosed      store-closed     503  shutting down
        ├── StoreFull        store-full       507  no space left on the device
        ├── StoreLocked      store-locked     503  another process holds the database
        ├── StoreCorrupt     store-corrupt    500  the file is damaged
        ├── StoreForeign     store-foreign    500  the file is not a Tipstaff database
        ├── StoreNewer       store-newer      500  written by a later release
        ├── StoreUnreachable store-unreachable 500 the path cannot be opened or written
        └── StoreUnsafe      store-unsafe     503  recorded, and not safe from a power cut yet

In every case but the last nothing of the failed commit was recorded, and in none was anything of it acknowledged.
"""

from __future__ import annotations

from tipstaff.vocab.errors import TipstaffError


class StoreError(TipstaffError):
    """The database could not do its work; nothing was recorded (but see `StoreUnsafe`)."""

    code = "store"
    status = 503


class StoreClosed(StoreError):
    """The store is closed or closing."""

    code = "store-closed"


class StoreFull(StoreError):
    """No space left for the database; it works again as soon as there is."""

    code = "store-full"
    status = 507


class StoreLocked(StoreError):
    """Another process kept the database locked for longer than the store waits."""

    code = "store-locked"


class StoreCorrupt(StoreError):
    """The database file is damaged."""

    code = "store-corrupt"
    status = 500


class StoreForeign(StoreError):
    """The file belongs to another program, or is no database at all."""

    code = "store-foreign"
    status = 500


class StoreNewer(StoreError):
    """The database was written by a later release than this one."""

    code = "store-newer"
    status = 500


class StoreUnreachable(StoreError):
    """The path does not exist, cannot be written, or failed to read or write."""

    code = "store-unreachable"
    status = 500


class StoreUnsafe(StoreError):
    """It is on record and could not be made safe from a power cut yet: whoever tells it again hears once it is."""

    code = "store-unsafe"
