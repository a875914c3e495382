"""What proving the record needs of a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

FIRST = -(1 << 63)
"""Before every sequence, also those that someone else may have put there."""
Columns = tuple[Any, ...]


class ChainReader(Protocol):
    """What verification reads: table rows as they lie, oldest first, with nothing trusted and nothing decoded.

    The columns are those of `commit.batch.Batch`. Iterators read in pages, so that memory stays constant, and end where
    the table ended when they came there; `after` goes on from a sequence.
    """

    def audit_columns(self, after: int = FIRST) -> Iterator[Columns]:
        """(sequence, kind, at, by, body, hash, decision leaves, change leaves)."""

    def decision_columns(self, after: int = FIRST) -> Iterator[Columns]:
        """(sequence, id, source, event_id, type, account, at, verdict, request_hash, clauses, event_digest, event,
        decision).
        """

    def history_columns(self, after: int = FIRST) -> Iterator[Columns]:
        """(sequence, kind, key, at, by, command, value_digest, value)."""

    def audit_end(self) -> int:
        """The sequence of the last entry of the chain, `FIRST` when there is none."""

    def erasure_bodies(self, after: int, until: int) -> Iterator[str]:
        """The bodies of the entries of kind `erasure` after a sequence and up to another."""

    def entries_astray(self) -> Iterator[tuple[str, bytes, str]]:
        """(kind, key, what is wrong) of ledger entries that are not what their history says."""
