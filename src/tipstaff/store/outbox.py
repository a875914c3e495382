"""What is to leave the installation, as the store keeps it: queued in the transaction that asks, settled later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from tipstaff.store.rows import OutboxFilter, OutboxItem, OutboxRow


class Sending(Protocol):
    """What a job may do with the outbox."""

    def add_outbox(self, items: Iterable[OutboxItem]) -> int:
        """Queue effects; an item whose key was queued before is left alone. Returns how many are new."""

    def claim_outbox(self, now: datetime, limit: int, lease: timedelta) -> list[OutboxRow]:
        """Take up to `limit` items due at `now`, earliest first. Not finished by `now + lease`, they are due again."""

    def finish_outbox(self, key: str, at: datetime, note: str = "") -> bool:
        """The effect took place, or is wanted no more: `note` says why. False when it was settled before (then nothing
        changes).
        """

    def retry_outbox(self, key: str, error: str, due_at: datetime) -> bool:
        """The effect failed; try again at `due_at`. False when it was settled before."""

    def abandon_outbox(self, key: str, error: str, at: datetime, *, body: bytes | None = None) -> bool:
        """The effect failed for good and a person must look. False when it was settled before.

        `body` stands in place of what there was to do; None keeps that.
        """

    def outbox_item(self, sequence: int) -> OutboxRow | None:
        """The effect of this number, in the state in which this commit has it."""

    def reopen_outbox(self, key: str, due_at: datetime, *, body: bytes | None = None) -> bool:
        """Have an effect that waits, or failed for good, tried from `due_at` on as if it never was. False when it took
        place, or was closed. `body` stands in place of what there was to do; None keeps that.
        """

    def close_outbox(self, key: str, reason: str, at: datetime, *, body: bytes) -> bool:
        """A person gave the effect up that waited or had failed for good. False when it took place, or was closed.

        `body` stands in place of what there was to do.
        """


class Sent(Protocol):
    """What anybody may read of it."""

    def outbox(self, *, settled: bool | None = None, limit: int = 100) -> list[OutboxRow]:
        """Effects, newest first; `settled` False: still to do, True: done or abandoned, None: all."""

    def outbox_page(self, where: OutboxFilter, limit: int = 50) -> list[OutboxRow]:
        """The newest effects that match, newest first. Page on with `before` = the last row's sequence."""

    def outbox_item(self, sequence: int) -> OutboxRow | None:
        """One effect by its number."""

    def outbox_counts(self) -> dict[str, int]:
        """How many effects wait, are abandoned, and are closed."""
