"""What one turn of the event loop judged becomes one commit.

turn ─┬─▶ the writer rests: the loop commits here and now, and nobody is woken
      └─▶ it is busy, or a flush is asked for: through its queue, in the same order
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from tipstaff.app.records import Recorded
from tipstaff.store import Ack, EventKey, Job, Outcome, Store
from tipstaff.vocab.errors import TipstaffError

LONGEST: Final = 256
"""Records in one commit on the loop: a few milliseconds of work."""


class Turns:
    """Gathers records and commits them. Used on one event loop.

    Args:
        store: where they go.
        settle: told on the loop how records ended, a commit at a time; the ticket is whatever was given with a record.
    """

    def __init__(self, store: Store, settle: Callable[[list[Outcome]], None]) -> None:
        self._store = store
        self._settle = settle
        self._turn: list[tuple[Job[Recorded], object, tuple[EventKey]]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Outcomes of the writer's thread are told on this loop."""
        self._loop = loop

    def unbind(self) -> None:
        """Commit what waits; outcomes that come later are told to nobody."""
        self.finish()
        self._loop = None

    def record(self, job: Job[Recorded], ack: Ack, ticket: object, key: EventKey) -> None:
        """Into the commit that this turn makes, or to the writer.

        Raises:
            Overloaded, StoreClosed: nothing was recorded, and nobody is told.
        """
        turn = self._turn
        if ack is Ack.WAL and (turn or self._store.resting):
            if not turn:
                asyncio.get_running_loop().call_soon(self.finish)
            turn.append((job, ticket, (key,)))
            if len(turn) >= LONGEST:
                self.finish()
            return
        self.finish()
        self._store.post(job, ack, self._deliver, ticket, keys=(key,))

    def finish(self) -> None:
        """Commit what was gathered since the last time: before anything that must come after it in the log."""
        turn = self._turn
        if not turn:
            return
        self._turn = []
        if self._store.commit_here(turn, self._settle):
            return
        for job, ticket, keys in turn:
            try:
                self._store.post(job, Ack.WAL, self._deliver, ticket, keys=keys)
            except TipstaffError as error:
                self._settle([(ticket, None, error)])

    def _deliver(self, outcomes: list[Outcome]) -> None:
        """On the writer's thread: hand a whole commit to the loop at once."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._settle, outcomes)
