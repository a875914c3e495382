"""The bounded queue between the doors and the writer."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from typing import Any

from tipstaff.store.acks import Ack
from tipstaff.store.errors import StoreClosed
from tipstaff.store.interface import Deliver, EventKey, Job
from tipstaff.vocab.errors import Overloaded


class Posted:
    """A job in the queue, whom to tell, and whether they were told. `weight`: the records it makes, at least one."""

    __slots__ = ("ack", "deliver", "job", "keys", "ticket", "told", "weight")

    def __init__(self, job: Job[Any], ack: Ack, deliver: Deliver, ticket: object, keys: Sequence[EventKey]) -> None:
        self.job = job
        self.ack = ack
        self.deliver = deliver
        self.ticket = ticket
        self.keys = keys
        self.told = False
        self.weight = max(1, len(keys))


class Backlog:
    """First in, first out. Many threads offer, one takes.

    `limit` is in records; a job that makes several is taken whole as long as there is room for one. `most_jobs` and
    `most_keys` bound one taking, so that a commit stays short and its memory small.
    """

    def __init__(self, limit: int, *, most_jobs: int = 1024, most_keys: int = 4096) -> None:
        self._limit = limit
        self._most_jobs = most_jobs
        self._most_keys = most_keys
        self._items: deque[Posted] = deque()
        self._waiting = 0
        self._lock = threading.Lock()
        self._bell = threading.Semaphore(0)
        self._sleeping = False
        self._closed = False

    def __len__(self) -> int:
        return self._waiting

    @property
    def room(self) -> int:
        """Records that may still be queued."""
        return self._limit - self._waiting

    def offer(self, item: Posted) -> None:
        """Queue it, or raise Overloaded or StoreClosed."""
        with self._lock:
            if self._closed:
                raise StoreClosed("the store is closed; nothing was recorded")
            if self._waiting >= self._limit:
                raise Overloaded(f"{self._waiting} jobs already wait for the database; nothing was recorded, try again")
            self._items.append(item)
            self._waiting += item.weight
            wake, self._sleeping = self._sleeping, False
        if wake:
            self._bell.release()

    @property
    def resting(self) -> bool:
        """Whether nothing waits and the one who takes has finished what was taken."""
        return self._sleeping and not self._items

    @property
    def closed(self) -> bool:
        """Whether it takes no more."""
        return self._closed

    def take(self) -> list[Posted]:
        """What waits, at least one job; waits for it. Empty only when closed and drained."""
        while True:
            with self._lock:
                if self._items:
                    return self._pop()
                if self._closed:
                    return []
                self._sleeping = True
            self._bell.acquire()

    def close(self) -> None:
        """Take no more; what is queued can still be taken."""
        with self._lock:
            self._closed = True
            wake, self._sleeping = self._sleeping, False
        if wake:
            self._bell.release()

    def _pop(self) -> list[Posted]:
        items = self._items
        taken = [items.popleft()]
        keys = len(taken[0].keys)
        while items and len(taken) < self._most_jobs and keys + len(items[0].keys) <= self._most_keys:
            taken.append(items.popleft())
            keys += len(taken[-1].keys)
        self._waiting -= sum(one.weight for one in taken)
        return taken
