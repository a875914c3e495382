"""Reading what is committed, from any thread, beside the writer."""

# ruff: noqa: D102 - what the methods promise stands in `interface.Reader` and `interface.ChainReader`
from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import apsw

from tipstaff.store import chain
from tipstaff.store.chain_reader import FIRST, Columns
from tipstaff.store.errors import StoreClosed
from tipstaff.store.interface import LAST
from tipstaff.store.rows import (
    AuditRow,
    Counts,
    DecisionFilter,
    DecisionRow,
    HistoryRow,
    OutboxFilter,
    OutboxRow,
    Snapshot,
)
from tipstaff.store.sqlite import postings, reading
from tipstaff.store.sqlite import statements as sql
from tipstaff.store.sqlite.failures import explained
from tipstaff.vocab.verdict import Verdict

_OUTBOX_STATES: Final = ("done", "waiting", "abandoned", "closed")


class Connections:
    """Lends a connection for one query at a time; there are as many as threads read at once."""

    def __init__(self, connect: Callable[[], apsw.Connection], path: str) -> None:
        self._connect = connect
        self._path = path
        self._free: deque[apsw.Connection] = deque()
        self._closed = False

    def fetch(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query to its end."""
        connection = self._take()
        try:
            return connection.execute(statement, values).fetchall()
        except apsw.Error as error:
            raise explained(error, self._path) from error
        finally:
            self._give(connection)

    def close(self) -> None:
        """Close all; a connection that is lent now is closed when it comes back."""
        self._closed = True
        while self._free:
            self._free.pop().close()

    def _take(self) -> apsw.Connection:
        if self._closed:
            raise StoreClosed("the store is closed")
        try:
            return self._free.pop()
        except IndexError:
            return self._connect()

    def _give(self, connection: apsw.Connection) -> None:
        self._free.append(connection)
        if self._closed:
            self.close()


class SharedConnection:
    """For a database in memory, which only the writer's connection can see."""

    def __init__(self, connection: apsw.Connection, lock: threading.RLock) -> None:
        self._connection = connection
        self._lock = lock
        self._closed = False

    def fetch(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query to its end."""
        with self._lock:
            if self._closed:
                raise StoreClosed("the store is closed")
            return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        """The connection itself is the writer's to close."""
        self._closed = True


class SqliteReader:
    """Implements `Reader` and `ChainReader`."""

    def __init__(self, connections: Connections | SharedConnection) -> None:
        self._fetch = connections.fetch

    def decided(self, source: str, event_id: str) -> DecisionRow | None:
        rows = self._fetch(sql.DECIDED, (event_id, source))
        return reading.decision_row(rows[0]) if rows else None

    def decision(self, decision_id: str) -> DecisionRow | None:
        rows = self._fetch(sql.DECISION, (decision_id,))
        return reading.decision_row(rows[0]) if rows else None

    def decisions(self, where: DecisionFilter, limit: int = 50) -> list[DecisionRow]:
        return [reading.decision_row(row) for row in self._fetch(*postings.query(where, limit))]

    def events_since(
        self, sequence: int, *, until: int | None = None, types: Sequence[str] = ()
    ) -> Iterator[tuple[int, bytes]]:
        last = LAST if until is None else until
        while page := self._fetch(*postings.following(types, (sequence, last), reading.PAGE)):
            sequence = page[-1][0]
            yield from ((at, event) for at, event in page if event is not None)

    def last_sequence(self) -> int:
        ((last,),) = self._fetch("SELECT coalesce(max(sequence), 0) FROM decisions")
        return int(last)

    def place_before(self, at: datetime) -> int:
        """By halving: decisions are in the order of their times, and no index by time is kept."""
        wanted, low, high = chain.micros(at), 0, self.last_sequence()
        while low < high:
            middle = (low + high + 1) // 2
            ((when,),) = self._fetch("SELECT at FROM decisions WHERE sequence = ?", (middle,))
            low, high = (middle, high) if when < wanted else (low, middle - 1)
        return low

    def several(self, asked: Sequence[tuple[str, bytes, bool]]) -> list[list[tuple[bytes, bytes]]]:
        return reading.several(self._fetch, asked)

    def entry(self, kind: str, key: bytes) -> bytes | None:
        rows = self._fetch(sql.ENTRY, (kind, key))
        return rows[0][0] if rows else None

    def scan(self, kind: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        return reading.scan(self._fetch, kind, prefix)

    def history(self, kind: str, key: bytes) -> list[HistoryRow]:
        select = f"SELECT {sql.HISTORY_COLUMNS} FROM history WHERE kind = ? AND key = ? ORDER BY sequence"
        return [reading.history_row(row) for row in self._fetch(select, (kind, key))]

    def changes(self, after: int = 0, limit: int = 1000) -> list[HistoryRow]:
        select = f"SELECT {sql.HISTORY_COLUMNS} FROM history WHERE sequence > ? ORDER BY sequence LIMIT ?"
        return [reading.history_row(row) for row in self._fetch(select, (after, limit))]

    def audit(self, after: int = 0, limit: int = 1000) -> list[AuditRow]:
        select = f"SELECT {sql.AUDIT_COLUMNS} FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?"
        return [reading.audit_row(row) for row in self._fetch(select, (after, limit))]

    def last_audit(self) -> AuditRow | None:
        rows = self._fetch(f"SELECT {sql.AUDIT_COLUMNS} FROM audit ORDER BY sequence DESC LIMIT 1")
        return reading.audit_row(rows[0]) if rows else None

    def outbox(self, *, settled: bool | None = None, limit: int = 100) -> list[OutboxRow]:
        state = {None: "", True: "WHERE state <> 'waiting'", False: "WHERE state = 'waiting'"}[settled]
        select = f"SELECT {sql.OUTBOX_COLUMNS} FROM outbox {state} ORDER BY sequence DESC LIMIT ?"
        return [reading.outbox_row(row) for row in self._fetch(select, (limit,))]

    def outbox_page(self, where: OutboxFilter, limit: int = 50) -> list[OutboxRow]:
        # The state is written into it, so that SQLite knows which partial index serves.
        state = where.state if where.state in _OUTBOX_STATES else ""
        select = f"SELECT {sql.OUTBOX_COLUMNS} FROM outbox WHERE state = '{state}' AND sequence < ?"
        before = LAST if where.before is None else where.before
        return [
            reading.outbox_row(row) for row in self._fetch(f"{select} ORDER BY sequence DESC LIMIT ?", (before, limit))
        ]

    def outbox_item(self, sequence: int) -> OutboxRow | None:
        rows = self._fetch(sql.OUTBOX_ITEM, (sequence,))
        return reading.outbox_row(rows[0]) if rows else None

    def outbox_counts(self) -> dict[str, int]:
        counted = (f"SELECT '{state}', count(*) FROM outbox WHERE state = '{state}'" for state in _OUTBOX_STATES[1:])
        return dict(self._fetch(" UNION ALL ".join(counted)))

    def snapshot(self, name: str) -> Snapshot | None:
        rows = self._fetch("SELECT name, sequence, at, state FROM snapshots WHERE name = ?", (name,))
        return Snapshot(name, rows[0][1], chain.moment(rows[0][2]), rows[0][3]) if rows else None

    def counts(self) -> Counts:
        by_verdict = self._fetch(postings.COUNTS)
        ((changes, audit, waiting),) = self._fetch(
            """
            SELECT coalesce((SELECT max(sequence) FROM history), 0), coalesce((SELECT max(sequence) FROM audit), 0),
                   (SELECT count(*) FROM outbox WHERE state = 'waiting')
            """
        )
        return Counts({Verdict(verdict): count for verdict, count in by_verdict}, changes, audit, waiting)

    # for verification

    def audit_columns(self, after: int = FIRST) -> Iterator[Columns]:
        return reading.by_sequence(self._fetch, "SELECT * FROM audit", after)

    def decision_columns(self, after: int = FIRST) -> Iterator[Columns]:
        return reading.by_sequence(self._fetch, "SELECT * FROM decisions", after)

    def history_columns(self, after: int = FIRST) -> Iterator[Columns]:
        return reading.by_sequence(self._fetch, "SELECT * FROM history", after)

    def audit_end(self) -> int:
        ((last,),) = self._fetch("SELECT max(sequence) FROM audit")
        return FIRST if last is None else int(last)

    def erasure_bodies(self, after: int, until: int) -> Iterator[str]:
        select = "SELECT sequence, body FROM audit WHERE kind = ? AND sequence > ? AND sequence <= ? ORDER BY sequence"
        while page := self._fetch(f"{select} LIMIT ?", (chain.ERASURE, after, until, reading.PAGE)):
            yield from (body for _, body in page)
            after = page[-1][0]

    def entries_astray(self) -> Iterator[tuple[str, bytes, str]]:
        yield from reading.entries_astray(self._fetch)
