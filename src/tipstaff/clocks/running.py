"""Setting clocks, calling them off, finding the one that is due first."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tipstaff.clocks.aside import ROWS, Unreadable, at_row, drop_unreadable, unreadable
from tipstaff.clocks.clock import CLOCKS, DUE, Clock
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.shelf import Shelf


def set_clock(draft: Draft, clock: Clock) -> Clock:
    """Let a clock run; one of the same id is set anew, also where it could not be read."""
    drop_unreadable(draft, clock.id)
    return draft.put(CLOCKS, clock)


def running(draft: Draft, clock_id: str) -> Clock | None:
    """The clock of this id; None where there is none that can be read."""
    return None if unreadable(draft.shelf, clock_id) is not None else draft.get(CLOCKS, clock_id)


def cancel(draft: Draft, clock_id: str, at: datetime) -> None:
    """Call a clock off, if it still runs; one that cannot be read goes."""
    if drop_unreadable(draft, clock_id):
        return
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


def first_set(shelf: Shelf) -> Clock | Unreadable | None:
    """The running clock that is due first, as far as it can be read; None when none runs."""
    for row, key in shelf.scan(ROWS, CLOCKS.index_prefix(DUE, ("set",))):
        found = at_row(shelf, row, key)
        if found is not None:
            return found
    return None
