"""Whether what a decision would set going is there already, so that more of the same need not be carried out.

These look-ups stand in the path of every denial that joins an open case: they ask for little, and leave the rest to the
commands, which would come to the same end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tipstaff.cases.opening import Occasion, raised_by
from tipstaff.cases.records.case import Case
from tipstaff.enforce.actions import Proposal, standing
from tipstaff.ledgers import Ledgers

APPLY: Final = "action.apply"


def settled(ledgers: Ledgers, do: str, args: Mapping[str, Any], case: Case) -> bool:
    """Whether a remedy has nothing left to do in a case that is open.

    Args:
        do, args: the effect, as the decision has it.
    """
    return stands(ledgers, args, case) if do == APPLY else joins(do, args, case)


def joins(do: str, args: Mapping[str, Any], case: Case) -> bool:
    """The same of a case or a strike, which the case itself can tell."""
    if do == "strike.issue":
        return case.points >= float(args.get("points", 1))
    occasion = Occasion(
        case.account, severity=args.get("severity"), urgent=args.get("urgent") is True, desk=args.get("desk", "analyst")
    )
    return raised_by(case, occasion) is case


def stands(ledgers: Ledgers, args: Mapping[str, Any], case: Case) -> bool:
    """The same of an action."""
    subject = str(args.get("object", ""))
    scope = str(args.get("subject", "account")) if subject else "account"
    proposal = Proposal(case.account, str(args.get("kind", "")), scope, subject, clause=case.clause)
    return standing(ledgers, proposal) is not None
