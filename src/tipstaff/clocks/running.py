"""Setting clocks, calling them off, finding the one that is due first."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tipstaff.clocks.clock import CLOCKS, DUE, Clock
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.shelf import Shelf


def set_clock(draft: Draft, clock: Clock) -> Clock:
    """Let a clock run; one of the same id is set anew."""
    return draft.put(CLOCKS, clock)


def cancel(draft: Draft, clock_id: str, at: datetime) -> None:
    """Call a clock off, if it still runs."""
    found = draft.get(CLOCKS, clock_id)
    if found is not None and found.state == "set":
        draft.put(CLOCKS, msgspec.structs.replace(found, state="cancelled", ended_at=at))


def fired(draft: Draft, clock: Clock, at: datetime, error: str = "") -> Clock:
    """Note that a clock has given its command; with an error, that the command was refused."""
    state = "failed" if error else "fired"
    return draft.put(CLOCKS, msgspec.structs.replace(clock, state=state, ended_at=at, error=error))


def put_off(draft: Draft, clock: Clock, until: datetime, error: str) -> Clock:
    """Let a clock whose command broke off run on until it gives it again."""
    later = msgspec.structs.replace(clock, due=until, error=error, tries=clock.tries + 1)
    return draft.put(CLOCKS, later)


def first_set(shelf: Shelf) -> Clock | None:
    """The running clock that is due first; None when none runs."""
    index = shelf.scan(CLOCKS.index_kind(DUE), CLOCKS.index_prefix(DUE, ("set",)))
    for _, key in index:
        value = shelf.entry(CLOCKS.name, key)
        if value is not None:
            return CLOCKS.decode(value)
    return None
