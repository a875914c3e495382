"""Events that are readable only so long, or only so many of them, as the policies' `retention` says.

    sweep ─▶ too old    all of the type up to the place before which everything is older than `keep`
          └▶ too many   what was recorded since the last sweep pushes the oldest out, for each account and value of `by`
                           └─▶ jobs: erase the events, name them in the audit chain, keep the place from which to go on

Nothing of this touches the path of a decision: a sweep reads what was recorded since the one before it. What is
remembered is the places of the newest events (of rules with `newest`), never their content.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.policy import Retention
from tipstaff.store import Ack, Job, Reader, Store, Transaction
from tipstaff.vocab.errors import TipstaffError
from tipstaff.vocab.times.durations import add

SNAPSHOT: Final = "retention"
ACTOR: Final = "tipstaff"
AT_ONCE: Final = 500
"""Events erased in one commit: a few milliseconds in which nobody else is acknowledged."""

_NO_TIME: Final = timedelta()


class _Told(Struct, frozen=True):
    """Of an event what a rule may look at; the rest is not even read, since it may hold anything."""

    account: str = ""
    data: dict[str, msgspec.Raw] = {}


_events = msgspec.json.Decoder(_Told)
_places = msgspec.json.Decoder(dict[str, int])


class Retaining:
    """Carries out some rules on the events of a store. One thread at a time.

    Args:
        rules: every one holds.
        store: what it erases from; another process may do the same at the same time.
    """

    def __init__(self, rules: Sequence[Retention], store: Store) -> None:
        self.rules = tuple(rules)
        self._store = store
        self._shelves: list[_Shelf] = []

    def sweep(self, now: datetime, ahead: timedelta = _NO_TIME) -> int:
        """Erase all events that are too old or too many; gives how many those were.

        The first sweep begins where the last one of an earlier process ended.

        Args:
            ahead: how long it is until the next sweep: what becomes too old before that goes now.
        Raises:
            StoreError: the next sweep begins again.
        """
        try:
            if not self._shelves:
                self._shelves = self._begin()
            return sum(self._clear(shelf, now, ahead) for shelf in self._shelves)
        except TipstaffError:
            self._shelves = []
            raise

    def _begin(self) -> list[_Shelf]:
        snapshot = self._store.reader.snapshot(SNAPSHOT) if self.rules else None
        cleared = {} if snapshot is None else _places.decode(snapshot.state)
        return [_Shelf(rule, cleared.get(str(rule), 0)) for rule in self.rules]

    def _clear(self, shelf: _Shelf, now: datetime, ahead: timedelta) -> int:
        reader, erased = self._store.reader, 0
        for found in (shelf.too_old(reader, now + ahead), shelf.too_many(reader)):
            while some := list(islice(found, AT_ONCE)):
                erased += self._store.run(_erasing(shelf.rule, some, now), Ack.FSYNC)
        if erased:
            self._store.run(self._keeping(now))
        return erased

    def _keeping(self, at: datetime) -> Job[None]:
        state = msgspec.json.encode({str(shelf.rule): shelf.cleared for shelf in self._shelves})

        def job(tx: Transaction) -> None:
            tx.put_snapshot(SNAPSHOT, tx.sequence, at, state)

        return job


class _Shelf:
    """The events of one rule, as far as they were looked at: all up to `cleared` are erased."""

    def __init__(self, rule: Retention, cleared: int) -> None:
        self.rule = rule
        self._aged = self._seen = cleared
        self._newest: dict[bytes, deque[int]] = {}

    @property
    def cleared(self) -> int:
        """The place from which another process has to go on."""
        oldest = min((places[0] for places in self._newest.values()), default=self._aged + 1)
        return max(self._aged, oldest - 1)

    def too_old(self, reader: Reader, now: datetime) -> Iterator[int]:
        """Events that are older than `keep`, oldest first."""
        rule = self.rule
        if rule.keep is None:
            return
        back = msgspec.structs.replace(rule.keep, sign=-1)
        end = reader.place_before(add(now, back, calendar=rule.calendar))
        if end <= self._aged:
            return
        for sequence, event in reader.events_since(self._aged, until=end, types=[rule.type]):
            self._forget(sequence, event)
            yield sequence
        self._aged = end

    def too_many(self, reader: Reader) -> Iterator[int]:
        """Events that newer ones have pushed out, in the order in which that happened."""
        rule = self.rule
        if not rule.newest:
            return
        end = reader.last_sequence()
        for sequence, event in reader.events_since(max(self._seen, self._aged), until=end, types=[rule.type]):
            places = self._newest.setdefault(self._key(event), deque())
            places.append(sequence)
            if len(places) > rule.newest:
                yield places.popleft()
        self._seen = end

    def _forget(self, sequence: int, event: bytes) -> None:
        """What is too old takes no place among the newest."""
        key = self._key(event)
        places = self._newest.get(key)
        if places and places[0] == sequence:
            places.popleft()
            if not places:
                del self._newest[key]

    def _key(self, event: bytes) -> bytes:
        told = _events.decode(event)
        return msgspec.json.encode([told.account, *(_value(told.data.get(name)) for name in self.rule.by)])


def _value(raw: msgspec.Raw | None) -> Any:
    """However it is spelled. A field that was not declared when it was told may hold what cannot be decoded."""
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw)
    except msgspec.ValidationError:
        return str(bytes(raw), errors="replace")


def _erasing(rule: Retention, sequences: Sequence[int], at: datetime) -> Job[int]:
    def job(tx: Transaction) -> int:
        return tx.erase_events(sequences, f"retention of {rule}", at, ACTOR)

    return job
