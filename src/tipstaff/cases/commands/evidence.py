"""Evidence: ask for it, note that the request arrived, take in what comes, accept or refuse it, want it no more.

    requested ──deliver──▶ delivered ──submit──▶ submitted ──accept──▶ accepted
                            │   ▲                   ├─refuse, in time──▶ delivered: the rest of the time runs
                            │   └───────────────────┘
                            └─due──▶ overdue ──submit──▶ submitted ──refuse──▶ refused ──submit──▶ submitted ...
    withdraw, or the end of its case, before it is accepted ──▶ withdrawn

The time runs from the delivery, not from the request; an answer proves delivery. While somebody looks at what came it
stands still. When it is over, what the notice said follows, once; proof that is accepted later still lifts it.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from tipstaff.cases.commands.case_gates import require_desk, require_state
from tipstaff.cases.commands.evidence_arguments import EvidenceAsk, EvidenceName, EvidenceSubmit, files_of, sample_of
from tipstaff.cases.commands.evidence_gates import from_outside, judgeable, meant, of_ones_desk, require_files
from tipstaff.cases.consequences import answered, asked_again, awaiting, missed, settle, void
from tipstaff.cases.evidence_time import arrived, clock_of, due_again, running
from tipstaff.cases.opening import Occasion, gather
from tipstaff.cases.records.case import CASES, Case
from tipstaff.cases.records.evidence import EVIDENCE, PENDING, EvidenceRequest
from tipstaff.cases.telling import ask_account, tell_finding
from tipstaff.clocks import cancel
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.vocab.enforcing import EvidenceTerms
from tipstaff.vocab.errors import BadTransition, Conflict, Fault, Incomplete, Invalid, NotAllowed, NotFound
from tipstaff.vocab.masking import mask_sample, mask_within


def request(draft: Draft, args: EvidenceAsk, context: CommandContext) -> dict[str, Any]:
    """Ask an account for evidence: it is told, and a case waits for the answer."""
    if args.id and draft.get(EVIDENCE, args.id) is not None:
        raise Conflict(f"there is a request `{args.id}` already")
    if context.law.clauses and args.clause and context.law.clause(args.clause) is None:
        fault = Fault("clause", "a clause of the policies in force", f"`{args.clause[:100]}`")
        raise Invalid("no such clause", faults=[fault])
    if not args.about.strip():
        raise Incomplete("evidence of what?", faults=[Fault("about", "what is asked for, such as opt-in", "nothing")])
    sample = sample_of(args)
    name = args.id or context.new_id()
    case = awaiting(draft, _case(draft, args, name, context))
    clause = args.clause or case.clause
    terms = _terms(clause, context)
    made = EvidenceRequest(
        id=name,
        account=args.account,
        about=mask_within(args.about),
        clause=clause,
        sample=tuple(mask_sample(one) for one in sample),
        case=case.id,
        requested_at=context.now,
        requested_by=context.actor,
        within=str(terms.within) if terms is not None else "",
        then=terms.then if terms is not None else "escalate",
        refund=terms.refund if terms is not None else True,
    )
    ask_account(draft, made, sample, context)
    return _told(draft.put(EVIDENCE, made))


def deliver(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Note that a request has demonstrably reached the account. From now its time runs."""
    asked = meant(draft, args.id, frozenset({"requested", "withdrawn"}))
    if asked.state == "withdrawn":
        return _told(_too_late(draft, asked, context))
    return _told(running(draft, arrived(asked, context.now)))


def submit(draft: Draft, args: EvidenceSubmit, context: CommandContext) -> dict[str, Any]:
    """Take in evidence, late or not. Once it is complete the clock stands still until somebody has looked at it."""
    outside = from_outside(draft, args.id, context)
    asked = meant(draft, args.id, PENDING)
    files = (*asked.files, *files_of(args, len(asked.files)))
    taken = _taken_in(draft, msgspec.structs.replace(asked, files=files), context, complete=args.complete)
    return _told_outside(taken) if outside else _told(taken)


