"""Authorizations: request, grant, refuse, revoke.

    (none) ──request──▶ requested ──grant──▶ granted ──(until)──▶ expired
       └────────grant────────────────────────▲  │
                        requested ──refuse──▶ refused
              pending-approval between two grants where the policy wants two people; granted ──revoke──▶ revoked

Nobody grants what they asked for themselves, nobody approves twice, and nobody decides for an account they belong to.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct, field

from tipstaff.ledgers.commands.command import DESK, LEADS, Command, CommandContext
from tipstaff.ledgers.commands.rights import acting_person
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.reading import plain
from tipstaff.ledgers.records.authorizations import AUTHORIZATIONS, BY_ID, Authorization
from tipstaff.vocab.errors import (
    BadTransition,
    Conflict,
    ConflictOfInterest,
    Fault,
    Incomplete,
    Invalid,
    NotFound,
    OutOfScope,
    SamePerson,
    SecondPersonRequired,
)
from tipstaff.vocab.permitting import UseTerms
from tipstaff.vocab.times.durations import add

_OPEN: Final = ("requested", "pending-approval")


class AuthorizationRequest(Struct, frozen=True):
    """What an account wants to be allowed: the use, the event fields it is limited to, the window."""

    account: str
    use: str
    id: str = ""
    scope: dict[str, Any] = {}
    from_: datetime | None = field(default=None, name="from")
    until: datetime | None = None
    conditions: list[str] | str = []
    reason: str = ""


class AuthorizationGrant(Struct, frozen=True):
    """The request's id; or, without a request, account and use. What is given replaces what was asked for."""

    id: str = ""
    account: str = ""
    use: str = ""
    scope: dict[str, Any] | None = None
    from_: datetime | None = field(default=None, name="from")
    until: datetime | None = None
    conditions: list[str] | str | None = None
    granted_by: str = ""
    reason: str = ""


class AuthorizationEnd(Struct, frozen=True):
    """Which authorization, and why it ends."""

    id: str
    reason: str = ""


def request(draft: Draft, args: AuthorizationRequest, context: CommandContext) -> dict[str, Any]:
    """Ask for an otherwise prohibited use to be allowed. Nothing is allowed until it is granted."""
    identifier = args.id or context.new_id()
    if _known(draft, identifier) is not None:
        raise Conflict(f"there is an authorization `{identifier}` already")
    made = Authorization(
        identifier, args.account, args.use, "requested", args.scope, args.from_, args.until, _lines(args.conditions),
        context.actor, context.now, reason=args.reason,
    )  # fmt: skip
    _require_window(made)
    return _told(draft.put(AUTHORIZATIONS, made))


def grant(draft: Draft, args: AuthorizationGrant, context: CommandContext) -> dict[str, Any]:
    """Allow a use in writing. Where the policy wants two people, the first grant approves and the second one allows."""
    asked = _asked(draft, args, context)
    if asked.state not in _OPEN:
        raise BadTransition(f"authorization `{asked.id}` is {asked.state}")
    _require_other_person(draft, asked, context)
    made = _as_granted(asked, args)
    _require_window(made)
    terms = context.uses.get(asked.use, UseTerms())
    _require_terms(made, terms, context.now)
    approvals = (*made.approvals, context.actor)
    if terms.two_person:
        if not context.is_person:
            raise SecondPersonRequired(f"`{asked.use}` is allowed by two people, each by name")
        if len(approvals) < 2:
            return _told(
                draft.put(AUTHORIZATIONS, msgspec.structs.replace(made, state="pending-approval", approvals=approvals))
            )
    granted = msgspec.structs.replace(
        made,
        state="granted",
        approvals=approvals,
        granted_by=args.granted_by or ", ".join(approvals),
        granted_at=context.now,
        from_=made.from_ or context.now,
        reason=args.reason or made.reason,
    )
    return _told(draft.put(AUTHORIZATIONS, granted))


def refuse(draft: Draft, args: AuthorizationEnd, context: CommandContext) -> dict[str, Any]:
    """Refuse a request."""
    return _end(draft, args, context, "refused")


def revoke(draft: Draft, args: AuthorizationEnd, context: CommandContext) -> dict[str, Any]:
    """Take back what was granted, at once."""
    return _end(draft, args, context, "revoked")


