"""The writing connection."""

# ruff: noqa: D102 - what the methods promise stands in `commit.session.Session`
from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import chain as flatten
from typing import Any

import apsw

from tipstaff.store import chain
from tipstaff.store.commit.batch import Batch
from tipstaff.store.commit.log import Claim, Reopen, Settle
from tipstaff.store.commit.session import Heads
from tipstaff.store.interface import EventKey
from tipstaff.store.rows import DecisionRow, OutboxItem, OutboxRow, Snapshot
from tipstaff.store.sqlite import postings, reading
from tipstaff.store.sqlite import statements as sql
from tipstaff.store.sqlite.failures import UNAVAILABLE, explained

_NORMAL, _FULL = 1, 2


class SqliteSession:
    """Implements `commit.Session`.

    With the write-ahead log, `synchronous = NORMAL` writes a commit without waiting for the device: it survives the
    death of the process. `FULL` flushes the log before the commit returns: it survives a power cut, and with it all
    that was written before. The level is set for each transaction from what its jobs ask for.
    """

    def __init__(self, connection: apsw.Connection, path: str) -> None:
        self._connection = connection
        self._path = path
        self._fetch = self._fetched
        self._level = -1
        self._wrote = False
        self._owes = True  # whoever wrote before may not have flushed
        self._last = self._listed = self._committed = 0
        self._posting: postings.Posting | None = None

    # transactions

    def begin(self, *, fsync: bool) -> Heads:
        try:
            self._flush_level(_FULL if fsync else _NORMAL)
            rows: list[Any] = self._connection.execute("BEGIN IMMEDIATE;" + sql.HEADS).fetchall()
        except apsw.Error as error:
            raise explained(error, self._path) from error
        decision, change, audit, digest = rows[0]
        self._committed = decision - self._last  # by the transaction before
        self._last, self._wrote = decision, False
        return Heads(decision, change, audit, digest or chain.GENESIS)

    def commit(self) -> None:
        full = self._level == _FULL
        try:
            if full and self._owes and not self._wrote:
                # SQLite flushes when it writes, and then all that stands before: so the first page again, as it is.
                self._connection.pragma("user_version", self._connection.pragma("user_version"))
            self._connection.execute("COMMIT")
        except apsw.Error as error:
            raise explained(error, self._path) from error
        self._owes = not full and (self._owes or self._wrote)

    def rollback(self) -> None:
        with suppress(apsw.Error):  # a failed write may have ended the transaction already
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    @property
    def chores(self) -> bool:
        return self._posting is not None or postings.due(self._last - self._listed, self._committed)

    def do_chores(self) -> None:
        connection = self._connection
        under_way, self._posting = self._posting, None
        try:
            self._flush_level(_NORMAL)
            connection.execute("BEGIN IMMEDIATE")
            posted = postings.post(connection, under_way)
            connection.execute("COMMIT")
            if posted.complete:
                self._listed = posted.until
            else:
                self._posting = posted
        except apsw.Error as error:
            self.rollback()
            raise explained(error, self._path) from error

    def _flush_level(self, level: int) -> None:
        if level != self._level:
            self._connection.pragma("synchronous", level)
            self._level = level

    # reading

    def decided(self, source: str, event_id: str) -> DecisionRow | None:
        rows = self._fetch(sql.DECIDED, (event_id, source))
        return reading.decision_row(rows[0]) if rows else None

    def decided_among(self, keys: Collection[EventKey]) -> dict[EventKey, DecisionRow]:
        found: dict[EventKey, DecisionRow] = {}
        for part in sql.in_powers([(event_id, source) for source, event_id in keys]):
            for (sequence,) in self._fetch(sql.decided_among(len(part)), list(flatten.from_iterable(part))):
                row = reading.decision_row(self._fetch(f"{sql.DECISIONS} WHERE sequence = ?", (sequence,))[0])
                found[row.source, row.event_id] = row
        return found

    def entry(self, kind: str, key: bytes) -> bytes | None:
        rows = self._fetch(sql.ENTRY, (kind, key))
        return rows[0][0] if rows else None

    def scan(self, kind: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        return reading.scan(self._fetch, kind, prefix)

    def events_held(self, sequences: Collection[int]) -> list[int]:
        parts = sql.in_powers(list(sequences))
        return [held for part in parts for (held,) in self._fetch(sql.events_held(len(part)), part)]

    def outbox_due(self, now: datetime, limit: int) -> list[OutboxRow]:
        select = f"SELECT {sql.OUTBOX_COLUMNS} FROM outbox WHERE state = 'waiting' AND due_at <= ?"
        rows = self._fetch(f"{select} ORDER BY due_at, sequence LIMIT ?", (chain.micros(now), limit))
        return [reading.outbox_row(row) for row in rows]

    def outbox_state(self, key: str) -> str | None:
        rows = self._fetch("SELECT state FROM outbox WHERE key = ?", (key,))
        return rows[0][0] if rows else None

    def outbox_item(self, sequence: int) -> OutboxRow | None:
        rows = self._fetch(sql.OUTBOX_ITEM, (sequence,))
        return reading.outbox_row(rows[0]) if rows else None

    def _fetched(self, statement: str, values: Any) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except apsw.Error as error:
            raise explained(error, self._path) from error

    # writing

    def write(self, batch: Batch) -> None:
        self._wrote = True
        try:
            self._write_record(batch)
            self._write_ledgers(batch)
            if batch.erased:
                self._erase(batch.erased)
            for item in batch.outbox:
                self._write_outbox(item)
            for snapshot in batch.snapshots:
                self._write_snapshot(snapshot)
        except UNAVAILABLE as error:
            raise explained(error, self._path) from error

    def _write_record(self, batch: Batch) -> None:
        connection = self._connection
        sql.insert(connection, sql.INSERT_DECISIONS, batch.decisions)
        sql.insert(connection, sql.INSERT_AUDIT, batch.audit)

    def _erase(self, sequences: Sequence[int]) -> None:
        """Pages that are freed are overwritten too; other writes need not pay for that."""
        self._connection.pragma("secure_delete", True)
        try:
            for part in sql.in_powers(sequences):
                self._connection.execute(sql.erase_events(len(part)), part)
        finally:
            self._connection.pragma("secure_delete", "fast")

    def _write_ledgers(self, batch: Batch) -> None:
        if not batch.history:
            return
        sql.insert(self._connection, sql.INSERT_HISTORY, batch.history)
        present = [(*key, value, at) for key, (value, at) in batch.entries.items() if value is not None]
        gone = [key for key, (value, _) in batch.entries.items() if value is None]
        sql.insert(self._connection, sql.UPSERT_ENTRIES, present)
        self._connection.executemany("DELETE FROM entries WHERE kind = ? AND key = ?", gone)

    def _write_outbox(self, item: OutboxItem | Claim | Reopen | Settle) -> None:
        execute = self._connection.execute
        if isinstance(item, OutboxItem):
            statement = "INSERT INTO outbox (key, do, body, due_at, decision) VALUES (?, ?, ?, ?, ?)"
            execute(statement, (item.key, item.do, item.body, chain.micros(item.due_at), item.decision))
        elif isinstance(item, Claim):
            statement = "UPDATE outbox SET due_at = ?, attempts = attempts + 1 WHERE key = ? AND state = 'waiting'"
            execute(statement, (chain.micros(item.until), item.key))
        elif isinstance(item, Reopen):
            statement = (
                "UPDATE outbox SET state = 'waiting', due_at = ?, attempts = 0, body = coalesce(?, body) "
                "WHERE key = ? AND state IN ('waiting', 'abandoned')"
            )
            execute(statement, (chain.micros(item.at), item.body, item.key))
        else:
            # What is done needs its arguments no more: they stand, masked, in the decision that asked for it.
            body = b"" if item.state == "done" else item.body
            set_body = ", body = ?" if body is not None else ""
            statement = f"UPDATE outbox SET state=?, error=?, due_at=?{set_body} WHERE key = ? AND state = 'waiting'"
            values = (item.state, item.error, chain.micros(item.at), *(() if body is None else (body,)), item.key)
            execute(statement, values)

    def _write_snapshot(self, snapshot: Snapshot) -> None:
        at = chain.micros(snapshot.at)
        statement = "INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)"
        self._connection.execute(statement, (snapshot.name, snapshot.sequence, at, snapshot.state))