def accept(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Find what came sufficient: what followed from its absence is lifted, and the case that waited for it ends."""
    asked = judgeable(draft, args.id, context)
    require_files(asked)
    cancel(draft, clock_of(asked), context.now)
    done = draft.put(EVIDENCE, _judged(asked, "accepted", args.reason, context))
    settle(draft, done, "no-violation", context)
    return _told(done)


def refuse(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Find what came insufficient: what is left of its time runs on; when there is none, its consequence follows."""
    asked = judgeable(draft, args.id, context)
    require_files(asked)
    due = due_again(asked, context.now)
    if due is not None:
        again = _judged(asked, "delivered", args.reason, context)
        done = running(draft, msgspec.structs.replace(again, due=due))
        asked_again(draft, done)
    else:
        done = _run_out(draft, _judged(asked, "refused", args.reason, context), context)
    tell_finding(draft, done, context)
    return _told(done)


def withdraw(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Want it no more, as when it was asked for by mistake: its time stops, and what followed from it is taken back."""
    asked = of_ones_desk(draft, meant(draft, args.id, PENDING), context)
    done = void(draft, asked, mask_within(args.reason), context)
    settle(draft, done, "dismissed", context)
    return _told(done)


def expire(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Note that evidence did not come in time; what the policy says follows. Its clock does this."""
    if context.is_person:
        raise NotAllowed("a request runs out by itself")
    asked = draft.get(EVIDENCE, args.id)
    if asked is None:
        raise NotFound(f"no request for evidence `{args.id}`")
    if asked.state != "delivered" or asked.due is None or asked.due > context.now:
        return _told(asked)
    return _told(_run_out(draft, msgspec.structs.replace(asked, state="overdue"), context))


def _case(draft: Draft, args: EvidenceAsk, name: str, context: CommandContext) -> Case:
    """The case that waits: the one that is named, the live one under the clause, or a new one."""
    if args.case:
        case = draft.get(CASES, args.case)
        if case is None:
            raise NotFound(f"no case `{args.case}`")
        if case.account != args.account:
            fault = Fault("account", f"`{case.account}`", f"`{args.account[:100]}`")
            raise Invalid("not the account of the case", faults=[fault])
        require_state(case, "one for which evidence is asked for")
    else:
        occasion = Occasion(args.account, args.clause, reason=f"evidence: {mask_within(args.about)}", request=name)
        case = gather(draft, occasion, context.new_id(), (context.law, context.now, context.actor))
    require_desk(draft, case, context)
    return case


def _terms(clause: str, context: CommandContext) -> EvidenceTerms | None:
    """What the policy of a clause says: for the clause, or for all it does not name; None when it says nothing."""
    known = context.law.enforcement_of(clause).evidence
    return known.get(clause) or known.get("other")


def _too_late(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> EvidenceRequest:
    """What was withdrawn while it was on its way has arrived: the account is told that nobody asks any more."""
    if asked.delivered_at is not None:
        raise BadTransition(f"the request `{asked.id}` is withdrawn")
    there = draft.put(EVIDENCE, msgspec.structs.replace(asked, delivered_at=context.now))
    tell_finding(draft, there, context)
    return there


def _run_out(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> EvidenceRequest:
    """Nothing sufficient came: what follows does, once. What a person has taken back since stays as they left it."""
    cancel(draft, clock_of(asked), context.now)
    if asked.missed_at is not None:
        return draft.put(EVIDENCE, asked)
    late = draft.put(EVIDENCE, msgspec.structs.replace(asked, missed_at=context.now))
    missed(draft, late, context)
    return late


def _taken_in(draft: Draft, asked: EvidenceRequest, context: CommandContext, *, complete: bool) -> EvidenceRequest:
    """The request with what came: it proves that the request arrived, and complete it stops the clock."""
    if asked.state == "submitted":
        return draft.put(EVIDENCE, asked)
    reached = asked if asked.state != "requested" else arrived(asked, context.now)
    held = msgspec.structs.replace(reached, complete=complete)
    if not complete:
        return running(draft, held) if asked.state == "requested" else draft.put(EVIDENCE, held)
    cancel(draft, clock_of(asked), context.now)
    whole = draft.put(EVIDENCE, msgspec.structs.replace(held, state="submitted", submitted_at=context.now))
    answered(draft, whole)
    return whole


def _judged(asked: EvidenceRequest, state: Any, reason: str, context: CommandContext) -> EvidenceRequest:
    return msgspec.structs.replace(
        asked,
        state=state,
        judged_at=context.now,
        judged_by=context.actor,
        reason=mask_within(reason),
        complete=state == "accepted",
    )


def _told(asked: EvidenceRequest) -> dict[str, Any]:
    return {"id": asked.id, "state": asked.state, "case": asked.case, "due": asked.due, "evidence": plain(asked)}


def _told_outside(asked: EvidenceRequest) -> dict[str, Any]:
    """The same for an account: who of the desk asked and judged is none of its business."""
    told = _told(asked)
    kept = {name: value for name, value in told["evidence"].items() if name not in ("requested_by", "judged_by")}
    return {**told, "evidence": kept}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("evidence.request", EvidenceAsk, request, DESK),
    Command("evidence.deliver", EvidenceName, deliver, DESK),
    Command("evidence.submit", EvidenceSubmit, submit, DESK | {"customer"}),
    Command("evidence.accept", EvidenceName, accept, DESK),
    Command("evidence.refuse", EvidenceName, refuse, DESK),
    Command("evidence.withdraw", EvidenceName, withdraw, DESK),
    Command("evidence.expire", EvidenceName, expire, DESK),
)
