"""What both the writing session and the readers look up, on a connection that is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from tipstaff.store import chain
from tipstaff.store.commit.batch import split_clauses
from tipstaff.store.rows import AuditRow, DecisionRow, HistoryRow, OutboxRow
from tipstaff.vocab.verdict import Verdict

Fetch = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs a query to its end and gives all rows."""

PAGE = 512
# After a prefix of nothing but 0xff there is no least key; such keys are of no kind of ours, and none is this long.
_BEYOND = b"\xff" * 64
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
    start, comparison, name = prefix, ">=", kind.replace("'", "''")
    while True:
        # With the kind as a parameter, `ORDER BY` would double what a short range costs.
        where = f"kind = '{name}' AND key {comparison} ? {bound}"
        page = fetch(f"SELECT key, value FROM entries WHERE {where} ORDER BY key LIMIT {PAGE}", (start, *more))
        yield from page
        if len(page) < PAGE:
            return
        start, comparison = page[-1][0], ">"


def several(fetch: Fetch, asked: Sequence[tuple[str, bytes, bool]]) -> list[list[tuple[bytes, bytes]]]:
    """Entries of several short ranges in one query, each in the order of keys.

    Args:
        asked: for each, the kind, a prefix of keys that is not empty, and whether it is a whole key.
    """
    values: list[bytes] = []
    for _, prefix, whole in asked:
        values += (prefix,) if whole else (prefix, _after(prefix) or prefix + _BEYOND)
    found: list[list[tuple[bytes, bytes]]] = [[] for _ in asked]
    for place, key, value in fetch(_union(tuple([(kind, whole) for kind, _, whole in asked])), values):
        found[place].append((key, value))
    for rows in found:
        if len(rows) > 1:
            rows.sort()
    return found


@lru_cache(maxsize=64)
def _union(parts: tuple[tuple[str, bool], ...]) -> str:
    """The query. Kinds are names of our own, written into it: SQLite is quicker where it knows them beforehand."""
    selects = []
    for place, (kind, whole) in enumerate(parts):
        name = kind.replace("'", "''")
        bounds = "key = ?" if whole else "key >= ? AND key < ?"
        selects.append(f"SELECT {place}, key, value FROM entries WHERE kind = '{name}' AND {bounds}")
    return " UNION ALL ".join(selects)


def by_sequence(fetch: Fetch, select: str, after: int) -> Iterator[tuple[Any, ...]]:
    """All rows of `select` by `sequence`, which comes first, a page at a time."""
    while page := fetch(f"{select} WHERE sequence > ? ORDER BY sequence LIMIT {PAGE}", (after,)):
        yield from page
        after = page[-1][0]


def entries_astray(fetch: Fetch) -> Iterator[tuple[str, bytes, str]]:
    """Entries that differ from their last change, and last changes without their entry, by key, a page at a time."""
    entry = """
    SELECT e.kind, e.key, CASE WHEN h.sequence IS NULL THEN 'it names a change that is not there'
                               WHEN h.value IS NOT e.value THEN 'its value is not the one put'
                               ELSE 'a later change is not in it' END,
           h.sequence IS NULL OR h.value IS NOT e.value OR e.sequence <
               (SELECT max(l.sequence) FROM history l WHERE l.kind = e.kind AND l.key = e.key)
    FROM entries e LEFT JOIN history h ON h.sequence = e.sequence AND h.kind = e.kind AND h.key = e.key
    """
    last = """
    SELECT h.kind, h.key, 'it is missing', h.value_digest <> x'' AND NOT EXISTS
               (SELECT 1 FROM entries e WHERE e.kind = h.kind AND e.key = h.key), max(h.sequence)
    FROM history h
    """
    for select, name, group in ((entry, "e", ""), (last, "h", "GROUP BY h.kind, h.key")):
        at: tuple[str, bytes] = ("", b"")
        order = f"ORDER BY {name}.kind, {name}.key LIMIT {PAGE}"
        where = f"WHERE ({name}.kind, {name}.key) > (?, ?)"
        while page := fetch(f"{select} {where} {group} {order}", at):
            yield from ((kind, key, wrong) for kind, key, wrong, astray, *_ in page if astray)
            at = page[-1][:2]


def _after(prefix: bytes) -> bytes | None:
    """The least key greater than every key with this prefix; None when there is none."""
    stem = prefix.rstrip(b"\xff")
    return stem[:-1] + bytes([stem[-1] + 1]) if stem else None
