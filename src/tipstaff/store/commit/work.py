"""The Transaction that jobs are given: reads through, collects writes, forgets what a failed job wrote."""

# ruff: noqa: D102 - what the methods promise stands in `interface.Transaction`
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from tipstaff.store import chain
from tipstaff.store.commit.log import Change, Claim, Entry, Erase, Reopen, Settle, Write
from tipstaff.store.commit.session import Heads, Session
from tipstaff.store.erasures import runs
from tipstaff.store.interface import EventKey, Transaction
from tipstaff.store.rows import DecisionRow, OutboxItem, OutboxRow, Snapshot

T = TypeVar("T")
_MISSING = object()


class Work:
    """One commit in the making; all its jobs share it, one after the other.

    The dictionaries say what the log holds, for reading; they are rebuilt from the log when a job is undone.
    """

    def __init__(self, session: Session, heads: Heads, keys: Collection[EventKey] = ()) -> None:
        self.log: list[Write] = []
        self._session = session
        self._heads = heads
        self._asked = keys
        self._found = session.decided_among(keys) if keys else {}
        self._forget()

    @property
    def sequence(self) -> int:
        return self._sequence

    @property
    def last_change(self) -> int | None:
        return None if self._entries else self._heads.change

    def undo_to(self, length: int) -> None:
        """Forget everything written after the log had this length."""
        if len(self.log) == length:
            return
        del self.log[length:]
        self._forget()
        for write in self.log:
            self._note(write)

    # reading

    def decided(self, source: str, event_id: str) -> DecisionRow | None:
        fresh = self._fresh.get((source, event_id))
        if fresh is not None:
            row, sequence = fresh
            return self._as_erased(msgspec.structs.replace(row, sequence=sequence))
        if (source, event_id) in self._asked:
            return self._as_erased(self._found.get((source, event_id)))
        return self._as_erased(self._session.decided(source, event_id))

    def entry(self, kind: str, key: bytes) -> bytes | None:
        value = self._entries.get((kind, key), _MISSING)
        return self._session.entry(kind, key) if value is _MISSING else value  # type: ignore[return-value]

    def scan(self, kind: str, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        mine = {key: value for (k, key), value in self._entries.items() if k == kind and key.startswith(prefix)}
        stored = self._session.scan(kind, prefix)
        return _overlaid(stored, mine) if mine else stored

    # writing

    def record_decision(self, row: DecisionRow) -> DecisionRow | None:
        key = row.source, row.event_id
        if key in self._asked and key not in self._found and key not in self._fresh:  # nearly all are new
            self.log.append(row)
            self._note_decision(key, row)
            return None
        earlier = self.decided(*key)
        if earlier is None:
            self._write(row)
        return earlier

    def put_entry(  # noqa: PLR0913, PLR0917 - a history row has this many facts, and all are required
        self, kind: str, key: bytes, value: bytes | None, at: datetime, by: str, command: str
    ) -> None:
        self._write(Change(kind, key, value, at, by, command))

    def attempt(self, part: Callable[[Transaction], T]) -> T:
        start = len(self.log)
        try:
            return part(self)
        except BaseException:
            self.undo_to(start)
            raise

    def append_audit(self, kind: str, body: dict[str, Any], at: datetime, by: str) -> None:
        if kind in chain.OWN:
            raise ValueError(f"an audit entry of kind `{kind}` is the store's own")
        self._write(Entry(kind, chain.canonical(body), at, by))

    def erase_events(self, sequences: Collection[int], reason: str, at: datetime, by: str) -> int:
        held = self._held(sequences)
        if held:
            body = chain.canonical({"events": runs(held), "reason": reason})
            self._write(Erase(held, Entry(chain.ERASURE, body, at, by)))
        return len(held)

    def _held(self, sequences: Collection[int]) -> tuple[int, ...]:
        """Those whose event is there, seen from inside this commit, in order."""
        last = self._heads.decision
        held = self._session.events_held([sequence for sequence in sequences if sequence <= last])
        young = (sequence for sequence in sequences if last < sequence <= self._sequence)
        return tuple(sorted({*held, *young} - self._erased))

    def put_snapshot(self, name: str, sequence: int, at: datetime, state: bytes) -> None:
        self._write(Snapshot(name, sequence, at, state))

    # the outbox

    def add_outbox(self, items: Iterable[OutboxItem]) -> int:
        new = [item for item in items if self._outbox_state(item.key) is None]
        before = len(self.log)
        for item in new:
            if item.key not in self._states:
                self._write(item)
        return len(self.log) - before

    def claim_outbox(self, now: datetime, limit: int, lease: timedelta) -> list[OutboxRow]:
        due = self._session.outbox_due(now, limit + len(self._states))
        mine = [row for row in due if row.key not in self._states][:limit]
        for row in mine:
            self._write(Claim(row.key, now + lease))
        return [msgspec.structs.replace(row, attempts=row.attempts + 1, due_at=now + lease) for row in mine]

    def finish_outbox(self, key: str, at: datetime, note: str = "") -> bool:
        return self._settle(Settle(key, "done", note, at))

    def retry_outbox(self, key: str, error: str, due_at: datetime) -> bool:
        return self._settle(Settle(key, "waiting", error, due_at))

    def abandon_outbox(self, key: str, error: str, at: datetime, *, body: bytes | None = None) -> bool:
        return self._settle(Settle(key, "abandoned", error, at, body))

    def outbox_item(self, sequence: int) -> OutboxRow | None:
        row = self._session.outbox_item(sequence)
        return row and msgspec.structs.replace(row, state=self._states.get(row.key, row.state))

    def reopen_outbox(self, key: str, due_at: datetime, *, body: bytes | None = None) -> bool:
        if self._outbox_state(key) not in ("waiting", "abandoned"):
            return False
        self._write(Reopen(key, due_at, body))
        return True

    def close_outbox(self, key: str, reason: str, at: datetime, *, body: bytes) -> bool:
        return self.reopen_outbox(key, at) and self._settle(Settle(key, "closed", reason, at, body))

    def _settle(self, settle: Settle) -> bool:
        if self._outbox_state(settle.key) != "waiting":
            return False
        self._write(settle)
        return True

    def _outbox_state(self, key: str) -> str | None:
        return self._states[key] if key in self._states else self._session.outbox_state(key)

    # bookkeeping

    def _as_erased(self, row: DecisionRow | None) -> DecisionRow | None:
        if row is None or row.sequence not in self._erased:
            return row
        return msgspec.structs.replace(row, event=None)

    def _write(self, write: Write) -> None:
        self.log.append(write)
        self._note(write)

    def _note(self, write: Write) -> None:
        if type(write) is DecisionRow:
            self._note_decision((write.source, write.event_id), write)
        elif type(write) is Change:
            self._entries[write.kind, write.key] = write.value
        elif type(write) is Erase:
            self._erased.update(write.sequences)
        elif type(write) is Settle:
            self._states[write.key] = write.state
        elif type(write) is Claim or type(write) is Reopen or type(write) is OutboxItem:
            self._states[write.key] = "waiting"

    def _note_decision(self, key: EventKey, row: DecisionRow) -> None:
        self._sequence += 1
        self._fresh[key] = (row, self._sequence)

    def _forget(self) -> None:
        self._sequence = self._heads.decision
        self._fresh: dict[EventKey, tuple[DecisionRow, int]] = {}
        self._entries: dict[tuple[str, bytes], bytes | None] = {}
        self._states: dict[str, str] = {}
        self._erased: set[int] = set()


def _overlaid(stored: Iterable[tuple[bytes, bytes]], mine: dict[bytes, bytes | None]) -> Iterator[tuple[bytes, bytes]]:
    """`stored` in key order with `mine` laid over it; None takes a key out."""
    waiting = sorted(mine, reverse=True)
    for key, value in stored:
        while waiting and waiting[-1] < key:
            yield from _present(waiting.pop(), mine)
        if key not in mine:
            yield key, value
    while waiting:
        yield from _present(waiting.pop(), mine)


def _present(key: bytes, mine: dict[bytes, bytes | None]) -> Iterator[tuple[bytes, bytes]]:
    value = mine[key]
    if value is not None:
        yield key, value
