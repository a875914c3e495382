"""Terms: publish, accept. Policies: that an account accepted one, was told of one, or objected."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from tipstaff.ledgers.commands.command import DESK, LEADS, Command, CommandContext
from tipstaff.ledgers.functions.terms import current_terms
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.terms import (
    ACCEPTANCES,
    NOTIFIED,
    PUBLISHED_TERMS,
    TERMS,
    Notification,
    PolicyAcceptance,
    PublishedTerms,
    TermsAcceptance,
)
from tipstaff.vocab.errors import Fault, Invalid


class TermsPublish(Struct, frozen=True):
    """A new version of terms; it is the current one from `published_at` (now)."""

    terms: str
    version: str
    published_at: datetime | None = None


class TermsAccept(Struct, frozen=True):
    """An account accepts terms: the version named, else the current one."""

    account: str
    terms: str
    version: str = ""
    accepted_at: datetime | None = None


class AcceptanceRecord(Struct, frozen=True):
    """An account accepted a version of a policy."""

    account: str
    policy: str
    version: str
    accepted_at: datetime | None = None
    language: str = ""


class NotificationRecord(Struct, frozen=True):
    """An account was told of a version of a policy, and may have objected."""

    account: str
    policy: str
    version: str
    at: datetime | None = None
    objected_at: datetime | None = None


def publish(draft: Draft, args: TermsPublish, context: CommandContext) -> dict[str, Any]:
    """Publish a version of third-party or own terms. Acceptances of older versions no longer count from then on."""
    published = PublishedTerms(args.terms, args.version, args.published_at or context.now)
    if any(one.version == args.version for one in draft.group(PUBLISHED_TERMS, args.terms)):
        fault = Fault("version", "a version that was not published before", f"`{args.version}`")
        raise Invalid("that version is out already", faults=[fault])
    draft.put(PUBLISHED_TERMS, published)
    return {"terms": args.terms, "version": args.version, "published_at": published.published_at}


def accept(draft: Draft, args: TermsAccept, context: CommandContext) -> dict[str, Any]:
    """Record that an account accepted terms, when and by whom."""
    at = _not_later(args.accepted_at, context)
    current = current_terms(draft, args.terms, at)
    version = args.version or (current.version if current is not None else "")
    draft.put(TERMS, TermsAcceptance(args.account, args.terms, at, version, context.actor))
    return {"account": args.account, "terms": args.terms, "version": version, "accepted_at": at}


def record_acceptance(draft: Draft, args: AcceptanceRecord, context: CommandContext) -> dict[str, Any]:
    """Record that an account accepted a version of a policy, in which language, when and by whom."""
    at = _not_later(args.accepted_at, context)
    made = PolicyAcceptance(args.account, args.policy, args.version, at, args.language, context.actor)
    draft.put(ACCEPTANCES, made)
    return {"account": args.account, "policy": args.policy, "version": args.version, "accepted_at": at}


def record_notification(draft: Draft, args: NotificationRecord, context: CommandContext) -> dict[str, Any]:
    """Record that an account was told of a version of a policy, or that it objected to it."""
    before = draft.get(NOTIFIED, args.account, args.policy, args.version)
    at = args.at or (before.at if before is not None else context.now)
    objected_at = args.objected_at or (before.objected_at if before is not None else None)
    draft.put(NOTIFIED, Notification(args.account, args.policy, args.version, at, objected_at))
    return {"account": args.account, "policy": args.policy, "version": args.version, "at": at}


def _not_later(at: datetime | None, context: CommandContext) -> datetime:
    if at is not None and at > context.now and not context.told:
        fault = Fault("accepted_at", "a time that is not in the future", at.isoformat())
        raise Invalid("nobody has accepted in the future", faults=[fault])
    return at or context.now


COMMANDS: Final[tuple[Command, ...]] = (
    Command("terms.publish", TermsPublish, publish, LEADS),
    Command("terms.accept", TermsAccept, accept, DESK, customers=True),
    Command("acceptance.record", AcceptanceRecord, record_acceptance, DESK, customers=True),
    Command("notification.record", NotificationRecord, record_notification, LEADS),
)
