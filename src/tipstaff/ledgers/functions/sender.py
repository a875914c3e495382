"""Senders, domains, addresses, numbers: what the account may send as, and names that nobody may imitate."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tipstaff.cel.types import BOOL, STRING, STRINGS, TIMESTAMP
from tipstaff.cel.values import CelError
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.kind import fold
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.parties import ascii_domain
from tipstaff.ledgers.records.numbers import IN_SERVICE, NUMBERS, Number
from tipstaff.ledgers.records.senders import ADDRESSES, DOMAINS, PROTECTED_NAMES, SENDERS, Domain
from tipstaff.vocab.event import Event


def protected_names(ledgers: Ledgers) -> list[str]:
    """Every protected name, for detectors that compare senders and texts with them."""
    return [one.name for one in ledgers.group(PROTECTED_NAMES)]


def domain_of(ledgers: Ledgers, name: str) -> Domain | None:
    """The entry of a domain or of the nearest domain above it that is on file; None when there is none."""
    labels = ascii_domain(name).split(".")
    for start in range(len(labels) - 1):
        found = ledgers.get(DOMAINS, ".".join(labels[start:]))
        if found is not None:
            return found
    return None


@ledger_function("sender.owned", BOOL, holds="day", cost=4.0, sender=STRING, channel=STRING)
def owned(ledgers: Ledgers, event: Event, sender: str, channel: str) -> bool:
    """Whether the sender id, number or mail address belongs to the event's account on this channel: registered as a
    sender, a number in service, or an address at a verified domain of the account.
    """
    for one in ledgers.group(SENDERS, sender):
        on_channel = one.account == event.account and (not one.channel or fold(one.channel) == fold(channel))
        if on_channel and (one.registered_at is None or one.registered_at <= event.time):
            return True
    number = ledgers.get(NUMBERS, sender)
    if number is not None:
        return number.account == event.account and number.state in IN_SERVICE
    return "@" in sender and _owns_verified(ledgers, event, sender.rpartition("@")[2])


@ledger_function("sender.taken", BOOL, holds="always", cost=3.0, sender=STRING)
def taken(ledgers: Ledgers, event: Event, sender: str) -> bool:
    """Whether another account owns this sender id or number and the event's account does not."""
    owners = {one.account for one in ledgers.group(SENDERS, sender)}
    number = ledgers.get(NUMBERS, sender)
    if number is not None and number.state in IN_SERVICE:
        owners.add(number.account)
    return bool(owners) and event.account not in owners


@ledger_function("domain.owned", BOOL, holds="always", cost=3.0, domain=STRING)
def domain_owned(ledgers: Ledgers, event: Event, domain: str) -> bool:
    """Whether the domain, or one above it, belongs to the event's account."""
    found = domain_of(ledgers, domain)
    return found is not None and found.account == event.account


@ledger_function("domain.verified", BOOL, holds="day", cost=3.0, domain=STRING)
def domain_verified(ledgers: Ledgers, event: Event, domain: str) -> bool:
    """Whether the event's account had proven its control of the domain, or of one above it, by the event's time."""
    return _owns_verified(ledgers, event, domain)


@ledger_function("address.owned", BOOL, holds="always", cost=3.0, address=STRING)
def address_owned(ledgers: Ledgers, event: Event, address: str) -> bool:
    """Whether the IP address is registered as a sending address of the event's account."""
    found = ledgers.get(ADDRESSES, address)
    return found is not None and found.account == event.account


@ledger_function("protected.names", STRINGS, holds="always", cost=3.0)
def names(ledgers: Ledgers, event: Event) -> list[str]:
    """The names that nobody may imitate, except those that the event's account owns."""
    return [one.name for one in ledgers.group(PROTECTED_NAMES) if not one.owner or one.owner != event.account]


@ledger_function("protected.kind", STRING, holds="always", cost=3.0, name=STRING)
def kind(ledgers: Ledgers, _event: Event, name: str) -> str:
    """Whose a protected name is: operator, supplier, partner or brand; "" when it is not protected."""
    found = ledgers.get(PROTECTED_NAMES, name)
    return "" if found is None else found.kind


@ledger_function("number.owned", BOOL, holds="always", number=STRING)
def number_owned(ledgers: Ledgers, event: Event, number: str) -> bool:
    """Whether the number is assigned to the event's account and in service."""
    found = ledgers.get(NUMBERS, number)
    return found is not None and found.account == event.account and found.state in IN_SERVICE


@ledger_function("number.state", STRING, holds="always", number=STRING)
def state(ledgers: Ledgers, _event: Event, number: str) -> str:
    """pending, active, noticed, reclaimed, disconnected or transferred; "" when the number is not on file."""
    found = ledgers.get(NUMBERS, number)
    return "" if found is None else found.state


@ledger_function("number.use", STRING, holds="always", number=STRING)
def use(ledgers: Ledgers, event: Event, number: str) -> str:
    """The declared use of the number; "" when none is declared."""
    found = _own_number(ledgers, event, number)
    return "" if found is None else found.use


@ledger_function("number.declared", BOOL, holds="always", number=STRING)
def declared(ledgers: Ledgers, event: Event, number: str) -> bool:
    """Whether the use of the account's number and its actual user are both declared."""
    found = _own_number(ledgers, event, number)
    return found is not None and bool(found.use) and bool(found.used_by)


@ledger_function("number.end_user", STRING, holds="always", number=STRING)
def end_user(ledgers: Ledgers, event: Event, number: str) -> str:
    """The name of the actual user of the account's number; "" when none is declared."""
    found = _own_number(ledgers, event, number)
    return "" if found is None else found.used_by


@ledger_function("number.forward_to", STRING, holds="always", number=STRING)
def forward_to(ledgers: Ledgers, event: Event, number: str) -> str:
    """Where the account's number is forwarded to; "" when it is not."""
    found = _own_number(ledgers, event, number)
    return "" if found is None else found.forward_to


@ledger_function("number.last_used", TIMESTAMP, number=STRING)
def last_used(ledgers: Ledgers, event: Event, number: str) -> datetime:
    """When the account's number was used last, or assigned when it never was. An error when neither is known."""
    found = _own_number(ledgers, event, number)
    moment = None if found is None else found.last_used_at or found.assigned_at
    if moment is None:
        raise CelError("unknown-value", "nothing is known of the number's use")
    return moment


def _own_number(ledgers: Ledgers, event: Event, number: str) -> Number | None:
    found = ledgers.get(NUMBERS, number)
    return found if found is not None and found.account == event.account else None


def _owns_verified(ledgers: Ledgers, event: Event, domain: str) -> bool:
    found = domain_of(ledgers, domain)
    if found is None or found.account != event.account:
        return False
    return found.verified_at is not None and found.verified_at <= event.time


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (
    owned,
    taken,
    domain_owned,
    domain_verified,
    address_owned,
    names,
    kind,
    number_owned,
    state,
    use,
    declared,
    end_user,
    forward_to,
    last_used,
)
