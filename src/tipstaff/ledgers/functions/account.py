"""The account of the event: its record as the variable `account`, and what takes more than reading a field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel.types import BOOL, DYN, STRING, STRINGS, TIMESTAMP, Member, RecordType, Type, map_of
from tipstaff.cel.values import CelError, from_plain
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.accounts import ACCOUNTS, CHILDREN, Account, Standing, severest
from tipstaff.vocab.event import Event
from tipstaff.vocab.times.calendars import calendar_named
from tipstaff.vocab.times.hours import OpeningHours, parse_hours

# Trees of resellers are shallow; the limit also ends a loop that bad data could hold.
DEPTH_LIMIT: Final = 32


def _members() -> Iterator[Member]:
    plain: dict[str, Type] = dict.fromkeys(("id", "parent", "name", "country", "locale", "plan", "standing"), STRING)
    plain |= {"purpose": STRING, "holidays": STRING, "trial": BOOL}
    yield from (Member(name, of, name) for name, of in plain.items())
    yield Member("emails", STRINGS, "emails", personal="email")
    yield Member("created_at", TIMESTAMP, "created_at", optional=True)
    yield Member("closed_at", TIMESTAMP, "closed_at", optional=True)
    yield Member("facts", map_of(STRING, DYN), "facts")
    yield Member("channels", map_of(STRING, STRING), "channels")
    hours = RecordType("account.hours", {name: Member(name, STRING, name) for name in ("days", "to", "zone")})
    yield Member("hours", hours, "hours", optional=True)


ACCOUNT_TYPE: Final = RecordType("account", {member.name: member for member in _members()})


def ancestors(ledgers: Ledgers, account: Account) -> list[Account]:
    """The accounts above one, nearest first. Only those that were put; a loop is cut."""
    found: list[Account] = []
    seen = {account.id}
    while account.parent and account.parent not in seen and len(found) < DEPTH_LIMIT:
        seen.add(account.parent)
        above = ledgers.get(ACCOUNTS, account.parent)
        if above is None:
            break
        found.append(above)
        account = above
    return found


def children(ledgers: Ledgers, account_id: str) -> tuple[Account, ...]:
    """The accounts directly below one."""
    return ledgers.by(ACCOUNTS, CHILDREN, account_id)


def tree_standing_of(ledgers: Ledgers, account: Account) -> Standing:
    """The severest standing of an account and of those above it: a suspended reseller suspends its customers."""
    return severest(account.standing, *(above.standing for above in ancestors(ledgers, account)))


def service_hours(account: Account) -> OpeningHours | None:
    """The declared service hours, read; None when none are declared."""
    hours = account.hours
    return None if hours is UNSET else parse_hours(hours.days, hours.from_, hours.to, hours.zone)


@ledger_function("account.fact", DYN, holds="always", name=STRING)
def fact(ledgers: Ledgers, event: Event, name: str) -> Any:
    """A fact that the platform has put for the account. An error when there is none of that name."""
    facts = ledgers.account(event.account).facts
    if name not in facts:
        raise CelError("no-such-key", f"the account has no fact `{name}`")
    return from_plain(facts[name])


@ledger_function("account.has_fact", BOOL, holds="always", name=STRING)
def has_fact(ledgers: Ledgers, event: Event, name: str) -> bool:
    """Whether the platform has put a fact of that name for the account."""
    return name in ledgers.account(event.account).facts


@ledger_function("account.standing_on", STRING, holds="always", channel=STRING)
def standing_on(ledgers: Ledgers, event: Event, channel: str) -> str:
    """The standing that counts on a channel: the severest of the channel's own, the account's, and those above it."""
    account = ledgers.account(event.account)
    return severest(account.channels.get(channel, "good"), tree_standing_of(ledgers, account))


@ledger_function("account.tree_standing", STRING, holds="always")
def tree_standing(ledgers: Ledgers, event: Event) -> str:
    """The severest standing of the account and of every account above it."""
    return tree_standing_of(ledgers, ledgers.account(event.account))


@ledger_function("account.ancestors", STRINGS, holds="always")
def ancestor_ids(ledgers: Ledgers, event: Event) -> list[str]:
    """The ids of the accounts above the event's account, nearest first."""
    return [above.id for above in ancestors(ledgers, ledgers.account(event.account))]


@ledger_function("account.within", BOOL, holds="always", ancestor=STRING)
def within(ledgers: Ledgers, event: Event, ancestor: str) -> bool:
    """Whether the event's account is this account or stands anywhere below it."""
    account = ledgers.account(event.account)
    return account.id == ancestor or any(above.id == ancestor for above in ancestors(ledgers, account))


@ledger_function("account.has_hours", BOOL, holds="always")
def has_hours(ledgers: Ledgers, event: Event) -> bool:
    """Whether the account has declared service hours."""
    return ledgers.account(event.account).hours is not UNSET


@ledger_function("account.open", BOOL, cost=15.0)
def is_open(ledgers: Ledgers, event: Event) -> bool:
    """Whether the event falls into the account's service hours; its public holidays are closed. An error when the
    account has declared no hours.
    """
    account = ledgers.account(event.account)
    return _hours(account).is_open(event.time, calendar_named(account.holidays))


@ledger_function("account.next_opening", TIMESTAMP, cost=40.0)
def next_opening(ledgers: Ledgers, event: Event) -> datetime:
    """When the account's service hours begin next; the event's time when they have begun. An error when never."""
    account = ledgers.account(event.account)
    opening = _hours(account).next_opening(event.time, calendar_named(account.holidays))
    if opening is None:
        raise CelError("unknown-value", "the account's service hours never begin")
    return opening


def _hours(account: Account) -> OpeningHours:
    hours = service_hours(account)
    if hours is None:
        raise CelError("unknown-value", f"account `{account.id}` has declared no service hours")
    return hours


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (
    fact,
    has_fact,
    standing_on,
    tree_standing,
    ancestor_ids,
    within,
    has_hours,
    is_open,
    next_opening,
)
