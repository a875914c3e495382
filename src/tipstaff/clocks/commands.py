"""Clocks that stopped: retry, drop.

failed (its command was refused), broken off, or aside (it cannot be read)
    ──retry──▶ set, due at once      ──drop──▶ cancelled, and why; one that cannot be read goes
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.clocks.aside import Unreadable, aside, at_row, drop_unreadable, lay, put_back
from tipstaff.clocks.clock import CLOCKS, Clock
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK, LEADS
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.vocab.errors import BadTransition, Fault, Incomplete, NotFound


class ClockName(Struct, frozen=True):
    """Which clock."""

    id: str


class ClockDrop(Struct, frozen=True):
    """Which clock, and why what it was to do is not to be done any more, in words."""

    id: str
    reason: str = ""


def retry(draft: Draft, args: ClockName, context: CommandContext) -> dict[str, Any]:
    """Have a clock that stopped give its command now: its command was refused or broke off, or it could not be read and
    can be again.
    """
    key = CLOCKS.prefix((args.id,))
    clock = _found(draft, args.id)
    if isinstance(clock, Unreadable):
        hint = "start the release that wrote it, or drop it with `clock.drop`"
        raise BadTransition(
            f"clock `{args.id}` cannot be read still: {clock.error}", faults=[Fault("id", "", clock.error, hint)]
        )
    row = next((row for row, value in aside(draft.shelf) if value == key), None)
    if row is not None:
        lay(draft, put_back(row, key, clock))
    else:
        _require_stopped(clock)
        clock = draft.put(
            CLOCKS, msgspec.structs.replace(clock, state="set", due=context.now, ended_at=None, error="", tries=0)
        )
    return {"id": clock.id, "state": clock.state, "clock": plain(clock)}


def drop(draft: Draft, args: ClockDrop, context: CommandContext) -> dict[str, Any]:
    """Give up a clock that stopped: what it was to do is not done. Where it must be, give its command yourself."""
    if not any(sign.isalpha() for sign in args.reason):
        raise Incomplete("dropping a clock takes a reason in words", faults=[Fault("reason", "why", "nothing")])
    clock = _found(draft, args.id)
    if isinstance(clock, Unreadable):
        drop_unreadable(draft, args.id)
        return {"id": args.id, "state": "gone"}
    _require_stopped(clock)
    dropped = msgspec.structs.replace(clock, state="cancelled", ended_at=context.now, error=args.reason)
    return {"id": args.id, "state": draft.put(CLOCKS, dropped).state}


def _found(draft: Draft, clock_id: str) -> Clock | Unreadable:
    found = at_row(draft.shelf, b"", CLOCKS.prefix((clock_id,)))
    if found is None:
        raise NotFound(f"no clock `{clock_id[:100]}`; `tipstaff clocks` lists those that stopped")
    return found


def _require_stopped(clock: Clock) -> None:
    if clock.state == "failed" or (clock.state == "set" and clock.tries):
        return
    until = f" until {clock.due:%Y-%m-%d %H:%M}Z" if clock.state == "set" else ""
    raise BadTransition(f"clock `{clock.id}` did not stop: it is {clock.state}{until}")


COMMANDS: Final[tuple[Command, ...]] = (
    Command("clock.retry", ClockName, retry, DESK),
    Command("clock.drop", ClockDrop, drop, LEADS),
)
