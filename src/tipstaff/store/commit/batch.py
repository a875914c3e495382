"""From what jobs collected to table rows: sequences, digests, chain hashes and the seal. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from tipstaff.native.kernels import kernel
from tipstaff.store import chain
from tipstaff.store.chain_reader import Columns
from tipstaff.store.commit.log import Change, Claim, Entry, Erase, Reopen, Settle, Write
from tipstaff.store.rows import DecisionRow, OutboxItem, Snapshot

_KERNEL: Final = kernel("record")


class Batch(Struct):
    """Rows of one commit in the column order of their tables; times as microseconds since 1970.

    decisions: (sequence, id, source, event_id, type, account, at, verdict, request_hash, clauses, event_digest, event,
               decision)
    history:   (sequence, kind, key, at, by, command, value_digest, value)
    entries:   (kind, key) -> (value, sequence), the last change of each
    audit:     (sequence, kind, at, by, body, hash, decision leaves, change leaves)
    erased:    sequences of decisions whose event goes
    """

    decisions: list[Columns] = []
    history: list[Columns] = []
    entries: dict[tuple[str, bytes], tuple[bytes | None, int]] = {}
    audit: list[Columns] = []
    erased: list[int] = []
    outbox: list[OutboxItem | Claim | Reopen | Settle] = []
    snapshots: list[Snapshot] = []


class _Preparing:
    """The state while a log becomes a batch."""

    def __init__(self, decision: int, change: int, audit: int, previous: bytes) -> None:
        self.batch = Batch()
        self.first_decision = self.next_decision = decision + 1
        self.first_change = self.next_change = change + 1
        self.next_audit = audit + 1
        self.previous = previous
        self.decision_leaves: list[bytes] = []
        self.change_leaves: list[bytes] = []
        self.latest: datetime | None = None

    def add_decision(self, row: DecisionRow) -> None:
        sequence, moment, event = self.next_decision, row.at, row.event or b""
        self.next_decision = sequence + 1
        ident, source, event_id, kind, account = row.id, row.source, row.event_id, row.type, row.account
        verdict, at, decision = row.verdict.value, chain.micros(moment), row.decision
        clauses = join_clauses(row.clauses) if row.clauses else ""
        digest = row.event_digest or sha256(event).digest()
        asked = row.request_hash
        header: list[str | int] = [
            sequence,
            ident,
            source,
            event_id,
            kind,
            account,
            str(at),
            verdict,
            asked.hex(),
            clauses,
        ]
        self.decision_leaves.append(chain.decision_leaf(header, digest, decision))
        self.batch.decisions.append(
            (sequence, ident, source, event_id, kind, account, at, verdict, asked, clauses, digest, event, decision)
        )
        self._see(moment)

    def add_decisions(self, rows: list[DecisionRow]) -> None:
        """All of a commit, by the kernel where it takes them; which rows stand between them does not matter."""
        made = _KERNEL.rows(rows, self.next_decision) if _KERNEL is not None and rows else None
        if made is None:
            for row in rows:
                self.add_decision(row)
            return
        self.batch.decisions, self.decision_leaves, latest = made
        self.next_decision += len(rows)
        self._see(chain.moment(latest))

    def add_change(self, change: Change) -> None:
        sequence = self.next_change
        self.next_change = sequence + 1
        digest = b"" if change.value is None else sha256(change.value).digest()
        columns = (sequence, change.kind, change.key, chain.micros(change.at), change.by, change.command)
        self.change_leaves.append(chain.change_leaf(chain.change_header(columns), digest))
        self.batch.history.append((*columns, digest, change.value))
        self.batch.entries[change.kind, change.key] = (change.value, sequence)
        self._see(change.at)

    def add_entry(self, entry: Entry, leaves: tuple[bytes | None, bytes | None] = (None, None)) -> None:
        self._see(entry.at)
        head = (self.next_audit, entry.kind, chain.micros(entry.at), entry.by)
        self.next_audit += 1
        self.previous = chain.entry_hash(head, entry.body, self.previous)
        self.batch.audit.append((*head, entry.body.decode(), self.previous, *leaves))

    def seal(self) -> None:
        """The last entry of every commit, dated by the latest of its rows: the store reads no clock."""
        if self.latest is None:
            return
        decisions, changes = self.decision_leaves, self.change_leaves
        body = chain.seal_body((self.first_decision, decisions), (self.first_change, changes))
        leaves = (b"".join(decisions) or None, b"".join(changes) or None)
        self.add_entry(Entry(chain.SEAL, body, self.latest, chain.STORE), leaves)

    def _see(self, at: datetime) -> None:
        if self.latest is None or at > self.latest:
            self.latest = at


def prepare(log: Iterable[Write], heads: tuple[int, int, int, bytes]) -> Batch:
    """Give every row its place. `heads`: last decision, change and audit sequence, last audit hash."""
    preparing = _Preparing(*heads)
    decisions = []
    for write in log:
        if type(write) is DecisionRow:
            decisions.append(write)
        elif type(write) is Change:
            preparing.add_change(write)
        elif type(write) is Entry:
            preparing.add_entry(write)
        elif type(write) is Erase:
            preparing.batch.erased += write.sequences
            preparing.add_entry(write.entry)
        elif type(write) is Snapshot:
            preparing.batch.snapshots.append(write)
        else:
            preparing.batch.outbox.append(write)  # type: ignore[arg-type]  # what is left of the union
    preparing.add_decisions(decisions)
    preparing.seal()
    return preparing.batch


def join_clauses(clauses: tuple[str, ...]) -> str:
    """As kept in the decision's row: a JSON list, empty when there are none."""
    return msgspec.json.encode(clauses).decode() if clauses else ""


def split_clauses(text: str) -> tuple[str, ...]:
    """The reverse."""
    return msgspec.json.decode(text, type=tuple[str, ...]) if text else ()
