"""What a turn has judged and not recorded yet, in order: one commit where that can be.

plain, plain, plain, one with effects, plain ─▶ job of three, job of one, job of one
                                                 └─▶ the writer rests: the loop commits them all, nobody is woken
                                                 └─▶ it is busy, must flush, or more is to be judged: through its queue
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tipstaff.app.pending import Pending
from tipstaff.store import Ack, DecisionRow, EventKey, Job, Outcome, Store, Transaction
from tipstaff.vocab.errors import TipstaffError

Settle = Callable[[list[Outcome]], None]
Part = tuple[Job[Any], list[Pending], list[EventKey]]


class Docket:
    """Used on one event loop.

    Args:
        store: where records go.
        acknowledge: when a decision that asks for no more is answered.
        settle: told on the loop how records ended, a commit at a time; a ticket is a list of `Pending`.
    """

    def __init__(self, store: Store, acknowledge: Ack, settle: Settle) -> None:
        self._store = store
        self._acknowledge = acknowledge
        self._settle = settle
        self._rows: list[Pending] = []
        self._parts: list[Part] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        """Decisions that wait for their commit."""
        return len(self._rows) + sum(len(waiting) for _, waiting, _ in self._parts)

    def bind(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Outcomes of the writer's thread are told on this loop; None: to nobody."""
        self._loop = loop

    def add(self, one: Pending) -> None:
        """A decision without effects."""
        self._rows.append(one)

    def add_job(self, job: Job[Any], ack: Ack, one: Pending) -> None:
        """A decision whose record needs a job of its own."""
        if ack is Ack.FSYNC:
            self.commit()
            self._post((job, [one], [one.key]), ack)
        else:
            self._close()
            self._parts.append((job, [one], [one.key]))

    def commit(self, *, aside: bool = False) -> None:
        """Commit what was added, or queue it behind what is under way.

        Args:
            aside: leave it to the writer's thread, for a caller who has more to judge meanwhile.
        """
        self._close()
        parts, self._parts = self._parts, []
        if not parts:
            return
        if self._acknowledge is Ack.WAL and not aside and self._store.commit_here(parts, self._ended):
            return
        for part in parts:
            self._post(part, self._acknowledge)

    def _close(self) -> None:
        """Plain decisions up to here are one job."""
        rows = self._rows
        if rows:
            self._rows = []
            self._parts.append(_recording(rows))

    def _post(self, part: Part, ack: Ack) -> None:
        job, waiting, keys = part
        try:
            self._store.post(job, ack, self._deliver, waiting, keys=keys)
        except TipstaffError as error:
            self._settle([(waiting, None, error)])

    def _deliver(self, outcomes: list[Outcome]) -> None:
        """On the writer's thread: hand a whole commit to the loop at once."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._ended, outcomes)

    def _ended(self, outcomes: list[Outcome]) -> None:
        """Settle; where one row took its neighbours with it, each gets a job of its own first."""
        settled = []
        for outcome in outcomes:
            ticket, _, error = outcome
            waiting: list[Pending] = ticket  # type: ignore[assignment]  # what was given with the job
            if error is None or len(waiting) == 1 or isinstance(error, TipstaffError):
                settled.append(outcome)
                continue
            for one in waiting:
                self._post(_recording([one]), self._acknowledge)
        self._settle(settled)


def _recording(waiting: list[Pending]) -> Part:
    """Records all; the result is for each the earlier one, or None."""
    rows = [one.row for one in waiting if one.row is not None]

    def job(tx: Transaction) -> list[DecisionRow | None]:
        record = tx.record_decision
        return [record(row) for row in rows]

    return job, waiting, [one.key for one in waiting]
