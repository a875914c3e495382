"""Licences that have to report: each report lets a clock run anew, and one that runs out opens a case.

A report under the licence is what stops the case; a licence that has ended by then owes no report. The rule that reads
the reports says how long silence may last, and under which clause somebody looks.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from tipstaff.cases.opening import Occasion, gather
from tipstaff.clocks import Clock, set_clock
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.licences import LICENCES
from tipstaff.vocab.errors import NotAllowed, NotFound
from tipstaff.vocab.times.durations import add, parse_duration


class SilenceWatch(Struct, frozen=True):
    """A report under `licence` came now; the next is due `within` (a duration), or a case opens under `clause`."""

    account: str
    licence: str
    clause: str
    within: str


class SilenceExpire(Struct, frozen=True):
    """No report came in time."""

    account: str
    licence: str
    clause: str


def watch(draft: Draft, args: SilenceWatch, context: CommandContext) -> dict[str, Any]:
    """Expect the next report of a licence in time. The rule that reads the reports does this."""
    found = draft.get(LICENCES, args.licence)
    if found is None or found.account != args.account:
        raise NotFound(f"account `{args.account}` has no licence `{args.licence}`")
    due = add(context.now, parse_duration(args.within))
    told = {"account": args.account, "licence": args.licence, "clause": args.clause}
    name = f"silence/{args.licence}"
    set_clock(
        draft,
        Clock(name, "silence", due, "silence.expire", told, args.account, args.clause, started_at=context.now),
    )
    return {"licence": args.licence, "due": due}


def expire(draft: Draft, args: SilenceExpire, context: CommandContext) -> dict[str, Any]:
    """Open a case on a licence in force that has stopped reporting. Its clock does this."""
    if context.is_person:
        raise NotAllowed("silence is noted by its clock; to look at an account, open a case")
    found = draft.get(LICENCES, args.licence)
    if found is None or found.account != args.account or not found.in_force(context.now):
        return {"licence": args.licence, "case": None}
    occasion = Occasion(args.account, args.clause, reason=f"no report under the licence {args.licence}")
    case = gather(draft, occasion, context.new_id(), (context.law, context.now, context.actor))
    return {"licence": args.licence, "case": case.id}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("silence.watch", SilenceWatch, watch, DESK),
    Command("silence.expire", SilenceExpire, expire, DESK),
)
