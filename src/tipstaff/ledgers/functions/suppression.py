"""Suppressions and registers: recipients who must not be contacted."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Final

from tipstaff.cel.types import BOOL, INT, STRING, STRINGS, TIMESTAMP
from tipstaff.cel.values import CelError
from tipstaff.ledgers.functions.event_fields import purpose_of, sender_of
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.kind import fold
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.parties import is_phone, normalise
from tipstaff.ledgers.records.recipients import RECIPIENTS
from tipstaff.ledgers.records.register_blocks import REGISTER_BLOCKS, TOKEN, block_of, listed_since
from tipstaff.ledgers.records.register_filters import REGISTER_FILTERS
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
    """Whether a suppression concerns a channel, the event's sender and what it is sent for: see `Suppression`."""
    if one.channel and fold(one.channel) != fold(channel) and one.reach != "sender":
        return False
    if one.purpose:
        ledgers.bind()
        # An event that does not say what it is for might be for just that.
        if purpose_of(event) not in ("", one.purpose):
            return False
    if one.reach in ("pair", "sender", "brand"):
        ledgers.bind()
    if one.reach in ("pair", "sender"):
        return sender_key(one.sender) == sender_key(sender_of(event))
    if one.reach == "brand":
        owned = ledgers.group(SENDERS, sender_of(event))
        return any(s.account == event.account and fold(s.brand) == fold(one.brand) for s in owned)
    return True


@ledger_function("suppression.active", BOOL, holds="day", cost=4.0, recipient=STRING, channel=STRING)
def active(ledgers: Ledgers, event: Event, recipient: str, channel: str) -> bool:
    """Whether the recipient is suppressed on this channel for the event's account, or for everyone. How far each
    opt-out reaches (this sender, the brand, the account, everyone; one purpose or all) was decided when it was
    recorded.
    """
    return any(True for _ in holding(ledgers, event, recipient, channel))


@ledger_function("suppression.kinds", STRINGS, holds="day", cost=5.0, recipient=STRING, channel=STRING)
def kinds(ledgers: Ledgers, event: Event, recipient: str, channel: str) -> list[str]:
    """The kinds of suppression that hold: unsubscribe, keyword, hard-bounce, complaint, trap, manual. Sorted."""
    token = ledgers.party(recipient)
    if not ledgers.group(SUPPRESSIONS, event.account, token) and not ledgers.group(SUPPRESSIONS, "", token):
        return []  # as for most recipients
    return sorted({one.kind for one in holding(ledgers, event, recipient, channel)})


@ledger_function("suppression.since", TIMESTAMP, cost=5.0, recipient=STRING, channel=STRING)
def since(ledgers: Ledgers, event: Event, recipient: str, channel: str) -> datetime:
    """When the oldest suppression that holds began. An error when the recipient is not suppressed."""
    begun = min((one.at for one in holding(ledgers, event, recipient, channel)), default=None)
    if begun is None:
        raise CelError("unknown-value", "the recipient is not suppressed")
    return begun


@ledger_function("register.listed", STRINGS, holds="undated", cost=4.0, recipient=STRING)
def listed(ledgers: Ledgers, event: Event, recipient: str) -> list[str]:
    """The do-not-contact registers that list the recipient at the event's time, by name, sorted."""
    registers = ledgers.group(REGISTERS)
    token = ledgers.party(recipient)
    found = {r.name for r in registers if r.bits and token and _in_blocks(ledgers, r, bytes.fromhex(token), event.time)}
    if any(not register.bits or register.staged for register in registers):
        found.update(_in_entries(ledgers, token, event.time))
    return sorted(found)


def _in_entries(ledgers: Ledgers, token: str, at: datetime) -> Iterator[str]:
    """The registers that were loaded by commands and list the recipient at a moment."""
    for entry in ledgers.group(REGISTER_ENTRIES, token):
        register = ledgers.get(REGISTERS, entry.country, entry.name)
        current = register is not None and entry.load >= register.load
        if current and (entry.since is None or entry.since <= at):
            yield entry.name


def _in_blocks(ledgers: Ledgers, register: Register, token: bytes, at: datetime) -> bool:
    """Whether a register that was loaded from a file lists the recipient at a moment."""
    short, filters = token[:TOKEN], ledgers.filters
    if not filters.may_list(register, short, partial(ledgers.group, REGISTER_FILTERS)):
        return False
    asked = (register.country, register.name, register.load, short)
    load = filters.answers.get(asked)
    if load is None:
        load = _load_of(ledgers, register, token)
        filters.answers.put(asked, load)
    since = register.loaded_by(load)
    return load >= 0 and (since is None or since <= at)


def _load_of(ledgers: Ledgers, register: Register, token: bytes) -> int:
    """The load that listed a recipient first without a break; -1 when the register does not list them."""
    place = (register.country, register.name, str(register.bits), block_of(token, register.bits))
    standing = [block for block in ledgers.group(REGISTER_BLOCKS, *place) if int(block.load) <= register.load]
    if not standing:
        # Perhaps another process loaded the register since, and took away the blocks that this one knows of.
        now = ledgers.shelf.entry(REGISTERS.name, REGISTERS.key_of(register))
        newer = register if now is None else REGISTERS.decode(now)
        return -1 if newer.load == register.load else _load_of(ledgers, newer, token)
    load = listed_since(standing[-1].rows, token)
    return -1 if load is None else load


@ledger_function("register.stale", STRINGS, holds="undated", cost=6.0, recipient=STRING, days=INT)
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
