"""Those who watch decisions as they are recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

BACKLOG = 1_000
"""Decisions kept for one who does not read fast enough; then the oldest are lost."""


class Audience:
    """Everyone who subscribed."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[bytes]] = set()

    @contextmanager
    def subscribe(self) -> Iterator[asyncio.Queue[bytes]]:
        """A queue of decisions as they are recorded. One that is not read fast enough loses the oldest."""
        queue: asyncio.Queue[bytes] = asyncio.Queue(BACKLOG)
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    def tell(self, answer: bytes) -> None:
        """Show a decision to everyone."""
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(answer)
