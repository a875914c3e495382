"""Telling an authority: the disclosure that two people's approval of `notify-authority` makes ready for export."""

from __future__ import annotations

from tipstaff.cases.records.case import CASES
from tipstaff.enforce.records.action import Action
from tipstaff.enforce.records.disclosure import DISCLOSURES, Disclosure
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.ledgers import Draft


def told(draft: Draft, action: Action, context: CommandContext) -> Disclosure:
    """The disclosure of an approved notification: to the authority that the policy names for such cases.

    It names the case and its decisions. Nothing of the content is in it.
    """
    case = draft.get(CASES, action.case) if action.case else None
    category = case.category if case is not None else ""
    authorities = context.law.enforcement_of(action.clause).authority
    return draft.put(
        DISCLOSURES,
        Disclosure(
            id=f"notify/{action.id}",
            account=action.account,
            authority=authorities.get(category) or authorities.get("other", "") or "competent authority",
            basis=action.reason or f"duty to report under {action.clause}",
            state="approved",
            scope=["account", "cases", "actions"],
            case=action.case,
            action=action.id,
            requested_by=action.proposed_by,
            requested_at=action.proposed_at,
            approvals=action.approvals,
        ),
    )
