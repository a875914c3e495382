"""A violation leaves its strike on the account and, in part, on those above it; each may climb its own ladder.

What counts on an account above has a case there too, under the clause by which it answers for those below.
"""

from __future__ import annotations

import msgspec

from tipstaff.cases.opening import Occasion, gather
from tipstaff.cases.records.case import CASES
from tipstaff.enforce.ladder import climb
from tipstaff.enforce.records.action import Action
from tipstaff.enforce.records.strike import STRIKES, Strike
from tipstaff.enforce.strikes import Violation, above, issue
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.ledgers import Draft


def strike(draft: Draft, violation: Violation, context: CommandContext) -> tuple[list[Strike], list[Action]]:
    """Issue the strikes of a violation. A case leaves as many points on its account as its gravest sign, not their sum.

    Returns:
        The strikes, that of the account first, and the actions that were begun because of them.
    """
    case = draft.get(CASES, violation.case) if violation.case else None
    if case is not None:
        points = violation.points - case.points
        if points <= 0:
            return [], []
        draft.put(CASES, msgspec.structs.replace(case, points=violation.points))
        violation = msgspec.structs.replace(violation, points=points)
    terms = context.law.enforcement_of(violation.clause)
    issued = [issue(draft, violation, context)]
    begun = [climb(draft, issued[0], terms, context)]
    for share in above(draft, issued[0], context):
        higher_case = gather(
            draft,
            Occasion(share.account, share.clause, decision=violation.decision, reason=f"by way of {violation.account}"),
            context.new_id(),
            (context.law, context.now, context.actor),
        )
        higher = draft.put(STRIKES, msgspec.structs.replace(share, case=higher_case.id))
        issued.append(higher)
        begun.append(climb(draft, higher, terms, context))
    return issued, [action for action in begun if action is not None]
