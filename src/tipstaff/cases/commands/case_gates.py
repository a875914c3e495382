"""Who may do what with a case, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tipstaff.cases.commands.case_arguments import CaseDecide
from tipstaff.cases.records.case import LIVE, Case, Ground
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.commands.rights import acting_person
from tipstaff.ledgers.ledgers import Draft
from tipstaff.vocab.errors import BadTransition, ConflictOfInterest, Fault, Incomplete, NotAllowed

_ABOVE: Final = frozenset({"lead", "legal"})


def require_state(case: Case, wanted: str) -> None:
    """Only what somebody still has to decide can be taken, decided or dismissed."""
    if case.state not in LIVE:
        raise BadTransition(f"case `{case.id}` is {case.state} and cannot be {wanted}; reopen it first")


def require_desk(draft: Draft, case: Case, context: CommandContext) -> None:
    """A person works on cases of their own desk or of none in particular, and never on those of their own account."""
    person = acting_person(draft, context)
    if person is None:
        return
    if person.account and person.account == case.account:
        raise ConflictOfInterest(f"`{person.id}` belongs to `{case.account}`")
    if case.desk != "analyst" and person.role not in _ABOVE | {case.desk}:
        raise NotAllowed(f"case `{case.id}` is for the role {case.desk}")


def require_author(case: Case, context: CommandContext) -> None:
    """Where the policy says so a person decides, by name: no key, no clock, no decision of the engine."""
    if context.law.enforcement_of(case.clause).person_decides and not context.is_person:
        raise NotAllowed(
            f"a case under `{case.clause}` is decided by a person: say who, as `--as PERSON` or by their key"
        )


def require_grounds(case: Case, args: CaseDecide, grounds: Sequence[Ground], context: CommandContext) -> None:
    """Where the policy says so an action rests on grounds: deliberate, repeated, a credible risk of harm."""
    if grounds or args.outcome != "violation" or args.action not in context.law.enforcement_of(case.clause).grounds_for:
        return
    expected = "one or more of deliberate, repeated, credible-risk"
    raise Incomplete(
        f"under `{case.clause}` `{args.action}` takes a ground", faults=[Fault("grounds", expected, "none")]
    )


def require_reason(args: CaseDecide) -> None:
    """Nobody is found in breach, or not, without a word why: it stands in the case, in its notices and in an appeal."""
    if any(sign.isalpha() for sign in args.reason):
        return
    got = f"`{args.reason[:20]}`" if args.reason else "nothing"
    hint = 'say it as it shall stand on record, as `reason="third bulk mailing since the warning of May"`'
    raise Incomplete(
        "a determination takes a reason in words", faults=[Fault("reason", "why, in a few words", got, hint)]
    )
