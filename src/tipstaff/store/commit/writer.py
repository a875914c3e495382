"""Who runs the jobs: a thread of its own, or the caller's."""

# ruff: noqa: D102 - what the methods promise stands in `Writer` and `interface.Store`
from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from tipstaff.store.acks import Ack
from tipstaff.store.commit.backlog import Backlog, Posted
from tipstaff.store.commit.committing import commit
from tipstaff.store.commit.session import Session
from tipstaff.store.errors import StoreClosed
from tipstaff.store.interface import Deliver, EventKey, Job, Outcome

T = TypeVar("T")


class Writer(Protocol):
    """Takes jobs and sees to it that each is run and told about."""

    @property
    def backlog(self) -> int:
        """Jobs that wait."""

    def post(self, posted: Posted) -> None:
        """Take a job."""

    def close(self) -> None:
        """Run what waits, then take no more; twice is fine."""


class GroupCommit:
    """One thread drains the queue into one transaction after another: the batch grows with the load, nobody lingers."""

    def __init__(self, session: Session, backlog: Backlog, *, between_commits: Callable[[], None]) -> None:
        self._session = session
        self._queue = backlog
        self._between_commits = between_commits
        self._thread = threading.Thread(target=self._work, name="tipstaff-writer", daemon=True)
        self._thread.start()

    @property
    def backlog(self) -> int:
        return len(self._queue)

    def post(self, posted: Posted) -> None:
        self._queue.offer(posted)

    def close(self) -> None:
        self._queue.close()
        self._thread.join()

    def _work(self) -> None:
        while posted := self._queue.take():
            commit(self._session, posted)
            del posted  # not kept alive while waiting for the next
            self._between_commits()


class Inline:
    """Each job is one commit on the caller's thread: deterministic, and cheap to set up."""

    backlog = 0

    def __init__(self, session: Session, lock: threading.RLock) -> None:
        self._session = session
        self._lock = lock
        self._closed = False

    def post(self, posted: Posted) -> None:
        with self._lock:
            if self._closed:
                raise StoreClosed("the store is closed; nothing was recorded")
            commit(self._session, [posted])

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

    def post(self, job: Job[Any], ack: Ack, deliver: Deliver, ticket: object, *, keys: Sequence[EventKey] = ()) -> None:
        self._writer.post(Posted(job, ack, deliver, ticket, keys))

    def submit(self, job: Job[T], ack: Ack = Ack.WAL, *, keys: Sequence[EventKey] = ()) -> Future[T]:
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # a job in the queue cannot be called back
        self._writer.post(Posted(job, ack, _settle, future, keys))
        return future

    def run(self, job: Job[T], ack: Ack = Ack.WAL, *, keys: Sequence[EventKey] = ()) -> T:
        return self.submit(job, ack, keys=keys).result()


def _settle(outcomes: list[Outcome]) -> None:
    for future, result, error in outcomes:
        assert isinstance(future, Future)
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
