"""Who may do what with a request for evidence, and in which state it must be."""

from __future__ import annotations

from tipstaff.cases.commands.case_gates import require_desk
from tipstaff.cases.records.case import CASES
from tipstaff.cases.records.evidence import EVIDENCE, JUDGEABLE, EvidenceRequest, State
from tipstaff.ledgers.commands import CommandContext
from tipstaff.ledgers.commands.rights import acting_person
from tipstaff.ledgers.ledgers import Draft
from tipstaff.vocab.errors import BadTransition, Fault, Incomplete, NotAllowed, NotFound


def meant(draft: Draft, name: str, states: frozenset[State]) -> EvidenceRequest:
    """The request of that name, in one of these states."""
    found = draft.get(EVIDENCE, name)
    if found is None:
        raise NotFound(f"no request for evidence `{name}`")
    if found.state not in states:
        raise BadTransition(f"the request `{found.id}` is {found.state}")
    return found


def judgeable(draft: Draft, name: str, context: CommandContext) -> EvidenceRequest:
    """A request of which something is to be judged, for whoever may work on its case."""
    found = draft.get(EVIDENCE, name)
    if found is not None and found.state == "refused":
        raise BadTransition(f"what came for `{name}` was refused; submit again what shall be looked at")
    return of_ones_desk(draft, meant(draft, name, JUDGEABLE), context)


def of_ones_desk(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> EvidenceRequest:
    """The request, for whoever may work on its case."""
    case = draft.get(CASES, asked.case)
    if case is not None:
        require_desk(draft, case, context)
    return asked


def from_outside(draft: Draft, name: str, context: CommandContext) -> bool:
    """Whether a customer answers; for their own account only."""
    person = acting_person(draft, context)
    if person is None or person.role != "customer":
        return False
    asked = draft.get(EVIDENCE, name)
    if asked is not None and person.account != asked.account:
        raise NotAllowed(f"`{person.id}` answers for their own account only")
    return True


def require_files(asked: EvidenceRequest) -> None:
    """Nothing, when something has come that can be looked at."""
    if not asked.files:
        raise Incomplete(f"nothing has come for `{asked.id}`", faults=[Fault("id", "a request with files", "none")])
