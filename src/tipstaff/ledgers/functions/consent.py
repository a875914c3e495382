"""Consent: whether a recipient agreed, how strongly, and with what proof."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from tipstaff.cel.types import BOOL, DYN, STRING, map_of
from tipstaff.ledgers.functions.event_fields import sender_of
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.consents import CONSENTS, LEVELS, Consent
from tipstaff.vocab.event import Event

_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
_UNSAID: Final = (_BEGINNING, -1)
_WHAT: Final = {"recipient": STRING, "channel": STRING, "purpose": STRING}


def concerning(ledgers: Ledgers, event: Event, recipient: str, about: tuple[str, str]) -> list[Consent]:
    """Every consent and refusal on file of a recipient with the event's account that speaks of a (channel, purpose)."""
    entries = ledgers.group(CONSENTS, event.account, ledgers.party(recipient))
    if not entries:
        return []
    channel, purpose = about
    sender = sender_of(event)
    if any(consent.sender for consent in entries):
        ledgers.bind()
    return [consent for consent in entries if consent.covers(channel, purpose, sender)]


def in_force(ledgers: Ledgers, event: Event, recipient: str, about: tuple[str, str]) -> list[Consent]:
    """The grants that hold at the event's time: not ended themselves, and given after the last refusal that covers the
    same ground (who agreed to everything and then refused sms still agrees to the rest).
    """
    at = event.time
    found = concerning(ledgers, event, recipient, about)
    held = [consent for consent in found if consent.in_force(at)]
    if len(held) == len(found):
        return held
    refused = max((_said(c) for c in found if c.is_refusal and c.revoked_at and c.revoked_at <= at), default=_UNSAID)
    return [consent for consent in held if _said(consent) > refused]


def _said(consent: Consent) -> tuple[datetime, int]:
    return consent.opened_at or _BEGINNING, consent.order


def newest(consents: list[Consent], at: datetime) -> Consent | None:
    """The one that was given or withdrawn last before a moment."""
    told = [consent for consent in consents if (consent.opened_at or _BEGINNING) <= at]
    return max(told, key=lambda consent: _last_word(consent, at), default=None)


def _last_word(consent: Consent, at: datetime) -> datetime:
    revoked = consent.revoked_at
    return revoked if revoked is not None and revoked <= at else consent.opened_at or _BEGINNING


@ledger_function("consent.held", BOOL, holds="day", cost=3.0, **_WHAT)
def held(ledgers: Ledgers, event: Event, recipient: str, channel: str, purpose: str) -> bool:
    """Whether the recipient's consent for this channel and purpose is in force at the event's time. A consent for
    channel `any` or purpose `any` counts; one that is limited to a sender counts for that sender only.
    """
    return bool(in_force(ledgers, event, recipient, (channel, purpose)))


@ledger_function("consent.level", STRING, holds="day", cost=4.0, **_WHAT)
def level(ledgers: Ledgers, event: Event, recipient: str, channel: str, purpose: str) -> str:
    """The strongest level in force: `double` over `written` over `express` over `opt-in`; "" when there is none."""
    levels = [consent.level for consent in in_force(ledgers, event, recipient, (channel, purpose))]
    return max(levels, key=LEVELS.index, default="")


@ledger_function("consent.active", BOOL, holds="day", cost=4.0, **_WHAT)
def active(ledgers: Ledgers, event: Event, recipient: str, channel: str, purpose: str) -> bool:
    """Whether a consent is in force that the recipient gave by an act of their own (no box ticked for them)."""
    return any(consent.active for consent in in_force(ledgers, event, recipient, (channel, purpose)))


@ledger_function("consent.refused", BOOL, holds="day", cost=4.0, **_WHAT)
def refused(ledgers: Ledgers, event: Event, recipient: str, channel: str, purpose: str) -> bool:
    """Whether the recipient's last word on this channel and purpose was a refusal or a withdrawal."""
    if in_force(ledgers, event, recipient, (channel, purpose)):
        return False
    found = concerning(ledgers, event, recipient, (channel, purpose))
    return any(consent.revoked_at is not None and consent.revoked_at <= event.time for consent in found)


@ledger_function("consent.proof", STRING, holds="day", cost=4.0, **_WHAT)
def proof(ledgers: Ledgers, event: Event, recipient: str, channel: str, purpose: str) -> str:
    """The name of the proof file of a consent in force; "" when there is none."""
    return next((c.proof for c in in_force(ledgers, event, recipient, (channel, purpose)) if c.proof), "")


@ledger_function("consent.last", map_of(STRING, DYN), holds="moment", cost=6.0, **_WHAT)
def last(ledgers: Ledgers, event: Event, recipient: str, channel: str, purpose: str) -> dict[str, Any]:
    """The newest consent or refusal on file, for evidence, with the recipient masked; an empty map when none is."""
    consent = newest(concerning(ledgers, event, recipient, (channel, purpose)), event.time)
    return {} if consent is None else shown(consent)


def shown(consent: Consent) -> dict[str, Any]:
    """A consent for people: the recipient masked, only what is known."""
    names = ("channel", "purpose", "level", "granted_at", "revoked_at", "expires_at", "sender", "source", "wording")
    known = {name: getattr(consent, name) for name in (*names, "language", "proof", "method")}
    return {"recipient": consent.masked, "active": consent.active} | {k: v for k, v in known.items() if v}


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (held, level, active, refused, proof, last)
