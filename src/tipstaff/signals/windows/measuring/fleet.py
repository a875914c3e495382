"""Where a key stands among all others: percentiles over the totals of every key, in the bucket of the event.

A percentile p of N totals is the least of them that at least p·N do not exceed (nearest rank; `percentile_disc` of
SQL). All keys are compared over the same stretch of time, so that a day on which everybody is busy is held against
nobody.

Source: nearest-rank percentile after R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American
Statistician 50 (1996), type 1. The sample beyond the bound of memory keeps the keys with the smallest hashes (bottom-k:
E. Cohen and H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007), which does not depend on the order of
events. Its error follows from A. Dvoretzky, J. Kiefer and J. Wolfowitz (1956) with the constant of P. Massart (1990):
with k keys of a larger fleet the value is, with 95 % probability, the percentile of a rank at most √(ln 40 / 2k) away,
for 100,000 keys 0.43 points.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from hashlib import blake2b
from heapq import heapify, heappushpop
from math import nan
from typing import Any

import msgspec

from tipstaff.signals.failure import too_late
from tipstaff.signals.windows.measuring.directory import Directory
from tipstaff.signals.windows.measuring.medians import rank_of

# Totals are sorted into drawers by their leading bits, so that one that grows moves within or between short lists.
_LEADING_BITS = 5


class Crowd:
    """The totals of all keys in one bucket.

    Args:
        most: bound on the keys; beyond it those with the smallest hashes stay.
    """

    __slots__ = ("_drawers", "_heap", "_order", "most", "size", "totals")

    def __init__(self, most: int) -> None:
        self.most = most
        self.totals: dict[Any, int] = {}
        self.size = 0
        self._drawers: dict[int, list[int]] = {}
        self._order: list[int] = []
        self._heap: list[tuple[int, Any]] | None = None  # from when the bound is reached: (minus hash, key)

    def put(self, key: Any, total: int) -> None:
        """Set the total of a key."""
        before = self.totals.get(key)
        if before is not None:
            self._take(before)
        elif self.size < self.most or self._admit(key):
            self.size += 1
        else:
            return
        self.totals[key] = total
        self._put(total)

    def percentile(self, share: float, key: Any = None, total: int | None = None, least: int = 1) -> float:
        """A percentile, with the total that a key would have; NaN for fewer keys than `least`.

        Args:
            share: which one, above 0 and at most 1.
            total: None leaves everybody as they are.
        """
        own = self.totals.get(key)
        size = self.size + (total is not None and own is None)
        if size < least or not size:
            return nan
        rank = rank_of(share, size)
        return self._ranked(rank) if total is None else self._ranked_with(rank, own, total)

    def _ranked(self, rank: int) -> int:
        for place in self._order:
            drawer = self._drawers[place]
            if rank <= len(drawer):
                return drawer[rank - 1]
            rank -= len(drawer)
        raise IndexError(rank)

    def _ranked_with(self, rank: int, gone: int | None, come: int) -> int:
        """The total of that rank after one was taken out and another put in."""
        without = self._below(come) - (gone is not None and gone < come)
        if rank <= without:
            return self._ranked(rank + (gone is not None and self._below(gone) < rank))
        if rank == without + 1:
            return come
        rank -= 1
        return self._ranked(rank + (gone is not None and self._below(gone) < rank))

    def _below(self, total: int) -> int:
        """How many totals are less."""
        mine = _drawer(total)
        count = 0
        for place in self._order:
            if place >= mine:
                break
            count += len(self._drawers[place])
        return count + bisect_left(self._drawers.get(mine, ()), total)

    def _put(self, total: int) -> None:
        place = _drawer(total)
        drawer = self._drawers.get(place)
        if drawer is None:
            insort(self._order, place)
            self._drawers[place] = [total]
        else:
            insort(drawer, total)

    def _take(self, total: int) -> None:
        drawer = self._drawers[_drawer(total)]
        del drawer[bisect_left(drawer, total)]

    def _admit(self, key: Any) -> bool:
        """Whether a key comes in when all places are taken; the one with the greatest hash then leaves."""
        if self._heap is None:
            self._heap = [(-_hash(one), one) for one in self.totals]
            heapify(self._heap)
        mine = (-_hash(key), key)
        _, leaver = heappushpop(self._heap, mine)
        if leaver == key:
            return False
        self._take(self.totals.pop(leaver))
        self.size -= 1
        return True


class Fleet:
    """Crowds of the newest buckets.

    Args:
        lateness: how many buckets behind the newest of all a bucket may be and still be read.
        most: bound on the keys of one bucket.
    """

    def __init__(self, lateness: int, most: int) -> None:
        self.lateness = lateness
        self.most = most
        self.crowds: dict[int, Crowd] = {}
        self.directory = Directory(most, 1)  # stays empty: keys stand in the crowds
        self.head: int | None = None

    def record(self, key: Any, bucket: int, amount: int) -> None:
        """Add to a bucket of a key; what lies too far back is left out."""
        crowd = self.open(bucket)
        if crowd is not None:
            crowd.put(key, crowd.totals.get(key, 0) + amount)

    def percentile(self, share: float, key: Any, bucket: int, amount: int, least: int) -> float:
        """The percentile of a bucket over all keys, an amount of one key counted in; NaN for fewer keys than `least`.

        Raises:
            CelError: `signal-too-late`, the bucket is no longer remembered.
        """
        crowd = self.crowd(bucket)
        total = crowd.totals.get(key, 0) + amount if amount else None
        return crowd.percentile(share, key, total, least)

    def crowd(self, bucket: int) -> Crowd:
        """Everybody in a bucket. Raises `signal-too-late` when it is no longer remembered."""
        if self.head is not None and bucket < self.head - self.lateness:
            raise too_late(self.head - bucket, self.lateness)
        return self.crowds.get(bucket, _NOBODY)

    def open(self, bucket: int) -> Crowd | None:
        """The crowd of a bucket to record in; None when it lies too far back."""
        if self.head is None or bucket > self.head:
            self._advance(bucket)
        elif bucket < self.head - self.lateness:
            return None
        crowd = self.crowds.get(bucket)
        if crowd is None:
            crowd = self.crowds[bucket] = Crowd(self.most)
        return crowd

    def pack(self) -> bytes:
        """The totals of every bucket."""
        rows = [[bucket, list(crowd.totals), list(map(str, crowd.totals.values()))] for bucket, crowd in self._oldest()]
        return msgspec.msgpack.encode([self.head, rows])

    def refill(self, data: bytes) -> None:
        """Go on from what was packed."""
        self.head, rows = msgspec.msgpack.decode(data)
        self.crowds = {}
        for bucket, keys, totals in rows:
            crowd = self.crowds[bucket] = Crowd(self.most)
            for key, total in zip(keys, totals, strict=True):
                crowd.put(_key(key), int(total))

    def _oldest(self) -> Iterator[tuple[int, Crowd]]:
        yield from sorted(self.crowds.items())

    def _advance(self, bucket: int) -> None:
        self.head = bucket
        for gone in [other for other in self.crowds if other < bucket - self.lateness]:
            del self.crowds[gone]


_NOBODY = Crowd(1)


def _drawer(total: int) -> int:
    """Totals of one drawer share sign, length and leading bits; drawers are in the order of totals."""
    size = abs(total)
    shift = max(0, size.bit_length() - _LEADING_BITS)
    place = (shift << _LEADING_BITS) + (size >> shift)
    return place if total >= 0 else -place


def _hash(key: Any) -> int:
    """The same on every machine and every run."""
    return int.from_bytes(blake2b(repr(key).encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _key(value: Any) -> Any:
    """A tuple comes back as a list."""
    return tuple(map(_key, value)) if isinstance(value, list) else value
