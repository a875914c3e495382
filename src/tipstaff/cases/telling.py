"""What an account is told of evidence: what is asked for, and what became of it."""

from __future__ import annotations

from tipstaff.cases.records.case import CASES, LIVE
from tipstaff.cases.records.evidence import EvidenceRequest
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.ledgers import Draft
from tipstaff.notices import Telling, notify


def ask_account(draft: Draft, asked: EvidenceRequest, sample: tuple[str, ...], context: CommandContext) -> None:
    """Tell an account what it is to prove, by when, and what follows otherwise; `sample` is whole on its way only."""
    telling = Telling(
        "evidence-request", asked.account, asked.clause, _version(draft, asked), asked.case, evidence=asked.id,
        about=asked.about, within=asked.within, otherwise=asked.then if asked.within else "", sample=sample,
    )  # fmt: skip
    notify(draft, telling, context.new_id(), context.now, context.law)


def tell_finding(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> None:
    """Tell an account that its proof was accepted or refused, and why; or that it is wanted no more.

    What was refused in time is wanted again by the time that is left. What is wanted no more because the case was
    determined says how. Of a request that never reached the account, nothing is said.
    """
    if asked.delivered_at is None:
        return
    refused = asked.state not in ("accepted", "withdrawn")
    in_time = asked.state == "delivered" and asked.due is not None
    telling = Telling(
        "evidence-refused" if refused else f"evidence-{asked.state}", asked.account, asked.clause,
        _version(draft, asked), asked.case, evidence=asked.id, about=asked.about, within=asked.within,
        otherwise=asked.then, until=asked.due if in_time else None, reason=asked.reason if refused else "",
        finding=_outcome(draft, asked) if asked.state == "withdrawn" else "", automated=not context.is_person,
    )  # fmt: skip
    notify(draft, telling, context.new_id(), context.now, context.law)


def _outcome(draft: Draft, asked: EvidenceRequest) -> str:
    """How its case was determined; "" while somebody still has to."""
    case = draft.get(CASES, asked.case)
    return case.outcome if case is not None and case.state not in LIVE else ""


def _version(draft: Draft, asked: EvidenceRequest) -> str:
    case = draft.get(CASES, asked.case)
    return case.version if case is not None else ""
