"""Clocks that are due give their commands, each in a transaction of its own, in the order of their times.

A clock is looked at again inside the transaction: of several processes over one store, one fires it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from tipstaff.app.recording.commanding import Commander
from tipstaff.clocks import CLOCKS, Clock, fired, first_set
from tipstaff.ledgers import Change
from tipstaff.store import Ack, Job, Store, Transaction
from tipstaff.vocab.errors import TipstaffError

ACTOR: Final = "tipstaff"
MOST: Final = 1_000
"""Clocks fired at one look, so that a look ends; the next one goes on."""


class Deadlines:
    """Fires the clocks of a store.

    Args:
        store: where they run.
        commander: gives their commands.
        notice: told of what changed, before anything else is asked.
    """

    def __init__(self, store: Store, commander: Commander, notice: Callable[[tuple[Change, ...]], None]) -> None:
        self._store = store
        self._commander = commander
        self._notice = notice

    def next_due(self) -> datetime | None:
        """When the next clock is due; None when none runs."""
        clock = first_set(self._store.reader)
        return None if clock is None else clock.due

    def fire(self, now: datetime) -> int:
        """Fire what is due by now, the earliest first; gives how many that was."""
        count = 0
        while count < MOST:
            clock = first_set(self._store.reader)
            if clock is None or clock.due > now:
                break
            self._notice(self._store.run(self._firing(clock, now), Ack.FSYNC))
            count += 1
        return count

    def _firing(self, clock: Clock, now: datetime) -> Job[tuple[Change, ...]]:
        def job(tx: Transaction) -> tuple[Change, ...]:
            draft = self._commander.draft(tx)
            current = draft.get(CLOCKS, clock.id)
            if current is None or current.state != "set" or current.due > now:
                return ()

            def part(tx: Transaction) -> tuple[Change, ...]:
                return self._commander.run(tx, current.do, current.args, actor=ACTOR, at=now, quiet=True).changes

            error = ""
            try:
                changed = tx.attempt(part)
            except TipstaffError as refused:
                changed, error = (), f"{refused.code}: {refused.message}"
            after = self._commander.draft(tx)
            fired(after, current, now, error)
            for change in after.changes:
                tx.put_entry(change.kind, change.key, change.value, now, ACTOR, "clock.fire")
            return (*changed, *after.changes)

        return job
