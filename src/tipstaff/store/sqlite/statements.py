"""SQL text, and writing many rows with few statements.

Every step of a statement gives up and takes back the interpreter lock. While other threads compute, each taking-back
may cost milliseconds, so that a commit of 200 rows in 200 steps crawls. One INSERT with many rows is one step, and its
work runs beside the other threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

import apsw

MOST_ROWS = 256
"""In one statement; powers of two up to this keep the statement cache small and useful."""

HEADS = """
SELECT coalesce((SELECT max(sequence) FROM decisions), 0), coalesce((SELECT max(sequence) FROM history), 0),
       coalesce((SELECT max(sequence) FROM audit), 0), (SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1)
"""
DECISION_COLUMNS = """
sequence, id, source, event_id, type, account, at, verdict, request_hash, clauses, event_digest,
event, decision
"""
DECISIONS = f"SELECT {DECISION_COLUMNS} FROM decisions"
DECIDED = f"{DECISIONS} WHERE event_id = ? AND source = ?"
DECISION = f"{DECISIONS} WHERE id = ?"
ENTRY = "SELECT value FROM entries WHERE kind = ? AND key = ?"
HISTORY_COLUMNS = "sequence, kind, key, at, by, command, value_digest, value"
AUDIT_COLUMNS = "sequence, kind, at, by, body, hash"
OUTBOX_COLUMNS = "sequence, key, do, body, due_at, decision, attempts, state, error"
OUTBOX_ITEM = f"SELECT {OUTBOX_COLUMNS} FROM outbox WHERE sequence = ?"

INSERT_DECISIONS = "INSERT INTO decisions VALUES", 13
INSERT_HISTORY = "INSERT INTO history VALUES", 8
INSERT_AUDIT = "INSERT INTO audit VALUES", 8
UPSERT_ENTRIES = "INSERT OR REPLACE INTO entries VALUES", 4


def insert(connection: apsw.Connection, statement: tuple[str, int], rows: Sequence[Sequence[Any]]) -> None:
    """Write all rows with as few statements as their number has bits."""
    head, width = statement
    for part in in_powers(rows):
        connection.execute(_many(head, width, len(part)), list(chain.from_iterable(part)))


def in_powers(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Cut into pieces whose lengths are powers of two, the largest first."""
    start = 0
    while left := len(rows) - start:
        size = min(MOST_ROWS, 1 << (left.bit_length() - 1))
        yield rows[start : start + size]
        start += size


@cache
def _many(head: str, width: int, rows: int) -> str:
    return head + ",".join([f"({_places(width)})"] * rows)


def _places(values: int) -> str:
    return ",".join("?" * values)


@cache
def events_held(rows: int) -> str:
    """Which of so many decisions still hold their event."""
    return f"SELECT sequence FROM decisions WHERE event IS NOT NULL AND sequence IN ({_places(rows)})"


@cache
def erase_events(rows: int) -> str:
    """Take the event out of so many decisions."""
    return f"UPDATE decisions SET event = NULL WHERE sequence IN ({_places(rows)})"


@cache
def decided_among(keys: int) -> str:
    """Which of so many (event id, source) are recorded, found one by one through the index."""
    values = ",".join(["(?,?)"] * keys)
    return f"""
    WITH asked(event_id, source) AS (VALUES {values})
    SELECT d.sequence FROM asked CROSS JOIN decisions d ON d.event_id = asked.event_id AND d.source = asked.source
    """
