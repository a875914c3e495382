"""What a turn has judged and not recorded yet, in order: one commit where that can be.

plain, plain, one with effects, plain ─▶ one job, in which each that has effects is an attempt of its own
                                          └─▶ the writer rests: the loop commits it, nobody is woken
                                          └─▶ it is busy, or more is to be judged meanwhile: through its queue
one whose effects must reach the device ─▶ a job of its own, behind all before it, through the queue
                                          └─▶ the next one of its account waits: as all others, and is made safe later
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tipstaff.app.recording.records import Recorded
from tipstaff.app.turns.pending import Ending, Pending
from tipstaff.store import Ack, EventKey, Job, Outcome, Store, Transaction
from tipstaff.store.errors import StoreError
from tipstaff.vocab.errors import TipstaffError

Settle = Callable[[list[Outcome]], None]
Part = tuple[Job[Any], list[Pending], list[EventKey]]


class Docket:
    """Used on one event loop.

    Args:
        store: where records go.
        acknowledge: when a decision that asks for no more is answered.
        settle: told on the loop how records ended, a commit at a time; a ticket is a list of `Pending`, a result what
            became of each.
        unsafe: gives what is committed and must reach the device yet, once.
    """

    def __init__(self, store: Store, acknowledge: Ack, settle: Settle, unsafe: Callable[[], list[Pending]]) -> None:
        self._store = store
        self._acknowledge = acknowledge
        self._settle = settle
        self._waiting: list[Pending] = []
        self._unsafe = unsafe
        self._loop: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        """Decisions that wait for their commit."""
        return len(self._waiting)

    def bind(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Outcomes of the writer's thread are told on this loop; None: to nobody."""
        self._loop = loop

    def add(self, one: Pending) -> None:
        """A decision without effects."""
        self._waiting.append(one)

    def add_job(self, one: Pending, *, soon: bool = False) -> None:
        """A decision with effects, which its job records and carries out.

        Args:
            soon: carry them out with the next commit, and make them safe later.
        """
        if soon or one.ack <= self._acknowledge:
            self._waiting.append(one)
        else:
            self.commit()
            self._post([one], one.ack)

    def commit(self, *, aside: bool = False) -> None:
        """Commit what was added, or queue it behind what is under way.

        Args:
            aside: leave it to the writer's thread, for a caller who has more to judge meanwhile.
        """
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        if self._acknowledge is not Ack.WAL or aside or not self._store.commit_here([_recording(waiting)], self._ended):
            self._post(waiting, self._acknowledge)

    def flush(self) -> None:
        """Make safe what is committed and was not yet."""
        self._post([], Ack.FSYNC)

    def _post(self, some: list[Pending], ack: Ack) -> None:
        """Queue them; what reaches the device takes with it what is not safe yet."""
        waiting = some
        if ack is Ack.FSYNC:
            waiting = [*self._unsafe(), *some]
            for one in waiting:
                one.flushed = True
        if not waiting:
            return
        job, ticket, keys = _recording(waiting)
        try:
            self._store.post(job, ack, self._deliver, ticket, keys=keys)
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
                self._post([one], max(one.ack, self._acknowledge))
        self._settle(settled)


def _recording(waiting: list[Pending]) -> Part:
    """Records all; the result is a list of what became of each."""

    def job(tx: Transaction) -> list[Ending]:
        record = tx.record_decision
        return [record(one.row) if one.job is None else _carried_out(tx, one, one.job) for one in waiting]

    return job, waiting, [one.key for one in waiting if one.recorded is None]


def _carried_out(tx: Transaction, one: Pending, job: Job[Recorded]) -> Ending:
    """Run one among others: when it fails, it fails alone. When the database does, all fail."""
    if one.recorded is not None:
        return one.recorded
    try:
        return tx.attempt(job)
    except StoreError:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it raised, it is the answer to that one alone
        return error
