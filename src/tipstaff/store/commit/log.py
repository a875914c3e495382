"""What jobs collect: one list in the order of writing, so that undoing a job is cutting the list."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from tipstaff.store.rows import DecisionRow, OutboxItem, Snapshot


class Change(Struct, frozen=True):
    """A ledger entry is set, or taken out when `value` is None."""

    kind: str
    key: bytes
    value: bytes | None
    at: datetime
    by: str
    command: str


class Entry(Struct, frozen=True):
    """An audit entry before it has its place in the chain; `body` is canonical JSON."""

    kind: str
    body: bytes
    at: datetime
    by: str


class Erase(Struct, frozen=True):
    """The events of these decisions are made unreadable; `entry` is the audit entry that names them."""

    sequences: tuple[int, ...]
    entry: Entry


class Claim(Struct, frozen=True):
    """An outbox item is taken until `until`."""

    key: str
    until: datetime


class Settle(Struct, frozen=True):
    """An outbox item changes state; `at` is when it is due again (`waiting`) or when it ended.

    `body` stands in place of what there was to do; None keeps that.
    """

    key: str
    state: str
    error: str
    at: datetime
    body: bytes | None = None


class Reopen(Struct, frozen=True):
    """An outbox item that was not done is tried from `at` on as if it never was. `body`: as in `Settle`."""

    key: str
    at: datetime
    body: bytes | None = None


Write: TypeAlias = DecisionRow | Change | Entry | Erase | OutboxItem | Claim | Reopen | Settle | Snapshot
