"""Evidence: ask for it, note that the request arrived, take in what comes, accept or refuse it.

    requested ──deliver──▶ delivered ──submit──▶ submitted ──accept──▶ accepted
                            │   ▲                   ├─refuse, in time──▶ delivered: the rest of the time runs
                            │   └───────────────────┘
                            └─due──▶ overdue ──submit──▶ submitted ──refuse──▶ refused

The time runs from the delivery, not from the request. When it is over, the policy's `evidence` says what follows; proof
that is accepted later still lifts it.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.cases.deadline import missed, satisfied
from tipstaff.cases.opening import Occasion, gather, live_case
from tipstaff.cases.records.case import CASES
from tipstaff.cases.records.evidence import EVIDENCE, PENDING, EvidenceRequest
from tipstaff.clocks import Clock, cancel, set_clock
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK
from tipstaff.ledgers.commands.rights import acting_person
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.notices import Telling, notify
from tipstaff.vocab.enforcing import EvidenceTerms
from tipstaff.vocab.errors import BadTransition, Conflict, Fault, Incomplete, Invalid, NotAllowed, NotFound
from tipstaff.vocab.masking import mask_party, mask_within
from tipstaff.vocab.times.durations import add

_MOST_FILES: Final = 1_000
_MOST_SAMPLES: Final = 1_000


class EvidenceAsk(Struct, frozen=True):
    """Whom to ask for what, under which clause; `sample` names recipients or texts in particular."""

    account: str
    about: str
    clause: str = ""
    id: str = ""
    sample: str | int | list[str | int] = []
    case: str = ""


class EvidenceName(Struct, frozen=True):
    """Which request, and why."""

    id: str
    reason: str = ""


class EvidenceSubmit(Struct, frozen=True):
    """What comes: files by name, or described (`name`, `sha256`, `note`); `complete: false` while more is to come."""

    id: str
    files: list[str | dict[str, Any]]
    complete: bool = True


def request(draft: Draft, args: EvidenceAsk, context: CommandContext) -> dict[str, Any]:
    """Ask an account for evidence: it is told, and a case waits for the answer."""
    if args.id and draft.get(EVIDENCE, args.id) is not None:
        raise Conflict(f"there is a request `{args.id}` already")
    if context.law.clauses and args.clause and context.law.clause(args.clause) is None:
        fault = Fault("clause", "a clause of the policies in force", f"`{args.clause[:100]}`")
        raise Invalid("no such clause", faults=[fault])
    if not args.about.strip():
        raise Incomplete("evidence of what?", faults=[Fault("about", "what is asked for, such as opt-in", "nothing")])
    sample = _sample(args)
    before = live_case(draft, args.account, args.clause)
    occasion = Occasion(args.account, args.clause, reason=f"evidence: {args.about}")
    named = draft.get(CASES, args.case) if args.case else None
    case = named or gather(draft, occasion, context.new_id(), (context.law, context.now, context.actor))
    draft.put(CASES, msgspec.structs.replace(case, state="awaiting"))
    made = EvidenceRequest(
        id=args.id or context.new_id(),
        account=args.account,
        about=args.about,
        clause=args.clause,
        sample=tuple(_masked(one) for one in sample),
        case=case.id,
        opened=before is None and named is None,
        requested_at=context.now,
        requested_by=context.actor,
    )
    _tell(draft, made, (case.version, sample), context)
    return _told(draft.put(EVIDENCE, made))


def deliver(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Note that a request has demonstrably reached the account. From now its time runs."""
    asked = _meant(draft, args.id, ("requested",))
    terms = terms_of(asked, context)
    due = add(context.now, terms.within) if terms is not None else None
    return _told(_running(draft, msgspec.structs.replace(asked, delivered_at=context.now, due=due), context))


def submit(draft: Draft, args: EvidenceSubmit, context: CommandContext) -> dict[str, Any]:
    """Take in evidence, late or not. Once it is complete the clock stands still until somebody has looked at it."""
    asked = _meant(draft, args.id, PENDING)
    _require_own(draft, asked, context)
    files = (*asked.files, *(_described(one) for one in args.files))
    if not args.files or len(files) > _MOST_FILES:
        expected = f"one to {_MOST_FILES:,} files"
        raise Incomplete("no evidence came with it", faults=[Fault("files", expected, f"{len(files)}")])
    asked = msgspec.structs.replace(asked, files=files, complete=args.complete)
    if not args.complete:
        return _told(draft.put(EVIDENCE, asked))
    cancel(draft, clock_of(asked), context.now)
    return _told(draft.put(EVIDENCE, msgspec.structs.replace(asked, state="submitted", submitted_at=context.now)))


