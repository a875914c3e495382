"""Clocks that are due give their commands, each in a transaction of its own, in the order of their times.

A clock is looked at again inside the transaction: of several processes over one store, one fires it.

    due ─▶ its command ─┬─▶ done: fired
                        ├─▶ refused: failed, and why
                        ├─▶ the database's fault: nothing is recorded, and all of them are due again
                        └─▶ anything else, a fault of ours: due again after 1, 2, 4, ... minutes, at most an hour, and
                            what it was stands at the clock; those behind it are fired meanwhile
    due ─▶ cannot be read ─▶ set aside, in the audit chain; those behind it are fired; after a start (another release
                             may be running) it is looked at again

The fault of ours has no end: once it is mended, the suspension ends and the evidence runs out all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from tipstaff.app.recording.commanding import Commander
from tipstaff.clocks import CLOCKS, Clock, Unreadable, fired, first_set, put_off
from tipstaff.clocks.aside import ROWS, aside, at_row, put_back, set_aside
from tipstaff.ledgers import Change, Draft
from tipstaff.store import Ack, Job, Store, Transaction
from tipstaff.store.errors import StoreError
from tipstaff.vocab.errors import Overloaded, TipstaffError

ACTOR: Final = "tipstaff"
MOST: Final = 1_000
"""Clocks fired at one look, so that a look ends; the next one goes on."""

_FIRST: Final = timedelta(minutes=1)
_LONGEST: Final = timedelta(hours=1)
_MOST_DOUBLED: Final = 6


class Deadlines:
    """Fires the clocks of a store.

    Args:
        store: where they run.
        commander: gives their commands.
        notice: told of what changed, before anything else is asked.

    Attributes:
        broken: how often a clock's command broke off since the start.
        unreadable: how many clocks were set aside since the start because they cannot be read.
    """

    def __init__(self, store: Store, commander: Commander, notice: Callable[[tuple[Change, ...]], None]) -> None:
        self._store = store
        self._commander = commander
        self._notice = notice
        self.broken = 0
        self.unreadable = 0
        self._looked = False

    def next_due(self) -> datetime | None:
        """When the next clock is due; None when none runs."""
        clock = first_set(self._store.reader)
        return None if clock is None else clock.due

    def fire(self, now: datetime) -> int:
        """Fire what is due by now, the earliest first; gives how many that was.

        Raises:
            StoreError, Overloaded: the database; what was fired before stays fired.
        """
        self._look_again(now)
        count = 0
        while count < MOST:
            clock = first_set(self._store.reader)
            if clock is None or clock.due > now:
                break
            if isinstance(clock, Unreadable):
                self.unreadable += self._store.run(_setting_aside(clock, now), Ack.FSYNC)
            else:
                self._notice(self._fired(clock, now))
            count += 1
        return count

    def _fired(self, clock: Clock, now: datetime) -> tuple[Change, ...]:
        try:
            return self._store.run(self._firing(clock, now), Ack.FSYNC)
        except (StoreError, Overloaded):
            raise
        except Exception as broke:  # noqa: BLE001 - whatever one clock's command raised, those behind it are fired
            self.broken += 1
            return self._store.run(self._putting_off(clock, now, f"{type(broke).__name__} was raised"), Ack.FSYNC)

    def _look_again(self, now: datetime) -> None:
        """Once after the start: what was aside and can be read runs again."""
        if self._looked:
            return
        reader = self._store.reader
        found = [(row, key, at_row(reader, row, key)) for row, key in aside(reader)]
        for row, key, clock in found:
            if isinstance(clock, Clock):
                self._store.run(_putting_back(row, key, now), Ack.FSYNC)
        self._looked = True

    def _putting_off(self, clock: Clock, now: datetime, error: str) -> Job[tuple[Change, ...]]:
        def job(tx: Transaction) -> tuple[Change, ...]:
            draft = self._commander.draft(tx)
            current = _still_due(draft, clock, now)
            if current is None:
                return ()
            put_off(draft, current, now + pause_after(current.tries + 1), error)
            return _written(tx, draft, now)

        return job

    def _firing(self, clock: Clock, now: datetime) -> Job[tuple[Change, ...]]:
        def job(tx: Transaction) -> tuple[Change, ...]:
            current = _still_due(self._commander.draft(tx), clock, now)
            if current is None:
                return ()

            def part(tx: Transaction) -> tuple[Change, ...]:
                return self._commander.run(tx, current.do, current.args, actor=ACTOR, at=now, quiet=True).changes

            error = ""
            try:
                changed = tx.attempt(part)
            except (StoreError, Overloaded):
                raise
            except TipstaffError as refused:
                changed, error = (), f"{refused.code}: {refused.message}"
            after = self._commander.draft(tx)
            fired(after, current, now, error)
            return (*changed, *_written(tx, after, now))

        return job


def pause_after(tries: int) -> timedelta:
    """How long a clock waits whose command broke off so many times in a row, one at least."""
    doubled: int = 1 << min(tries - 1, _MOST_DOUBLED)
    return min(_LONGEST, _FIRST * doubled)


def _still_due(draft: Draft, clock: Clock, now: datetime) -> Clock | None:
    current = draft.get(CLOCKS, clock.id)
    return current if current is not None and current.state == "set" and current.due <= now else None


def _setting_aside(found: Unreadable, now: datetime) -> Job[int]:
    def job(tx: Transaction) -> int:
        current = at_row(tx, found.row, found.key)
        if tx.entry(ROWS, found.row) is None or not isinstance(current, Unreadable):
            return 0
        _lay(tx, set_aside(current), now)
        tx.append_audit("clock", {"id": current.id, "aside": current.error}, now, ACTOR)
        return 1

    return job


def _putting_back(row: bytes, key: bytes, now: datetime) -> Job[None]:
    def job(tx: Transaction) -> None:
        clock = at_row(tx, row, key)
        if isinstance(clock, Clock) and tx.entry(ROWS, row) is not None:
            _lay(tx, put_back(row, key, clock), now)
            tx.append_audit("clock", {"id": clock.id, "back": True}, now, ACTOR)

    return job


def _written(tx: Transaction, draft: Draft, now: datetime) -> tuple[Change, ...]:
    _lay(tx, draft.changes, now)
    return draft.changes


def _lay(tx: Transaction, changes: tuple[Change, ...], now: datetime) -> None:
    for change in changes:
        tx.put_entry(change.kind, change.key, change.value, now, ACTOR, "clock.fire")
