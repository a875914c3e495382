"""Clocks that stopped and wait for somebody: refused, breaking off, or not to be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from msgspec import Struct

from tipstaff.clocks import CLOCKS, Clock, Unreadable
from tipstaff.clocks.aside import ROWS, aside, at_row
from tipstaff.clocks.clock import DUE
from tipstaff.ledgers.shelf import Shelf
from tipstaff.vocab.masking import mask_within

MOST: Final = 500
_PUT_OFF: Final = timedelta(hours=1)


class StoppedClock(Struct, frozen=True):
    """One clock. `state` is `failed` (its command was refused), `broken` (it breaks off and is tried again at `due`) or
    `unreadable`; of the last no more is known than `id` and `due`.
    """

    id: str
    state: str
    due: datetime
    error: str
    do: str = ""
    account: str = ""
    clause: str = ""
    tries: int = 0


def stopped(shelf: Shelf, now: datetime) -> list[StoppedClock]:
    """All of them, `MOST` at most: those that cannot be read first, then refused ones, then those that break off."""
    return list(islice(_each(shelf, now), MOST))


def _each(shelf: Shelf, now: datetime) -> Iterator[StoppedClock]:
    for row, key in aside(shelf):
        found = at_row(shelf, row, key)
        if isinstance(found, Unreadable):
            yield StoppedClock(found.id, "unreadable", found.due, found.error)
        elif found is not None:
            yield _shown(found, "unreadable")
    for row, key in shelf.scan(ROWS, CLOCKS.index_prefix(DUE, ("failed",))):
        found = at_row(shelf, row, key)
        if isinstance(found, Clock):
            yield _shown(found, "failed")
    yield from _broken(shelf, now)


def _broken(shelf: Shelf, now: datetime) -> Iterator[StoppedClock]:
    """What broke off is due again within the hour, so no clock beyond is looked at."""
    for row, key in shelf.scan(ROWS, CLOCKS.index_prefix(DUE, ("set",))):
        found = at_row(shelf, row, key)
        if found is not None and found.due > now + _PUT_OFF:
            return
        if isinstance(found, Clock) and found.tries:
            yield _shown(found, "broken")


def _shown(clock: Clock, state: str) -> StoppedClock:
    error = mask_within(clock.error)
    return StoppedClock(clock.id, state, clock.due, error, clock.do, clock.account, clock.clause, clock.tries)
