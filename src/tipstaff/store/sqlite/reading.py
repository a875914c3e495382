"""What both the writing session and the readers look up, on a connection that is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import apsw
import msgspec

from tipstaff.store import chain
from tipstaff.store.commit.batch import split_clauses
from tipstaff.store.rows import AuditRow, DecisionRow, HistoryRow, OutboxRow
from tipstaff.vocab.verdict import Verdict

T = TypeVar("T")
Fetch = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs a query to its end and gives all rows."""

PAGE = 512
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


def decision_row(columns: Sequence[Any]) -> DecisionRow:
    """From `statements.DECISION_COLUMNS`."""
    sequence, ident, source, event_id, kind, account, at, verdict, request_hash, clauses, digest, event, decision = (
        columns
    )
    return DecisionRow(
        id=ident,
        source=source,
        event_id=event_id,
        type=kind,
        account=account,
        at=chain.moment(at),
        verdict=_VERDICTS[verdict],
        request_hash=request_hash,
        event=event,
        decision=decision,
        clauses=split_clauses(clauses),
        sequence=sequence,
        event_digest=digest,
    )


def history_row(columns: Sequence[Any]) -> HistoryRow:
    """From `statements.HISTORY_COLUMNS`."""
    sequence, kind, key, at, by, command, digest, value = columns
    return HistoryRow(sequence, kind, key, value, chain.moment(at), by, command, digest)


def audit_row(columns: Sequence[Any]) -> AuditRow:
    """From `statements.AUDIT_COLUMNS`."""
    sequence, kind, at, by, body, digest = columns
    return AuditRow(sequence, kind, chain.moment(at), by, msgspec.json.decode(body), digest)


def outbox_row(columns: Sequence[Any]) -> OutboxRow:
    """From `statements.OUTBOX_COLUMNS`."""
    sequence, key, do, body, due_at, decision, attempts, state, error = columns
    return OutboxRow(sequence, key, do, body, chain.moment(due_at), decision, attempts, state, error)


def scan(fetch: Fetch, kind: str, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Entries by key, a page at a time."""
    end = _after(prefix)
    bound, more = ("AND key < ?", (end,)) if end is not None else ("", ())
    start, comparison = prefix, ">="
    while True:
        sql = f"SELECT key, value FROM entries WHERE kind = ? AND key {comparison} ? {bound} ORDER BY key LIMIT {PAGE}"
        page = fetch(sql, (kind, start, *more))
        yield from page
        if len(page) < PAGE:
            return
        start, comparison = page[-1][0], ">"


def by_sequence(fetch: Fetch, select: str, column: str, make: Callable[[Sequence[Any]], T]) -> Iterator[T]:
    """All rows of `select` by its integer `column`, a page at a time; the column comes first."""
    after = -(1 << 63)
    while page := fetch(f"{select} WHERE {column} > ? ORDER BY {column} LIMIT {PAGE}", (after,)):
        yield from map(make, page)
        after = page[-1][0]


def fetch_on(connection: apsw.Connection) -> Fetch:
    """A Fetch for a connection of one's own."""
    return lambda sql, values: connection.execute(sql, values).fetchall()


def _after(prefix: bytes) -> bytes | None:
    """The least key greater than every key with this prefix; None when there is none."""
    stem = prefix.rstrip(b"\xff")
    return stem[:-1] + bytes([stem[-1] + 1]) if stem else None
