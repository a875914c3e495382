"""What a database must do for group commit. One implementation per dialect."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from tipstaff.store.commit.batch import Batch
from tipstaff.store.interface import EventKey, Lookups
from tipstaff.store.rows import DecisionRow, OutboxRow


class Heads(Struct, frozen=True):
    """Where the record ends: last sequences, and the hash of the last audit entry."""

    decision: int
    change: int
    audit: int
    hash: bytes


class Session(Lookups, Protocol):
    """The connection that writes. Used by one thread at a time; every method may raise a StoreError.

    Anything else that `write` raises is the fault of one row in the batch.
    """

    def begin(self, *, fsync: bool) -> Heads:
        """Start a transaction that excludes other writers; `fsync` makes its commit reach the device, and every commit
        before it, also when nothing is written in this one.
        """

    def decided_among(self, keys: Collection[EventKey]) -> dict[EventKey, DecisionRow]:
        """Those of `keys` that are recorded."""

    def events_held(self, sequences: Collection[int]) -> list[int]:
        """Those of these decisions whose event is there."""

    def outbox_due(self, now: datetime, limit: int) -> list[OutboxRow]:
        """Waiting items due at `now`, earliest first."""

    def outbox_state(self, key: str) -> str | None:
        """`waiting`, `done` `abandoned` or `closed`; None when there is no such item."""

    def outbox_item(self, sequence: int) -> OutboxRow | None:
        """One item by its number."""

    def write(self, batch: Batch) -> None:
        """Write everything the jobs collected."""

    def commit(self) -> None:
        """Make it so."""

    @property
    def chores(self) -> bool:
        """Whether something that can wait has waited long enough; asked between commits."""

    def do_chores(self) -> None:
        """Do some of it, in a transaction of its own. When it fails nothing is lost: it is due again."""

    def rollback(self) -> None:
        """Undo what was written since `begin`; harmless when there is nothing to undo. Does not raise."""
