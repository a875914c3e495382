"""Strikes: issue, void. (A case that ends in a violation issues one by itself.)"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from tipstaff.cases.striking import strike
from tipstaff.enforce.ladder import look_again
from tipstaff.enforce.records.strike import STRIKES, Strike
from tipstaff.enforce.strikes import Violation, points_of, void
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import LEADS
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.vocab.errors import BadTransition, Fault, Invalid, NotFound


class StrikeIssue(Struct, frozen=True):
    """On whom, under which clause, how many points."""

    account: str
    clause: str
    points: float = 1.0
    case: str = ""
    category: str = ""
    decision: str = ""


class StrikeVoid(Struct, frozen=True):
    """Which strike, and why it should not have been."""

    account: str
    id: str
    reason: str


def issue(draft: Draft, args: StrikeIssue, context: CommandContext) -> dict[str, Any]:
    """Leave a strike on an account, its share on those above it. A case leaves as many points as its gravest sign."""
    if not 0 < args.points <= 100:
        raise Invalid("no such points", faults=[Fault("points", "more than 0 and at most 100", f"`{args.points}`")])
    violation = Violation(args.account, args.clause, args.points, args.case, args.decision)
    issued, begun = strike(draft, violation, context)
    return {
        "strikes": [plain(one) for one in issued],
        "actions": [action.id for action in begun],
        "points": points_of(draft, args.account, context.now),
    }


def take_back(draft: Draft, args: StrikeVoid, context: CommandContext) -> dict[str, Any]:
    """Void a strike, here and above: it stays on record and counts no more. Steps that rested on it are marked."""
    found = draft.get(STRIKES, args.account, args.id)
    if found is None:
        raise NotFound(f"no strike `{args.id}` on `{args.account}`")
    if found.voided_at is not None:
        raise BadTransition(f"strike `{args.id}` was voided before")
    voided = void(draft, found, args.reason, context)
    marked = [action.id for one in voided for action in _marked(draft, one, context)]
    return {"voided": [one.id for one in voided], "reevaluate": marked}


def _marked(draft: Draft, one: Strike, context: CommandContext) -> list[Any]:
    return list(look_again(draft, one.account, context.law.enforcement_of(one.clause), context))


COMMANDS: Final[tuple[Command, ...]] = (
    Command("strike.issue", StrikeIssue, issue, LEADS),
    Command("strike.void", StrikeVoid, take_back, LEADS),
)
