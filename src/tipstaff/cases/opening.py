"""One open case per account, clause and category: found again, raised, or opened."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct

from tipstaff.cases.records.case import CASES, LIVE_OF, Case, Desk
from tipstaff.ledgers import Draft, Ledgers
from tipstaff.vocab.enforcing import Law


class Occasion(Struct, frozen=True):
    """Why there should be a case: what a decision, a report or a person says of it; or which request for evidence."""

    account: str
    clause: str = ""
    category: str = ""
    version: str = ""
    severity: int | None = None
    urgent: bool = False
    desk: Desk = "analyst"
    decision: str = ""
    reason: str = ""
    request: str = ""


def live_case(ledgers: Ledgers, account: str, clause: str, category: str | None = "") -> Case | None:
    """The case to which more of the same belongs: the oldest that somebody still has to decide.

    Args:
        category: None for any.
    """
    parts = (account, "live", clause) if category is None else (account, "live", clause, category)
    found = ledgers.by(CASES, LIVE_OF, *parts)
    return min(found, key=lambda case: (case.opened_at is None, case.opened_at, case.id), default=None)


def gather(draft: Draft, occasion: Occasion, new_id: str, context: tuple[Law, datetime, str]) -> Case:
    """The case of an occasion: the live one, raised where the occasion is graver, or a new one.

    Args:
        context: the law in force, the moment, and who opens.
    """
    found = live_case(draft, occasion.account, occasion.clause, occasion.category)
    if found is None:
        return opened(draft, occasion, new_id, context)
    raised = raised_by(found, occasion)
    return found if raised == found else draft.put(CASES, raised)


def opened(draft: Draft, occasion: Occasion, new_id: str, context: tuple[Law, datetime, str]) -> Case:
    """A new case, whatever others there are."""
    law, now, actor = context
    clause = law.clause(occasion.clause, occasion.version)
    policy = law.policies.get(clause.policy) if clause is not None else None
    severity = occasion.severity if occasion.severity is not None else clause.severity if clause is not None else 2
    return draft.put(
        CASES,
        Case(
            id=new_id,
            account=occasion.account,
            clause=occasion.clause,
            category=occasion.category,
            policy=clause.policy if clause is not None else "",
            version=occasion.version or (policy.version_at(now) if policy is not None else ""),
            severity=severity,
            urgent=occasion.urgent,
            desk=occasion.desk,
            opened_at=now,
            opened_by=actor,
            known_at=now,
            reason=occasion.reason,
            request=occasion.request,
            decisions=(occasion.decision,) if occasion.decision else (),
        ),
    )


def raised_by(case: Case, occasion: Occasion) -> Case:
    """The case as grave and as urgent as the occasion at least, and at the desk that this takes.

    What was opened for a request for evidence alone is so no longer: it does not end with the request.
    """
    graver = occasion.severity is not None and occasion.severity > case.severity
    stricter = occasion.desk != "analyst" and case.desk == "analyst"
    more_urgent = occasion.urgent and not case.urgent
    joined = bool(case.request) and not occasion.request
    if not (graver or stricter or more_urgent or joined):
        return case
    return msgspec.structs.replace(
        case,
        severity=occasion.severity if graver and occasion.severity is not None else case.severity,
        urgent=case.urgent or occasion.urgent,
        desk=occasion.desk if stricter else case.desk,
        decisions=(*case.decisions, occasion.decision) if occasion.decision else case.decisions,
        request="" if joined else case.request,
    )
