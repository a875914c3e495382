"""Licences that have to report: each report lets a clock run anew, and one that runs out opens a case.

A report under the licence is what stops the case; a licence that has ended by then owes no report. The rule that reads
the reports says how long silence may last, and under which clause somebody looks; what the policy's `reporting` says
lets the time of a volume licence run from when it is put or begins, so that one that never reports is missed too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from tipstaff.cases.opening import Occasion, gather
from tipstaff.clocks import Clock, cancel, running, set_clock
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.licences import LICENCES, Licence
from tipstaff.ledgers.shelf import Change
from tipstaff.vocab.enforcing import Law
from tipstaff.vocab.errors import Fault, Invalid, NotAllowed, NotFound
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
    if context.law.clauses and context.law.clause(args.clause) is None:
        fault = Fault("clause", "a clause of the policies in force", f"`{args.clause[:100]}`")
        raise Invalid("no such clause", faults=[fault])
    due = add(context.now, parse_duration(args.within))
    _expect(draft, found, args.clause, (context.now, due))
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


def follow_licences(draft: Draft, changes: Iterable[Change], law: Law, now: datetime) -> None:
    """Expect the first report of volume licences that were put, and of those that were renewed after their time.

    A put is no report: a clock that runs for the same account keeps its time, unless the licence begins after it.
    """
    terms = [one for policy in law.policies.values() for one in policy.enforcement.reporting.items()]
    for change in changes if terms else ():
        if change.kind != LICENCES.name or change.value is None:
            continue
        licence = LICENCES.decode(change.value)
        begins = max(now, licence.from_ or now)
        if licence.kind == "volume" and licence.in_force(begins):
            for clause, within in terms:
                _expect_first(draft, licence, clause, (begins, add(begins, within)))


def _expect_first(draft: Draft, licence: Licence, clause: str, times: tuple[datetime, datetime]) -> None:
    set_now = running(draft, _name(licence.id, clause)) or running(draft, _earlier_name(licence.id))
    waits = set_now is not None and set_now.state == "set" and set_now.due > times[0]
    if set_now is None or not waits or set_now.account != licence.account or set_now.clause != clause:
        _expect(draft, licence, clause, times)


def _expect(draft: Draft, licence: Licence, clause: str, times: tuple[datetime, datetime]) -> None:
    """Let the time of a clause run, from one moment to the other."""
    start, due = times
    earlier = running(draft, _earlier_name(licence.id))
    if earlier is not None and earlier.clause == clause:
        cancel(draft, earlier.id, start)
    told = {"account": licence.account, "licence": licence.id, "clause": clause}
    name = _name(licence.id, clause)
    set_clock(draft, Clock(name, "silence", due, "silence.expire", told, licence.account, clause, started_at=start))


def _name(licence: str, clause: str) -> str:
    return f"silence/{licence}/{clause}"


def _earlier_name(licence: str) -> str:
    """Of clocks that were set when a licence had one for all clauses."""
    return f"silence/{licence}"


COMMANDS: Final[tuple[Command, ...]] = (
    Command("silence.watch", SilenceWatch, watch, DESK),
    Command("silence.expire", SilenceExpire, expire, DESK),
)
