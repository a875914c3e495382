"""Strikes: issued on an account and, in part, on those above it; voided with everything that rests on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import Struct

from tipstaff.enforce.records.strike import BY_ORIGIN, STRIKES, Strike
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.functions.account import ancestors
from tipstaff.ledgers.ledgers import Draft, Ledgers
from tipstaff.vocab.times.durations import add


class Violation(Struct, frozen=True):
    """What a strike is for."""

    account: str
    clause: str
    points: float = 1.0
    case: str = ""
    decision: str = ""


def points_of(ledgers: Ledgers, account: str, at: datetime) -> float:
    """The points that count on an account at a time."""
    return sum(strike.points for strike in ledgers.group(STRIKES, account) if strike.counts(at))


def issue(draft: Draft, violation: Violation, context: CommandContext) -> Strike:
    """Put a strike on an account."""
    decay = context.law.enforcement_of(violation.clause).decay
    return draft.put(
        STRIKES,
        Strike(
            id=context.new_id(),
            account=violation.account,
            points=violation.points,
            issued_at=context.now,
            clause=violation.clause,
            case=violation.case,
            issued_by=context.actor,
            decision=violation.decision,
            expires_at=add(context.now, decay) if decay is not None else None,
        ),
    )


def above(draft: Draft, strike: Strike, context: CommandContext) -> Iterator[Strike]:
    """What of a strike counts on the accounts above, nearest first; as the policy shares it. Nothing is written."""
    terms = context.law.enforcement_of(strike.clause)
    points = strike.points
    for account in ancestors(draft, draft.account(strike.account)):
        points *= terms.parent_share
        if points <= 0:
            return
        yield msgspec.structs.replace(
            strike,
            id=context.new_id(),
            account=account.id,
            points=points,
            clause=terms.parent_clause or strike.clause,
            case="",
            origin=strike.id,
            origin_account=strike.account,
        )


def void(draft: Draft, strike: Strike, reason: str, context: CommandContext) -> list[Strike]:
    """Void a strike and what of it counts elsewhere; gives all that was voided."""
    all_of_it = [strike, *draft.by(STRIKES, BY_ORIGIN, strike.id)]
    return [
        draft.put(
            STRIKES,
            msgspec.structs.replace(
                one, voided_at=context.now, voided_by=context.actor, voided_reason=reason or strike.voided_reason
            ),
        )
        for one in all_of_it
        if one.voided_at is None
    ]
