"""Disclosures to authorities: request, approve, export."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from tipstaff.cases.records.case import CASES, LIVE_OF
from tipstaff.enforce.disclosures import approved, exported, facts_about
from tipstaff.enforce.records.disclosure import DISCLOSURES, Disclosure
from tipstaff.ledgers.commands import Command, CommandContext
from tipstaff.ledgers.commands.command import DESK, LEADS
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.vocab.errors import Conflict, Fault, Incomplete, Invalid, NotFound

_APPROVERS: Final = LEADS | {"specialist"}


class DisclosureRequest(Struct, frozen=True):
    """Who asks, on which legal basis, for what about whom."""

    account: str
    authority: str
    basis: str
    id: str = ""
    scope: dict[str, Any] | list[str] | str = ""
    case: str = ""


class DisclosureName(Struct, frozen=True):
    """Which disclosure."""

    id: str
    reason: str = ""


def request(draft: Draft, args: DisclosureRequest, context: CommandContext) -> dict[str, Any]:
    """Ask for facts about an account to be given to an authority. Two other people approve it first."""
    faults = [Fault(name, "a text", "nothing") for name in ("authority", "basis") if not getattr(args, name).strip()]
    if faults:
        raise Incomplete("a disclosure names the authority and the legal basis", faults=faults)
    if args.id and draft.get(DISCLOSURES, args.id) is not None:
        raise Conflict(f"there is a disclosure `{args.id}` already")
    if args.case and draft.get(CASES, args.case) is None:
        raise Invalid("no such case", faults=[Fault("case", "the id of a case", f"`{args.case}`")])
    made = Disclosure(
        id=args.id or context.new_id(),
        account=args.account,
        authority=args.authority,
        basis=args.basis,
        scope=args.scope,
        case=args.case,
        requested_by=context.actor,
        requested_at=context.now,
    )
    return _told(draft.put(DISCLOSURES, made))


def approve(draft: Draft, args: DisclosureName, context: CommandContext) -> dict[str, Any]:
    """Approve a disclosure. Two people do, neither of whom asked for it."""
    return _told(approved(draft, _meant(draft, args), context))


def export(draft: Draft, args: DisclosureName, context: CommandContext) -> dict[str, Any]:
    """Give out the package of an approved disclosure, once; its hash stays on record."""
    disclosure = _meant(draft, args)
    cases = draft.by(CASES, LIVE_OF, disclosure.account)
    facts = facts_about(draft, disclosure.account)
    facts["cases"] = [plain(case) for case in cases if disclosure.case in ("", case.id)]
    done, package = exported(draft, disclosure, facts, context)
    return {**_told(done), "package": package, "sha256": done.sha256}


def _meant(draft: Draft, args: DisclosureName) -> Disclosure:
    found = draft.get(DISCLOSURES, args.id)
    if found is None:
        raise NotFound(f"no disclosure `{args.id}`")
    return found


def _told(disclosure: Disclosure) -> dict[str, Any]:
    return {"id": disclosure.id, "state": disclosure.state, "disclosure": plain(disclosure)}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("disclosure.request", DisclosureRequest, request, DESK),
    Command("disclosure.approve", DisclosureName, approve, _APPROVERS),
    Command("disclosure.export", DisclosureName, export, _APPROVERS),
)
