"""A small HTTP/1.1 load generator: keep-alive connections, ready-made requests, nothing parsed but lengths.

Two ways to load: `flood` keeps every connection busy and counts; `pace` sends at a fixed rate and measures each answer
from the moment its request was due, so that a slow server cannot slow the clock down.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvloop


@dataclass
class Seen:
    """What came back: seconds it took, latencies in seconds, and answers that were not 200.

    `late`: seconds from when each paced request was due until it was sent, a part of its latency that is not the
    server's.
    """

    seconds: float = 0.0
    answers: int = 0
    wrong: int = 0
    latencies: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Of the latencies, in milliseconds."""
        return _percentile(self.latencies, share)

    def percentile_late(self, share: float) -> float:
        """Of how late requests were sent, in milliseconds."""
        return _percentile(self.late, share)


class Connection(asyncio.Protocol):
    """One connection that sends the next request when it is told to."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._waiting: asyncio.Future[None] | None = None
        self._buffer = b""
        self._due = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    async def ask(self, request: bytes, due: float) -> None:
        self._due = due
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)  # type: ignore[attr-defined]
        await self._waiting

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        end = buffer.find(b"\r\n\r\n")
        if end < 0 or len(buffer) < end + 4 + _length(buffer[:end]):
            self._buffer = buffer
            return
        self._buffer = b""
        seen = self._seen
        seen.answers += 1
        seen.wrong += not buffer.startswith(b"HTTP/1.1 200")
        seen.latencies.append(time.perf_counter() - self._due)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error or ConnectionError("the server hung up"))


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _length(head: bytes) -> int:
    lower = head.lower()
    start = lower.index(b"content-length:") + 15
    end = lower.find(b"\r\n", start)
    return int(lower[start : end if end >= 0 else None])


def flood(address: tuple[str, int], requests: Iterator[bytes], *, connections: int, seconds: float) -> Seen:
    """As many requests as go through in `seconds`, `connections` at a time."""

    async def run() -> Seen:
        seen = Seen()
        opened = [await _open(address, seen) for _ in range(connections)]
        began = time.perf_counter()
        until = began + seconds

        async def busy(connection: Connection) -> None:
            while (now := time.perf_counter()) < until:
                await connection.ask(next(requests), now)

        await asyncio.gather(*map(busy, opened))
        seen.seconds = time.perf_counter() - began
        return seen

    return uvloop.run(run())


def pace(address: tuple[str, int], requests: Iterator[bytes], *, rate: int, connections: int, seconds: float) -> Seen:
    """`rate` requests a second, evenly, each measured from when it was due.

    Meanwhile nothing is collected here: a full collection of the generator takes 10 to 20 ms, and every request that is
    due in that time would be charged to the server.
    """

    async def run() -> Seen:
        seen = Seen()
        free: asyncio.Queue[Connection] = asyncio.Queue()
        for _ in range(connections):
            free.put_nowait(await _open(address, seen))
        began = time.perf_counter()
        under_way: set[asyncio.Task[None]] = set()
        for number in range(int(rate * seconds)):
            due = began + number / rate
            delay = due - time.perf_counter()
            if delay > 0.0005:
                await asyncio.sleep(delay)
            task = asyncio.create_task(_one(free, next(requests), due, seen))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)
        seen.seconds = time.perf_counter() - began
        return seen

    with _nothing_collected():
        return uvloop.run(run())


@contextmanager
def _nothing_collected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _one(free: asyncio.Queue[Connection], request: bytes, due: float, seen: Seen) -> None:
    seen.late.append(time.perf_counter() - due)
    connection = await free.get()
    try:
        await connection.ask(request, due)
    finally:
        free.put_nowait(connection)


async def _open(address: tuple[str, int], seen: Seen) -> Connection:
    _, connection = await asyncio.get_running_loop().create_connection(lambda: Connection(seen), *address)
    return connection
