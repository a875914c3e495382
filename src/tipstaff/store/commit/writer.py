"""Who runs the jobs: a thread of its own, or the caller's."""

# ruff: noqa: D102 - what the methods promise stands in `Writer` and `interface.Store`
from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from tipstaff.store.acks import Ack
from tipstaff.store.commit.backlog import Backlog, Posted
from tipstaff.store.commit.committing import commit
from tipstaff.store.commit.session import Session
from tipstaff.store.errors import StoreClosed, StoreError
from tipstaff.store.interface import Deliver, EventKey, Job, Outcome, Transaction

T = TypeVar("T")


class Writer(Protocol):
    """Takes jobs and sees to it that each is run and told about."""

    @property
    def backlog(self) -> int:
        """Jobs that wait."""

    @property
    def room(self) -> int:
        """Records that may still be queued."""

    @property
    def resting(self) -> bool:
        """Whether nothing waits or is under way."""

    def post(self, posted: Posted) -> None:
        """Take a job."""

    def commit_here(self, posted: Sequence[Posted]) -> bool:
        """Commit at once on the caller's thread when nothing is before it; False when nothing was done."""

    def close(self) -> None:
        """Run what waits, then take no more; twice is fine."""


class Upkeep(Protocol):
    """Keeps the database's files in order. May wait for the device, so that only the writer's thread does it."""

    @property
    def due(self) -> bool:
        """Whether there is something to do; asked after each commit."""

    @property
    def under_way(self) -> bool:
        """Whether a thread of its own keeps the device busy, so that what can wait had better wait."""

    def do(self) -> None:
        """Do it. Does not raise."""


class GroupCommit:
    """One thread drains the queue into one transaction after another: the batch grows with the load, nobody lingers.

    While that thread rests, whoever has a whole commit ready may make it on its own thread, and spares the hand-over
    there and back: under load that costs more than the commit. The session is used by one of them at a time.
    """

    def __init__(self, session: Session, backlog: Backlog, upkeep: Upkeep) -> None:
        self._session = session
        self._queue = backlog
        self._upkeep = upkeep
        self._using = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="tipstaff-writer", daemon=True)
        self._thread.start()

    @property
    def backlog(self) -> int:
        return len(self._queue)

    @property
    def room(self) -> int:
        return self._queue.room

    @property
    def resting(self) -> bool:
        return self._queue.resting

    def post(self, posted: Posted) -> None:
        self._queue.offer(posted)

    def commit_here(self, posted: Sequence[Posted]) -> bool:
        queue = self._queue
        if not queue.resting or not self._using.acquire(blocking=False):
            return False
        try:
            if queue.closed:
                return False
            commit(self._session, posted)
            chores = self._upkeep.due or self._ready
        finally:
            self._using.release()
        if chores:  # for the thread: they take longer than an event loop should be held up
            self._queue.offer(Posted(_nothing, Ack.WAL, _nobody, None, ()))
        return True

    def close(self) -> None:
        self._queue.close()
        self._thread.join()
        with self._using:  # until a commit on another thread is through
            pass

    @property
    def _ready(self) -> bool:
        """Whether what can wait has waited long enough. Beside a checkpoint it would wait for the device, and commits
        for it.
        """
        return self._session.chores and not self._upkeep.under_way

    def _work(self) -> None:
        while posted := self._queue.take():
            with self._using:
                commit(self._session, posted)
            del posted  # not kept alive while waiting for the next
            while self._chore() and not len(self._queue):
                pass

    def _chore(self) -> bool:
        """Do a piece of what can wait, then let others in; whether there is more."""
        with self._using:
            if self._upkeep.due:
                self._upkeep.do()
            return self._ready and _do_chores(self._session)


class Inline:
    """Each job is one commit on the caller's thread: deterministic, and cheap to set up."""

    backlog = 0
    room = 1 << 30
    resting = True

    def __init__(self, session: Session, lock: threading.RLock) -> None:
        self._session = session
        self._lock = lock
        self._closed = False

    def post(self, posted: Posted) -> None:
        with self._lock:
            if self._closed:
                raise StoreClosed("the store is closed; nothing was recorded")
            commit(self._session, [posted])
            while _do_chores(self._session):
                pass

    def commit_here(self, posted: Sequence[Posted]) -> bool:
        with self._lock:
            if self._closed:
                return False
            commit(self._session, posted)
            while _do_chores(self._session):
                pass
        return True

    def close(self) -> None:
        with self._lock:
            self._closed = True


class Submitting:
    """The three ways to hand over a job, over a `Writer`. The base of every dialect's Store."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @property
    def backlog(self) -> int:
        return self._writer.backlog

    @property
    def room(self) -> int:
        return self._writer.room

    @property
    def resting(self) -> bool:
        return self._writer.resting

    def post(self, job: Job[Any], ack: Ack, deliver: Deliver, ticket: object, *, keys: Sequence[EventKey] = ()) -> None:
        self._writer.post(Posted(job, ack, deliver, ticket, keys))

    def commit_here(self, jobs: Sequence[tuple[Job[Any], object, Sequence[EventKey]]], deliver: Deliver) -> bool:
        return self._writer.commit_here([Posted(job, Ack.WAL, deliver, ticket, keys) for job, ticket, keys in jobs])

    def submit(self, job: Job[T], ack: Ack = Ack.WAL, *, keys: Sequence[EventKey] = ()) -> Future[T]:
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # a job in the queue cannot be called back
        self._writer.post(Posted(job, ack, _settle, future, keys))
        return future

    def run(self, job: Job[T], ack: Ack = Ack.WAL, *, keys: Sequence[EventKey] = ()) -> T:
        return self.submit(job, ack, keys=keys).result()


def _do_chores(session: Session) -> bool:
    """Do one piece; whether there is more to do at once."""
    if not session.chores:
        return False
    try:
        session.do_chores()
    except StoreError:  # they stay due, and readers do without meanwhile
        return False
    return session.chores


def _nothing(_: Transaction) -> None:
    """A job that only wakes the thread."""


def _nobody(_: list[Outcome]) -> None:
    """Whom to tell about it."""


def _settle(outcomes: list[Outcome]) -> None:
    for future, result, error in outcomes:
        assert isinstance(future, Future)
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
