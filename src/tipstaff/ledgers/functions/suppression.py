"""Suppressions and registers: recipients who must not be contacted."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from tipstaff.cel.types import BOOL, INT, STRING, STRINGS, TIMESTAMP
from tipstaff.cel.values import CelError
from tipstaff.ledgers.functions.event_fields import sender_of
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.kind import fold
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.parties import is_phone, normalise
from tipstaff.ledgers.records.recipients import RECIPIENTS
from tipstaff.ledgers.records.registers import REGISTER_ENTRIES, REGISTERS, Register
from tipstaff.ledgers.records.senders import SENDERS, sender_key
from tipstaff.ledgers.records.suppressions import SUPPRESSIONS, Suppression
from tipstaff.vocab.event import Event


def holding(ledgers: Ledgers, event: Event, recipient: str, channel: str) -> Iterator[Suppression]:
    """The suppressions of a recipient that keep this event's sender from this channel at the event's time."""
    token = ledgers.party(recipient)
    for account in (event.account, ""):
        for one in ledgers.group(SUPPRESSIONS, account, token):
            if one.holds(event.time) and reaches(ledgers, event, one, channel):
                yield one


def reaches(ledgers: Ledgers, event: Event, one: Suppression, channel: str) -> bool:
    """Whether a suppression concerns a channel and the event's sender: see `Suppression.reach`."""
    if one.channel and fold(one.channel) != fold(channel) and one.reach != "sender":
        return False
    if one.reach in ("pair", "sender"):
        return sender_key(one.sender) == sender_key(sender_of(event))
    if one.reach == "brand":
        owned = ledgers.group(SENDERS, sender_of(event))
        return any(s.account == event.account and fold(s.brand) == fold(one.brand) for s in owned)
    return True


@ledger_function("suppression.active", BOOL, cost=4.0, recipient=STRING, channel=STRING)
def active(ledgers: Ledgers, event: Event, recipient: str, channel: str) -> bool:
    """Whether the recipient is suppressed on this channel for the event's account, or for everyone. How far each
    opt-out reaches (this sender, the brand, the account, everyone) was decided when it was recorded.
    """
    return any(True for _ in holding(ledgers, event, recipient, channel))


@ledger_function("suppression.kinds", STRINGS, cost=5.0, recipient=STRING, channel=STRING)
def kinds(ledgers: Ledgers, event: Event, recipient: str, channel: str) -> list[str]:
    """The kinds of suppression that hold: unsubscribe, keyword, hard-bounce, complaint, trap, manual. Sorted."""
    return sorted({one.kind for one in holding(ledgers, event, recipient, channel)})


@ledger_function("suppression.since", TIMESTAMP, cost=5.0, recipient=STRING, channel=STRING)
def since(ledgers: Ledgers, event: Event, recipient: str, channel: str) -> datetime:
    """When the oldest suppression that holds began. An error when the recipient is not suppressed."""
    begun = min((one.at for one in holding(ledgers, event, recipient, channel)), default=None)
    if begun is None:
        raise CelError("unknown-value", "the recipient is not suppressed")
    return begun


@ledger_function("register.listed", STRINGS, cost=4.0, recipient=STRING)
def listed(ledgers: Ledgers, event: Event, recipient: str) -> list[str]:
    """The do-not-contact registers that list the recipient at the event's time, by name, sorted."""
    found = set()
    for entry in ledgers.group(REGISTER_ENTRIES, ledgers.party(recipient)):
        register = ledgers.get(REGISTERS, entry.country, entry.name)
        current = register is not None and entry.load >= register.load
        if current and (entry.since is None or entry.since <= event.time):
            found.add(entry.name)
    return sorted(found)


@ledger_function("register.stale", STRINGS, cost=6.0, recipient=STRING, days=INT)
def stale(ledgers: Ledgers, event: Event, recipient: str, days: int) -> list[str]:
    """The registers of the recipient's country that were loaded more than so many days before the event, or at a time
    nobody knows. The country is the ledger's, else that of the number; of no known country there is no register.
    """
    if not ledgers.group(REGISTERS):  # nothing that could be stale: whose country it is need not be found out
        return []
    country = country_of(ledgers, recipient)
    if not country:
        return []
    oldest = event.time - timedelta(days=days)
    return sorted(r.name for r in ledgers.group(REGISTERS, country) if r.loaded_at is None or r.loaded_at < oldest)


@ledger_function("register.loaded", TIMESTAMP, cost=3.0, name=STRING, country=STRING)
def loaded(ledgers: Ledgers, _event: Event, name: str, country: str) -> datetime:
    """When the register of that name and country was loaded last. An error when it never was."""
    register: Register | None = ledgers.get(REGISTERS, country, name)
    if register is None or register.loaded_at is None:
        raise CelError("unknown-value", f"the register `{name}` of {country} was never loaded")
    return register.loaded_at


def country_of(ledgers: Ledgers, recipient: str) -> str:
    """Two letters: from the ledger of recipients, else the country that a phone number belongs to, else ""."""
    known = ledgers.get(RECIPIENTS, ledgers.party(recipient))
    if known is not None and known.country:
        return known.country.upper()
    return number_country(normalise(recipient))


def number_country(normalised: str) -> str:
    """The country of a canonical phone number; "" for anything else. The number library loads on first use."""
    return _number_country(normalised) if is_phone(normalised) else ""


@lru_cache(maxsize=16_384)
def _number_country(normalised: str) -> str:
    phonenumbers = importlib.import_module("phonenumbers")
    try:
        number = phonenumbers.parse(normalised.removeprefix("tel:"))
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.region_code_for_number(number) or ""


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (active, kinds, since, listed, stale, loaded)
