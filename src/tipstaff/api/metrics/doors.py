"""Requests and their latency, counted without locks on the event loop's one thread.

The client library's own histogram takes a lock and a label look-up per observation, which costs more than admitting a
request does. Here an observation is one bisection and two list additions; the library only writes the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

# Seconds. Fine between 0.5 and 10 ms, where the promise (p99 under 10 ms) is kept or broken.
BOUNDS: Final = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Latency(Struct):
    """The latencies of one operation: how many fell into each bucket (the last is +Inf), and their sum in seconds."""

    buckets: list[int]
    total: float = 0.0


class DoorMetrics:
    """Counts of one server process; only the event loop's thread writes."""

    def __init__(self) -> None:
        self.requests: dict[tuple[str, int], int] = {}
        self.latency: dict[str, Latency] = {}

    def observe(self, operation: str, status: int, seconds: float) -> None:
        """Count one request that was answered."""
        key = (operation, status)
        self.requests[key] = self.requests.get(key, 0) + 1
        latency = self.latency.get(operation)
        if latency is None:
            latency = self.latency[operation] = Latency([0] * (len(BOUNDS) + 1))
        latency.buckets[bisect_left(BOUNDS, seconds)] += 1
        latency.total += seconds

    def cumulative(self, operation: str) -> Iterator[tuple[str, int]]:
        """The buckets as Prometheus wants them: each bound with how many were at most that."""
        running = 0
        for bound, count in zip((*BOUNDS, float("inf")), self.latency[operation].buckets, strict=True):
            running += count
            yield ("+Inf" if bound == float("inf") else repr(bound)), running