def accept(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Find what came sufficient: what followed from its absence is lifted, and the case that waited for it ends."""
    asked = _meant(draft, args.id, PENDING)
    _require_files(asked)
    cancel(draft, clock_of(asked), context.now)
    done = draft.put(EVIDENCE, _judged(asked, "accepted", args.reason, context))
    satisfied(draft, done, context)
    return _told(done)


def refuse(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Find what came insufficient: what is left of its time runs on; when there is none, its consequence follows."""
    asked = _meant(draft, args.id, PENDING)
    _require_files(asked)
    if asked.due is not None and asked.due > context.now:
        return _told(_running(draft, _judged(asked, "delivered", args.reason, context), context))
    refused = draft.put(EVIDENCE, _judged(asked, "refused", args.reason, context))
    missed(draft, refused, terms_of(refused, context), context)
    return _told(refused)


def expire(draft: Draft, args: EvidenceName, context: CommandContext) -> dict[str, Any]:
    """Note that evidence did not come in time; what the policy says follows. Its clock does this."""
    if context.is_person:
        raise NotAllowed("a request runs out by itself")
    asked = draft.get(EVIDENCE, args.id)
    if asked is None:
        raise NotFound(f"no request for evidence `{args.id}`")
    if asked.state != "delivered" or asked.due is None or asked.due > context.now:
        return _told(asked)
    late = draft.put(EVIDENCE, msgspec.structs.replace(asked, state="overdue"))
    missed(draft, late, terms_of(late, context), context)
    return _told(late)


def terms_of(asked: EvidenceRequest, context: CommandContext) -> EvidenceTerms | None:
    """What the policy of its clause says: for the clause, or for all it does not name; None when it says nothing."""
    known = context.law.enforcement_of(asked.clause).evidence
    return known.get(asked.clause) or known.get("other")


def clock_of(asked: EvidenceRequest) -> str:
    """The id of its clock."""
    return f"evidence/{asked.id}"


def _running(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> EvidenceRequest:
    """The request with its clock set, where it has a time."""
    if asked.due is not None:
        clock = Clock(
            clock_of(asked), "evidence", asked.due, "evidence.expire", {"id": asked.id}, asked.account, asked.clause,
            started_at=asked.delivered_at or context.now,
        )  # fmt: skip
        set_clock(draft, clock)
    return draft.put(EVIDENCE, msgspec.structs.replace(asked, state="delivered"))


def _tell(draft: Draft, asked: EvidenceRequest, about: tuple[str, tuple[str, ...]], context: CommandContext) -> None:
    version, sample = about
    terms = terms_of(asked, context)
    telling = Telling(
        "evidence-request", asked.account, asked.clause, version, asked.case, evidence=asked.id, about=asked.about,
        within=str(terms.within) if terms is not None else "", otherwise=terms.then if terms is not None else "",
        sample=sample,
    )  # fmt: skip
    notify(draft, telling, context.new_id(), context.now, context.law)


def _meant(draft: Draft, name: str, states: frozenset[Any] | tuple[str, ...]) -> EvidenceRequest:
    found = draft.get(EVIDENCE, name)
    if found is None:
        raise NotFound(f"no request for evidence `{name}`")
    if found.state not in states:
        raise BadTransition(f"the request `{found.id}` is {found.state}")
    return found


def _sample(args: EvidenceAsk) -> tuple[str, ...]:
    given = args.sample if isinstance(args.sample, list) else [args.sample]
    if len(given) > _MOST_SAMPLES:
        fault = Fault("sample", f"at most {_MOST_SAMPLES}", f"{len(given)}")
        raise Invalid("too much is asked for at once", faults=[fault])
    return tuple(str(one) for one in given)


def _masked(one: str) -> str:
    return mask_party(one) if one.startswith("+") or ("@" in one and " " not in one) else mask_within(one)


def _require_own(draft: Draft, asked: EvidenceRequest, context: CommandContext) -> None:
    person = acting_person(draft, context)
    if person is not None and person.role == "customer" and person.account != asked.account:
        raise NotAllowed(f"`{person.id}` answers for their own account only")


def _require_files(asked: EvidenceRequest) -> None:
    if not asked.files:
        raise Incomplete(f"nothing has come for `{asked.id}`", faults=[Fault("id", "a request with files", "none")])


def _described(one: str | dict[str, Any]) -> dict[str, Any]:
    return {"name": one} if isinstance(one, str) else dict(one)


def _judged(asked: EvidenceRequest, state: Any, reason: str, context: CommandContext) -> EvidenceRequest:
    return msgspec.structs.replace(
        asked, state=state, judged_at=context.now, judged_by=context.actor, reason=reason, complete=state == "accepted"
    )


def _told(asked: EvidenceRequest) -> dict[str, Any]:
    return {"id": asked.id, "state": asked.state, "case": asked.case, "due": asked.due, "evidence": plain(asked)}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("evidence.request", EvidenceAsk, request, DESK),
    Command("evidence.deliver", EvidenceName, deliver, DESK),
    Command("evidence.submit", EvidenceSubmit, submit, DESK | {"customer"}),
    Command("evidence.accept", EvidenceName, accept, DESK),
    Command("evidence.refuse", EvidenceName, refuse, DESK),
    Command("evidence.expire", EvidenceName, expire, DESK),
)
