"""What becomes of a case, and of the account, when evidence does not come, comes after all, or is wanted no more."""

from __future__ import annotations

import msgspec

from tipstaff.cases.evidence_time import clock_of
from tipstaff.cases.opening import Occasion, raised_by
from tipstaff.cases.records.case import CASES, LIVE, Case, Determination, Outcome
from tipstaff.cases.records.evidence import EVIDENCE, OF_CASE, PENDING, RUNNING, EvidenceRequest
from tipstaff.cases.telling import tell_finding
from tipstaff.clocks import cancel
from tipstaff.enforce.actions import Proposal, begin, end, propose, standing
from tipstaff.enforce.records.action import ACTIONS, Action
from tipstaff.enforce.records.action import OF_CASE as ACTIONS_OF_CASE
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.ledgers import Draft
from tipstaff.notices import phrase


def awaiting(draft: Draft, case: Case) -> Case:
    """The case waits for evidence; what already waits for it, or for an approval, goes on as it is."""
    if case.state in ("awaiting", "proposed"):
        return case
    return draft.put(CASES, msgspec.structs.replace(case, state="awaiting", resumes=case.state))


def answered(draft: Draft, asked: EvidenceRequest) -> None:
    """All has come that was asked for: the case is somebody's to look at again."""
    case = draft.get(CASES, asked.case)
    if case is not None and case.state in LIVE:
        _resumed(draft, asked, case)


def asked_again(draft: Draft, asked: EvidenceRequest) -> None:
    """What came does not suffice, and there is time left: the case waits once more."""
    case = draft.get(CASES, asked.case)
    if case is not None and case.state in LIVE:
        awaiting(draft, case)


def missed(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> None:
    """Nothing sufficient came in time: the suspension, its proposal, or an urgent case of a lead's.

    Nothing follows once the case is over.
    """
    case = draft.get(CASES, asked.case)
    if case is None or case.state not in LIVE:
        return
    case = _resumed(draft, asked, case)
    if not asked.within:
        return
    if asked.then == "escalate":
        occasion = Occasion(asked.account, asked.clause, urgent=True, desk="lead", request=asked.id)
        draft.put(CASES, raised_by(case, occasion))
        return
    proposal = _suspension(draft, asked, case)
    there = standing(draft, proposal)
    if there is None or not there.evidence or there.case != case.id:
        carry_out = begin if asked.then == "suspend" else propose
        carry_out(draft, proposal, context.new_id(), context)


def settle(draft: Draft, asked: EvidenceRequest, outcome: Outcome, context: CommandContext) -> None:
    """It was accepted or withdrawn: what its absence brought is taken back, and a case that was about it alone ends.

    The account is told; where a restriction ends, the notice of its end says it.
    """
    if not _take_back(draft, asked, context):
        tell_finding(draft, asked, context)
    case = draft.get(CASES, asked.case)
    if case is None or case.state not in LIVE:
        return
    case = _resumed(draft, asked, case)
    if not _ends_with(draft, asked, case) or not _may_end(case, context):
        return
    made = Determination(outcome, context.actor, context.now, reason=asked.reason)
    draft.put(CASES, msgspec.structs.replace(case, state="closed", determinations=(*case.determinations, made)))


def call_off(draft: Draft, case: Case, context: CommandContext) -> None:
    """Somebody has determined the case: what was still asked for is wanted no more.

    Where no violation was found, all that the absence of evidence brought is taken back too: no other request inherits.
    """
    asked_for = [one for one in draft.by(EVIDENCE, OF_CASE, case.id) if one.state in PENDING]
    withdrawn = [void(draft, asked, "", context) for asked in asked_for]
    heard = set()
    if case.outcome != "violation":
        for action in draft.by(ACTIONS, ACTIONS_OF_CASE, case.id):
            if action.evidence and action.live == "live" and _end(draft, action, "evidence-withdrawn", context):
                heard.add(action.evidence)
    for asked in withdrawn:
        if asked.id not in heard:
            tell_finding(draft, asked, context)


def void(draft: Draft, asked: EvidenceRequest, reason: str, context: CommandContext) -> EvidenceRequest:
    """The request is wanted no more, and its time does not run."""
    cancel(draft, clock_of(asked), context.now)
    return draft.put(
        EVIDENCE,
        msgspec.structs.replace(
            asked, state="withdrawn", judged_at=context.now, judged_by=context.actor, reason=reason or asked.reason
        ),
    )


def _resumed(draft: Draft, asked: EvidenceRequest, case: Case) -> Case:
    """The case as it was before it waited, unless it waits for more."""
    if case.state != "awaiting" or any(one.state in RUNNING for one in _others(draft, asked)):
        return case
    return draft.put(CASES, msgspec.structs.replace(case, state=case.resumes))


def _ends_with(draft: Draft, asked: EvidenceRequest, case: Case) -> bool:
    """Whether the case was about evidence alone, and no more is to come."""
    seen = case.decisions or case.reports or case.self_reports or case.grounds or case.points
    if not case.request or seen or case.state == "proposed":
        return False
    if any(one.state in PENDING for one in _others(draft, asked)):
        return False
    return not any(one.live == "live" for one in draft.by(ACTIONS, ACTIONS_OF_CASE, case.id))


def _may_end(case: Case, context: CommandContext) -> bool:
    """Where a person decides, no key's word ends a case."""
    return context.is_person or not context.law.enforcement_of(case.clause).person_decides


def _others(draft: Draft, asked: EvidenceRequest) -> tuple[EvidenceRequest, ...]:
    return tuple(one for one in draft.by(EVIDENCE, OF_CASE, asked.case) if one.id != asked.id)


def _suspension(draft: Draft, asked: EvidenceRequest, case: Case) -> Proposal:
    language = draft.account(asked.account).locale
    return Proposal(
        account=asked.account,
        kind="suspend",
        source="evidence",
        case=case.id,
        clause=asked.clause,
        version=case.version,
        reason=phrase(language, "no-evidence" if asked.refund else "no-evidence-no-refund", about=asked.about),
        refund=asked.refund,
        evidence=asked.id,
    )


def _take_back(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> bool:
    """Lift what followed from this request; where another is still owed under the same clause, it stands for that.

    Gives whether the account heard of it.
    """
    why = "evidence-accepted" if asked.state == "accepted" else "evidence-withdrawn"
    followed = [one for one in draft.by(ACTIONS, ACTIONS_OF_CASE, asked.case) if one.evidence == asked.id]
    heard = False
    for action in (one for one in followed if one.live == "live"):
        heir = next((one for one in _others(draft, asked) if _stands_for(action, one)), None)
        if heir is not None:
            draft.put(ACTIONS, msgspec.structs.replace(action, evidence=heir.id))
        else:
            heard |= _end(draft, action, why, context)
    return heard


def _stands_for(action: Action, asked: EvidenceRequest) -> bool:
    """Whether an action would have followed from this request too, had it not been there: it ran out meanwhile.

    What followed from a request that ran out before the action began was an action of its own, and has ended.
    """
    if not asked.owed or asked.clause != action.clause or not asked.within or asked.then == "escalate":
        return False
    return asked.missed_at is not None and action.proposed_at is not None and asked.missed_at >= action.proposed_at


def _end(draft: Draft, action: Action, why: str, context: CommandContext) -> bool:
    """Lift an action, or take it off the table; gives whether the account hears of it, as of all that was in force."""
    in_force = action.state == "active"
    words = phrase(draft.account(action.account).locale, why)
    end(draft, action, "lifted" if in_force else "refused", words, context)
    return in_force
