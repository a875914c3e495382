"""Cases: open, claim, decide, dismiss, reopen.

    open ──claim──▶ claimed ──decide──▶ decided ─┬─reopen──▶ reopened ──claim, decide, dismiss──▶ ...
      └──────────decide, dismiss──▶ closed ──────┘
    decided with an action that a second person has to approve: proposed, until they did

A case is named by its id, or by account and clause: then the one that somebody still has to decide is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from tipstaff.cases.commands.case_arguments import CaseDecide, CaseName, CaseOpen
from tipstaff.cases.commands.case_gates import (
    require_author,
    require_desk,
    require_grounds,
    require_reason,
    require_state,
)
from tipstaff.cases.commands.reports import inform
from tipstaff.cases.consequences import call_off
from tipstaff.cases.opening import Occasion, gather, live_case, opened
from tipstaff.cases.records.case import CASES, LIVE, Case, Determination, Ground
from tipstaff.cases.striking import strike
from tipstaff.enforce.actions import Proposal, begin, propose
from tipstaff.enforce.strikes import Violation
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.vocab.errors import (
    BadTransition,
    Conflict,
    Fault,
    Invalid,
    NotFound,
)


def open_case(draft: Draft, args: CaseOpen, context: CommandContext) -> dict[str, Any]:
    """Open a case on an account. What a decision opens joins the case that is open under the clause already."""
    if context.law.clauses and args.clause and context.law.clause(args.clause) is None:
        raise Invalid(
            "no such clause", faults=[Fault("clause", "a clause of the policies in force", f"`{args.clause}`")]
        )
    if args.severity is not None:
        _severity(args.severity)
    before = draft.get(CASES, args.id) if args.id else None
    if before is not None and not args.decision:
        raise Conflict(f"there is a case `{args.id}` already")
    occasion = Occasion(
        args.account, args.clause, args.category, args.version, args.severity, args.urgent, args.desk, args.decision,
        args.reason,
    )  # fmt: skip
    surroundings = (context.law, context.now, context.actor)
    make = gather if args.decision or not args.id else opened
    case = make(draft, occasion, args.id or context.new_id(), surroundings)
    case = _citing(draft, _seen(draft, case, args.grounds, case.severity), args.cites)
    if args.action:
        propose(draft, _proposal(case, args.action, args.reason), context.new_id(), context)
    return _told(case)


def claim(draft: Draft, args: CaseName, context: CommandContext) -> dict[str, Any]:
    """Take a case to work on. Nobody else's."""
    case = _meant(draft, args)
    require_state(case, "claimed")
    require_desk(draft, case, context)
    if case.state == "claimed" and case.claimed_by != context.actor:
        raise BadTransition(f"case `{case.id}` is with `{case.claimed_by}`")
    case = _seen(draft, case, args.grounds, args.severity)
    taken = msgspec.structs.replace(case, state="claimed", claimed_by=context.actor, claimed_at=context.now)
    return _told(draft.put(CASES, taken))


def decide(draft: Draft, args: CaseDecide, context: CommandContext) -> dict[str, Any]:
    """Determine that a breach took place, with the grounds, and what follows: the strike, and the action.

    Without an `outcome` this finds a violation. Where there was none, say `no-violation`, or close with `case.dismiss`.
    """
    case = _meant(draft, args)
    require_state(case, "decided")
    require_desk(draft, case, context)
    grounds = tuple(args.grounds) or case.grounds
    require_author(case, context)
    require_grounds(case, args, grounds, context)
    require_reason(args)
    made = Determination(args.outcome, context.actor, context.now, grounds, args.reason, args.action)
    decided = draft.put(
        CASES,
        msgspec.structs.replace(
            case,
            state="decided" if args.outcome == "violation" else "closed",
            severity=case.severity if args.severity is None else _severity(args.severity),
            determinations=(*case.determinations, made),
        ),
    )
    call_off(draft, decided, context)
    begun = _follow(draft, decided, args, context)
    inform(draft, decided, args.outcome, context)
    return _told(begun)