def _end(draft: Draft, args: AuthorizationEnd, context: CommandContext, state: Any) -> dict[str, Any]:
    found = _known(draft, args.id)
    if found is None:
        raise NotFound(f"no authorization `{args.id}`")
    if found.state not in (("granted",) if state == "revoked" else _OPEN):
        raise BadTransition(f"authorization `{args.id}` is {found.state} and cannot be {state}")
    _require_no_stake(draft, found, context)
    ended = msgspec.structs.replace(
        found, state=state, ended_by=context.actor, ended_at=context.now, reason=args.reason or found.reason
    )
    return _told(draft.put(AUTHORIZATIONS, ended))


def _asked(draft: Draft, args: AuthorizationGrant, context: CommandContext) -> Authorization:
    """The request to grant; a grant out of the blue is taken as its own request, by nobody."""
    found = _known(draft, args.id) if args.id else None
    if found is None:
        missing = [name for name in ("account", "use") if not getattr(args, name)]
        if args.id and len(missing) == 2:
            raise NotFound(f"no authorization `{args.id}`")
        if missing:
            raise Invalid("what is allowed to whom?", faults=[Fault(name, "a string", "nothing") for name in missing])
        return Authorization(args.id or context.new_id(), args.account, args.use, requested_at=context.now)
    for name in ("account", "use"):
        if getattr(args, name) not in ("", getattr(found, name)):
            got = f"`{getattr(args, name)}`"
            raise Invalid("not what was asked for", faults=[Fault(name, f"`{getattr(found, name)}`", got)])
    return found


def _as_granted(asked: Authorization, args: AuthorizationGrant) -> Authorization:
    """The request with what the grant says of scope, window and conditions.

    Raises:
        OutOfScope: the grant would reach further than what was asked for.
    """
    scope = asked.scope if args.scope is None else args.scope
    was_asked = bool(asked.requested_by) or bool(asked.scope)
    if was_asked and not within(scope, asked.scope):
        raise OutOfScope("the grant reaches further than the request")
    if asked.until is not None and args.until is not None and args.until > asked.until:
        raise OutOfScope("the grant lasts longer than was asked for")
    return msgspec.structs.replace(
        asked,
        scope=scope,
        from_=args.from_ or asked.from_,
        until=args.until or asked.until,
        conditions=asked.conditions if args.conditions is None else _lines(args.conditions),
    )


def within(scope: dict[str, Any], wider: dict[str, Any]) -> bool:
    """Whether a scope allows nothing that a wider one does not: it limits every field that the wider one limits, to
    some of the same values.
    """
    return all(
        name in scope and all(value in _values(allowed) for value in _values(scope[name]))
        for name, allowed in wider.items()
    )


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _require_other_person(draft: Draft, asked: Authorization, context: CommandContext) -> None:
    _require_no_stake(draft, asked, context)
    if context.is_person and context.actor in (asked.requested_by, *asked.approvals):
        raise SamePerson(f"`{context.actor}` asked for or approved `{asked.id}`; another person decides")


def _require_no_stake(draft: Draft, asked: Authorization, context: CommandContext) -> None:
    person = acting_person(draft, context)
    if person is not None and person.account == asked.account:
        raise ConflictOfInterest(f"`{person.id}` belongs to `{asked.account}`")


def _require_window(made: Authorization) -> None:
    if made.from_ is not None and made.until is not None and made.until <= made.from_:
        fault = Fault("until", "a time after `from`", made.until.isoformat())
        raise Invalid("the window ends before it begins", faults=[fault])


def _require_terms(made: Authorization, terms: UseTerms, now: datetime) -> None:
    """What the policies ask of an authorization for this use."""
    missing = [name for name in terms.scope if name not in made.scope]
    if missing:
        raise Incomplete(f"an authorization for `{made.use}` names in its scope: {', '.join(missing)}")
    for longest in terms.longest:
        if made.until is None or made.until > add(made.from_ or now, longest):
            raise OutOfScope(f"an authorization for `{made.use}` ends {longest} after its beginning at the latest")


def _known(draft: Draft, identifier: str) -> Authorization | None:
    return next(iter(draft.by(AUTHORIZATIONS, BY_ID, identifier)), None)


def _lines(conditions: list[str] | str) -> tuple[str, ...]:
    return (conditions,) if isinstance(conditions, str) else tuple(conditions)


def _told(made: Authorization) -> dict[str, Any]:
    return {"id": made.id, "state": made.state, "authorization": plain(made)}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("authorization.request", AuthorizationRequest, request, DESK, customers=True),
    Command("authorization.grant", AuthorizationGrant, grant, LEADS),
    Command("authorization.refuse", AuthorizationEnd, refuse, LEADS),
    Command("authorization.revoke", AuthorizationEnd, revoke, LEADS),
)
