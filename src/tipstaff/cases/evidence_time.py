"""The time of a request for evidence: from its delivery, standing still while somebody looks, cut short by nothing."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tipstaff.cases.records.evidence import EVIDENCE, EvidenceRequest
from tipstaff.clocks import Clock, set_clock
from tipstaff.ledgers.ledgers import Draft
from tipstaff.vocab.times.durations import add, parse_duration


def clock_of(asked: EvidenceRequest) -> str:
    """The id of its clock."""
    return f"evidence/{asked.id}"


def arrived(asked: EvidenceRequest, now: datetime) -> EvidenceRequest:
    """The request once it has reached the account, and when it is due."""
    due = add(now, parse_duration(asked.within)) if asked.within else None
    return msgspec.structs.replace(asked, delivered_at=now, due=due)


def due_again(asked: EvidenceRequest, now: datetime) -> datetime | None:
    """When it is due once what came does not suffice: what was left when it came is left now; None when nothing was."""
    if asked.due is None or asked.missed_at is not None:
        return None
    since = asked.submitted_at if asked.state == "submitted" and asked.submitted_at is not None else now
    return now + (asked.due - since) if since < asked.due else None


def running(draft: Draft, asked: EvidenceRequest) -> EvidenceRequest:
    """The request with its clock set, where it has a time."""
    if asked.due is not None:
        clock = Clock(
            clock_of(asked), "evidence", asked.due, "evidence.expire", {"id": asked.id}, asked.account, asked.clause,
            started_at=asked.delivered_at,
        )  # fmt: skip
        set_clock(draft, clock)
    return draft.put(EVIDENCE, msgspec.structs.replace(asked, state="delivered"))
