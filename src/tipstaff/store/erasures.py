"""Which events were erased, as the audit chain says: an entry of kind `erasure` names them by their sequences.

    body = {"events": [[first, last], ...], "reason": "..."}      both ends included, in order, nothing twice

The entry and the erasure are one transaction. An event that is gone without being named was removed by somebody else.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from tipstaff.store.chain_reader import FIRST, ChainReader

Run = tuple[int, int]
"""First and last of consecutive sequences."""


class _Body(Struct, frozen=True):
    events: list[Run] = []


_bodies = msgspec.json.Decoder(_Body)


def runs(sequences: Iterable[int]) -> list[list[int]]:
    """Consecutive sequences as [first, last], in order."""
    found: list[list[int]] = []
    for sequence in sorted(sequences):
        if found and sequence <= found[-1][1] + 1:
            found[-1][1] = sequence
        else:
            found.append([sequence, sequence])
    return found


class Erasures:
    """What the chain says was erased, sixteen bytes for each run of sequences; knows what is added meanwhile."""

    def __init__(self, reader: ChainReader) -> None:
        self._reader = reader
        self._seen = FIRST
        self._all = _Runs(())
        self._look()
        self._first = self._all

    def names(self, sequence: int) -> bool:
        """Whether the erasure of this decision's event is on record by now."""
        return sequence in self._all or (self._look() and sequence in self._all)

    def named_before(self, sequence: int) -> bool:
        """Whether it was when these were made: what is read afterwards cannot hold the event any more."""
        return sequence in self._first

    def _look(self) -> bool:
        """Take in what is recorded since; False when the chain has not grown."""
        end = self._reader.audit_end()
        if end <= self._seen:
            return False
        more = [run for body in self._reader.erasure_bodies(self._seen, end) for run in _read(body)]
        self._seen = end
        if more:
            self._all = _Runs((*self._all, *more))
        return True


class _Runs:
    """Runs in order, joined where they meet."""

    def __init__(self, given: Iterable[Run]) -> None:
        self._firsts, self._lasts = array("q"), array("q")
        for first, last in sorted(given):
            if self._lasts and first <= self._lasts[-1] + 1:
                self._lasts[-1] = max(last, self._lasts[-1])
            else:
                self._firsts.append(first)
                self._lasts.append(last)

    def __contains__(self, sequence: int) -> bool:
        place = bisect_right(self._firsts, sequence) - 1
        return place >= 0 and sequence <= self._lasts[place]

    def __iter__(self) -> Iterator[Run]:
        return zip(self._firsts, self._lasts, strict=True)


def _read(body: str) -> list[Run]:
    """The runs of an entry. One that cannot be read names nothing: the walk over the chain says that it was edited."""
    try:
        return _bodies.decode(body).events
    except msgspec.DecodeError:
        return []
