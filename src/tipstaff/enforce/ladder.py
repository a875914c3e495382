"""The ladder: which step so many points lead to, and what a strike sets going when it crosses one."""

from __future__ import annotations

import msgspec

from tipstaff.enforce.actions import Proposal, begin, live_actions, standing
from tipstaff.enforce.records.action import ACTIONS, Action
from tipstaff.enforce.records.strike import Strike
from tipstaff.enforce.strikes import points_of
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.ledgers import Draft
from tipstaff.vocab.enforcing import Enforcement, Step
from tipstaff.vocab.times.durations import add


def step_at(terms: Enforcement, points: float) -> Step | None:
    """The highest step that so many points reach."""
    return max((step for step in terms.ladder if step.points <= points), key=lambda step: step.points, default=None)


def climb(draft: Draft, strike: Strike, terms: Enforcement, context: CommandContext) -> Action | None:
    """The action of the step that this strike crossed, begun; None when it crossed none."""
    now = points_of(draft, strike.account, context.now)
    step = step_at(terms, now)
    if step is None or step.points <= now - strike.points:
        return None
    proposal = Proposal(
        account=strike.account,
        kind=step.action,
        source="ladder",
        case=strike.case,
        clause=strike.clause,
        until=add(context.now, step.length) if step.length is not None else None,
        decision=strike.decision,
    )
    return standing(draft, proposal) or begin(draft, proposal, context.new_id(), context)


def look_again(draft: Draft, account: str, terms: Enforcement, context: CommandContext) -> list[Action]:
    """Mark the actions of the ladder that an account's points no longer carry: a person should look at them again."""
    step = step_at(terms, points_of(draft, account, context.now))
    reached = {one.action for one in terms.ladder if step is not None and one.points <= step.points}
    return [
        draft.put(ACTIONS, msgspec.structs.replace(action, reevaluate=True))
        for action in live_actions(draft, account)
        if action.source == "ladder" and action.kind not in reached and not action.reevaluate
    ]