def _follow(draft: Draft, case: Case, args: CaseDecide, context: CommandContext) -> Case:
    """What a determination brings with it: the strike, and the action; the case waits for whoever must approve it."""
    if args.outcome == "violation":
        strike(draft, Violation(case.account, case.clause, case=case.id), context)
    if not args.action:
        return case
    action = begin(draft, _proposal(case, args.action, args.reason), context.new_id(), context)
    waits = action.state in ("proposed", "pending-approval")
    return draft.put(CASES, msgspec.structs.replace(case, state="proposed")) if waits else case


def _citing(draft: Draft, case: Case, cited: Sequence[str]) -> Case:
    """The case with the earlier ones that it rests on: a breach that was dismissed or warned of can still be named."""
    for name in cited:
        earlier = draft.get(CASES, name)
        if earlier is None or earlier.account != case.account:
            raise Invalid("no such case", faults=[Fault("cites", f"cases of `{case.account}`", f"`{name[:100]}`")])
    cites = tuple(dict.fromkeys((*case.cites, *cited)))
    return case if cites == case.cites else draft.put(CASES, msgspec.structs.replace(case, cites=cites))


def _proposal(case: Case, action: str, reason: str) -> Proposal:
    return Proposal(case.account, action, case=case.id, clause=case.clause, version=case.version, reason=reason)


def _seen(draft: Draft, case: Case, seen: Sequence[Ground], severity: int | None) -> Case:
    """The case with the grounds and the gravity that somebody sees in it."""
    grounds = tuple(dict.fromkeys((*case.grounds, *seen)))
    severity = case.severity if severity is None else _severity(severity)
    if (grounds, severity) == (case.grounds, case.severity):
        return case
    return draft.put(CASES, msgspec.structs.replace(case, grounds=grounds, severity=severity))


def dismiss(draft: Draft, args: CaseName, context: CommandContext) -> dict[str, Any]:
    """Close a case without a finding. What it rests on stays citable in a later one."""
    case = _meant(draft, args)
    require_state(case, "dismissed")
    require_desk(draft, case, context)
    require_author(case, context)
    case = _seen(draft, case, args.grounds, args.severity)
    made = Determination("dismissed", context.actor, context.now, reason=args.reason)
    closed = draft.put(
        CASES, msgspec.structs.replace(case, state="closed", determinations=(*case.determinations, made))
    )
    call_off(draft, closed, context)
    inform(draft, closed, "dismissed", context)
    return _told(closed)


def reopen(draft: Draft, args: CaseName, context: CommandContext) -> dict[str, Any]:
    """Look again at a case that was decided or closed: a new fact, an error, an appeal."""
    case = _meant(draft, args)
    if case.state in LIVE:
        raise BadTransition(f"case `{case.id}` is {case.state}")
    require_desk(draft, case, context)
    again = msgspec.structs.replace(
        _seen(draft, case, args.grounds, args.severity),
        state="reopened",
        claimed_by="",
        claimed_at=None,
        reason=args.reason or case.reason,
    )
    return _told(draft.put(CASES, again))


def _severity(given: int) -> int:
    if not 0 <= given <= 4:
        raise Invalid("no such severity", faults=[Fault("severity", "0 to 4", f"`{given}`")])
    return given


def _meant(draft: Draft, args: CaseName | CaseDecide) -> Case:
    if args.id:
        found = draft.get(CASES, args.id)
    elif args.account:
        found = live_case(draft, args.account, args.clause, None)
    else:
        raise Invalid("which case?", faults=[Fault("id", "the id of a case, or its account and clause", "neither")])
    if found is None:
        raise NotFound(f"no case `{args.id}`" if args.id else f"no open case of `{args.account}` under `{args.clause}`")
    return found


def _told(case: Case) -> dict[str, Any]:
    return {"id": case.id, "state": case.state, "case": plain(case)}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("case.open", CaseOpen, open_case, DESK),
    Command("case.claim", CaseName, claim, DESK),
    Command("case.decide", CaseDecide, decide, DESK),
    Command("case.dismiss", CaseName, dismiss, DESK),
    Command("case.reopen", CaseName, reopen, DESK),
)
