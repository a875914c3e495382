"""What follows when evidence does not come, or comes after all."""

from __future__ import annotations

import msgspec

from tipstaff.cases.opening import Occasion, raised_by
from tipstaff.cases.records.case import CASES, LIVE, Case, Determination
from tipstaff.cases.records.evidence import EvidenceRequest
from tipstaff.enforce.actions import Proposal, begin, end, propose, standing
from tipstaff.enforce.records.action import ACTIONS, OF_CASE, Action
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.ledgers import Draft
from tipstaff.notices import phrase
from tipstaff.vocab.enforcing import EvidenceTerms


def missed(draft: Draft, asked: EvidenceRequest, terms: EvidenceTerms | None, context: CommandContext) -> None:
    """Nothing sufficient came in time: the suspension, its proposal, or an urgent case of a lead's."""
    case = draft.get(CASES, asked.case)
    if case is None or terms is None:
        return
    if case.state == "awaiting":
        case = draft.put(CASES, msgspec.structs.replace(case, state="open"))
    if terms.then == "escalate":
        occasion = Occasion(asked.account, asked.clause, urgent=True, desk="lead")
        draft.put(CASES, raised_by(case, occasion))
        return
    proposal = _suspension(draft, asked, case, terms)
    if standing(draft, proposal) is None:
        carry_out = begin if terms.then == "suspend" else propose
        carry_out(draft, proposal, context.new_id(), context)


def satisfied(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> None:
    """Sufficient evidence came: what its absence brought is taken back, and a case that was about it alone ends."""
    for action in draft.by(ACTIONS, OF_CASE, asked.case):
        if action.source == "evidence" and action.clause == asked.clause:
            _take_back(draft, action, context)
    case = draft.get(CASES, asked.case)
    if case is None or case.state not in LIVE:
        return
    if not asked.opened or case.decisions or case.reports:
        back = "claimed" if case.claimed_by else "open"
        draft.put(CASES, msgspec.structs.replace(case, state=back))
        return
    made = Determination("no-violation", context.actor, context.now, reason=asked.reason)
    draft.put(CASES, msgspec.structs.replace(case, state="closed", determinations=(*case.determinations, made)))


def _suspension(draft: Draft, asked: EvidenceRequest, case: Case, terms: EvidenceTerms) -> Proposal:
    language = draft.account(asked.account).locale
    return Proposal(
        account=asked.account,
        kind="suspend",
        source="evidence",
        case=case.id,
        clause=asked.clause,
        version=case.version,
        reason=phrase(language, "no-evidence" if terms.refund else "no-evidence-no-refund", about=asked.about),
        refund=terms.refund,
    )


def _take_back(draft: Draft, action: Action, context: CommandContext) -> None:
    language = draft.account(action.account).locale
    if action.state == "active":
        end(draft, action, "lifted", phrase(language, "evidence-accepted"), context)
    elif action.state in ("proposed", "pending-approval"):
        end(draft, action, "refused", phrase(language, "evidence-accepted"), context)
