"""Proving that nobody edited the record: every row that was changed, removed, moved or added is named.

The chain proves itself up to its last entry. That nobody cut off its end is proved by a `Head` that was kept elsewhere
(printed, mailed, published): give it to `verify`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

import msgspec
from msgspec import Struct

from tipstaff.store import chain
from tipstaff.store.chain_reader import ChainReader, Columns
from tipstaff.store.erasures import Erasures
from tipstaff.store.interface import Store
from tipstaff.store.stretches import CHANGES, Fault, Rows, Stretch, decisions


class Head(Struct, frozen=True):
    """The end of the chain: its last entry's sequence and hash (hex). Sequence 0: nothing is recorded yet."""

    sequence: int
    hash: str


class _Seal(Struct, frozen=True):
    decisions: Stretch | None = None
    changes: Stretch | None = None


def head(store: Store) -> Head:
    """The end of the chain now, to be kept elsewhere."""
    last = store.reader.last_audit()
    return Head(last.sequence, last.hash.hex()) if last else Head(0, chain.GENESIS.hex())


def verify(store: Store, *, anchor: Head | None = None, limit: int = 1000) -> list[Fault]:
    """Check chain, decisions, ledger history and ledger entries; an empty list means that all is as it was recorded.

    An event that was erased is as it should be where the chain names its erasure, and only there.

    Memory stays constant and writers are not held up; what is recorded meanwhile is checked too.

    Args:
        anchor: a head of this chain that was kept elsewhere.
        limit: stop after so many faults.
    Raises:
        StoreError: the database cannot be read.
    """
    return list(islice(_Verification(store.chain, anchor).faults(), limit))


class _Verification:
    """Walks the chain once, and beside it the rows that its seals cover."""

    def __init__(self, reader: ChainReader, anchor: Head | None) -> None:
        self._reader = reader
        self._anchor = anchor
        self._decisions = Rows(decisions(Erasures(reader)), reader.decision_columns)
        self._changes = Rows(CHANGES, reader.history_columns)
        self._sequence = 0
        self._previous = chain.GENESIS
        self._kind = chain.SEAL

    def faults(self) -> Iterator[Fault]:
        yield from self._entries(self._reader.audit_columns())
        yield from self._beyond()
        yield from self._end()
        for kind, key, wrong in self._reader.entries_astray():
            yield Fault("entry", f"{kind}/{key.hex()}", "entry-astray", wrong)

    def _entries(self, rows: Iterable[Columns]) -> Iterator[Fault]:
        for row in rows:
            yield from self._entry(row)

    def _beyond(self) -> Iterator[Fault]:
        """Rows past the last seal. One may be of a commit that ended after the walk did: then its seal is there now."""
        while waiting := [rows for rows in (self._decisions, self._changes) if rows.left]:
            before = self._sequence
            yield from self._entries(self._reader.audit_columns(before))
            if self._sequence == before:
                for rows in waiting:
                    yield rows.unsealed()

    def _entry(self, row: Columns) -> Iterator[Fault]:
        sequence, kind, at, by, body, digest, decision_leaves, change_leaves = row
        yield from self._place(sequence)
        if chain.entry_hash((sequence, kind, at, by), body.encode(), self._previous) != digest:
            yield _audit(sequence, "edited", f"it was edited, or is not the one that followed entry {self._sequence}")
        if self._anchor and sequence == self._anchor.sequence and digest.hex() != self._anchor.hash:
            yield _audit(sequence, "not-the-anchor", "its hash is not the one that was kept elsewhere")
        self._sequence, self._previous, self._kind = sequence, digest, kind
        if kind == chain.SEAL:
            yield from self._sealed(sequence, body, decision_leaves, change_leaves)

    def _place(self, sequence: int) -> Iterator[Fault]:
        if sequence <= self._sequence:
            yield _audit(sequence, "added", "it was put before the first entry")
        elif sequence != self._sequence + 1:
            missing = f"{self._sequence + 1}" + (f"-{sequence - 1}" if sequence > self._sequence + 2 else "")
            yield Fault("audit", missing, "removed", "it is not there any more")

    def _sealed(self, sequence: int, body: str, *leaves: bytes | None) -> Iterator[Fault]:
        try:
            seal = msgspec.json.decode(body, type=_Seal)
        except msgspec.DecodeError:
            yield _audit(sequence, "edited", "the seal cannot be read")
            return
        for rows, stretch, kept in zip(
            (self._decisions, self._changes), (seal.decisions, seal.changes), leaves, strict=True
        ):
            if stretch is not None:
                yield from rows.check(stretch, kept or b"")
                if sha256(kept or b"").hexdigest() != stretch.digest:
                    yield _audit(sequence, "edited", f"the digests of its {rows.name} were edited")

    def _end(self) -> Iterator[Fault]:
        if self._kind != chain.SEAL:
            yield _audit(self._sequence + 1, "removed", "the chain does not end in a seal: its end was cut off")
        if self._anchor and self._anchor.sequence > self._sequence:
            yield _audit(self._sequence + 1, "removed", f"the chain once reached entry {self._anchor.sequence}")


def _audit(sequence: int, code: str, message: str) -> Fault:
    return Fault("audit", str(sequence), code, message)
