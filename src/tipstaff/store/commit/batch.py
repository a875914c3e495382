"""From what jobs collected to table rows: sequences, digests, chain hashes and the seal. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from tipstaff.store import chain
from tipstaff.store.commit.log import Change, Claim, Entry, Settle, Write
from tipstaff.store.rows import AuditRow, DecisionRow, OutboxItem, Snapshot

Columns = tuple[Any, ...]


class Batch(Struct):
    """Rows of one commit in the column order of their tables; times as microseconds since 1970.

    decisions: (sequence, id, source, event_id, type, account, at, verdict, request_hash, clauses, event_digest)
    payloads:  (sequence, event, decision)
    citations: (clause, sequence)
    history:   (sequence, kind, key, at, by, command, value_digest, value)
    entries:   (kind, key) -> (value, sequence), the last change of each
    audit:     (sequence, kind, at, by, body, hash)
    seal:      (audit sequence, leaves of decisions, leaves of changes)
    """

    decisions: list[Columns] = []
    payloads: list[Columns] = []
    citations: list[Columns] = []
    history: list[Columns] = []
    entries: dict[tuple[str, bytes], tuple[bytes | None, int]] = {}
    audit: list[Columns] = []
    seal: Columns | None = None
    outbox: list[OutboxItem | Claim | Settle] = []
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
        sequence = self.next_decision
        self.next_decision = sequence + 1
        event = row.event or b""
        digest = sha256(event).digest()
        clauses = join_clauses(row.clauses)
        request_hash, verdict = row.request_hash, row.verdict.value
        at = chain.micros(row.at)
        columns = (
            sequence,
            row.id,
            row.source,
            row.event_id,
            row.type,
            row.account,
            at,
            verdict,
            request_hash,
            clauses,
        )
        self.decision_leaves.append(chain.decision_leaf(chain.decision_header(columns), digest, row.decision))
        batch = self.batch
        batch.decisions.append((*columns, digest))
        batch.payloads.append((sequence, event, row.decision))
        if row.clauses:
            batch.citations.extend((clause, sequence) for clause in dict.fromkeys(row.clauses))
        self._seen(row.at)

    def add_change(self, change: Change) -> None:
        sequence = self.next_change
        self.next_change = sequence + 1
        digest = b"" if change.value is None else sha256(change.value).digest()
        columns = (sequence, change.kind, change.key, chain.micros(change.at), change.by, change.command)
        self.change_leaves.append(chain.change_leaf(chain.change_header(columns), digest))
        self.batch.history.append((*columns, digest, change.value))
        self.batch.entries[change.kind, change.key] = (change.value, sequence)
        self._seen(change.at)

    def add_entry(self, entry: Entry) -> None:
        row = AuditRow(self.next_audit, entry.kind, entry.at, entry.by, entry.body, b"")
        self.previous = chain.entry_hash(row, self.previous)
        self.next_audit += 1
        body = chain.canonical(entry.body).decode()
        self.batch.audit.append((row.sequence, row.kind, chain.micros(row.at), row.by, body, self.previous))

    def seal(self) -> None:
        """One entry over all rows of the commit, dated by the latest of them: the store reads no clock."""
        if self.latest is None:
            return
        body: dict[str, Any] = {}
        if self.decision_leaves:
            body["decisions"] = chain.covered(self.first_decision, self.decision_leaves)
        if self.change_leaves:
            body["changes"] = chain.covered(self.first_change, self.change_leaves)
        self.batch.seal = (self.next_audit, b"".join(self.decision_leaves), b"".join(self.change_leaves))
        self.add_entry(Entry(chain.SEAL, body, self.latest, chain.STORE))

    def _seen(self, at: datetime) -> None:
        if self.latest is None or at > self.latest:
            self.latest = at


def prepare(log: Iterable[Write], heads: tuple[int, int, int, bytes]) -> Batch:
    """Give every row its place. `heads`: last decision, change and audit sequence, last audit hash."""
    preparing = _Preparing(*heads)
    for write in log:
        if type(write) is DecisionRow:
            preparing.add_decision(write)
        elif type(write) is Change:
            preparing.add_change(write)
        elif type(write) is Entry:
            preparing.add_entry(write)
        elif type(write) is Snapshot:
            preparing.batch.snapshots.append(write)
        else:
            preparing.batch.outbox.append(write)  # type: ignore[arg-type]  # what is left of the union
    preparing.seal()
    return preparing.batch


def join_clauses(clauses: tuple[str, ...]) -> str:
    """As kept in the decision's row: a JSON list, empty when there are none."""
    return msgspec.json.encode(clauses).decode() if clauses else ""


def split_clauses(text: str) -> tuple[str, ...]:
    """The reverse."""
    return msgspec.json.decode(text, type=tuple[str, ...]) if text else ()
