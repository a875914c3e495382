"""Terms and policies that the account accepted or was told of."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tipstaff.cel.types import BOOL, STRING
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
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
from tipstaff.vocab.event import Event


def current_terms(ledgers: Ledgers, terms: str, at: datetime) -> PublishedTerms | None:
    """The version of terms that is current at a moment; None when no version was published by then."""
    published = [one for one in ledgers.group(PUBLISHED_TERMS, terms) if one.published_at <= at]
    return max(published, key=lambda one: one.published_at, default=None)


def accepted_terms(ledgers: Ledgers, account: str, terms: str, at: datetime) -> TermsAcceptance | None:
    """The account's last acceptance of terms by a moment; None when there is none."""
    accepted = [one for one in ledgers.group(TERMS, account, terms) if one.accepted_at <= at]
    return max(accepted, key=lambda one: one.accepted_at, default=None)


def accepted_policy(ledgers: Ledgers, account: str, policy: str, at: datetime) -> PolicyAcceptance | None:
    """The account's last acceptance of a policy by a moment; None when there is none."""
    accepted = [one for one in ledgers.group(ACCEPTANCES, account, policy) if one.accepted_at <= at]
    return max(accepted, key=lambda one: (one.accepted_at, one.version), default=None)


def notification(ledgers: Ledgers, account: str, policy: str, version: str) -> Notification | None:
    """When the account was told of a version of a policy, and whether it objected; None when it was not told."""
    return ledgers.get(NOTIFIED, account, policy, version)


@ledger_function("terms.accepted", BOOL, holds="day", cost=4.0, terms=STRING)
def accepted(ledgers: Ledgers, event: Event, terms: str) -> bool:
    """Whether the account has accepted the terms that are current at the event's time. Once a new version of them is
    published, an acceptance of an older one no longer counts.
    """
    found = accepted_terms(ledgers, event.account, terms, event.time)
    current = current_terms(ledgers, terms, event.time)
    if found is None or current is None:
        return found is not None
    return found.version == current.version or (not found.version and found.accepted_at >= current.published_at)


@ledger_function("terms.version", STRING, holds="day", cost=4.0, terms=STRING)
def version(ledgers: Ledgers, event: Event, terms: str) -> str:
    """The version of the terms that the account accepted last; "" when none or when it named none."""
    found = accepted_terms(ledgers, event.account, terms, event.time)
    return "" if found is None else found.version


@ledger_function("terms.current", STRING, holds="day", cost=3.0, terms=STRING)
def current(ledgers: Ledgers, event: Event, terms: str) -> str:
    """The version of the terms that is current at the event's time; "" when none was published."""
    found = current_terms(ledgers, terms, event.time)
    return "" if found is None else found.version


@ledger_function("acceptance.recorded", BOOL, holds="day", cost=3.0, policy=STRING)
def recorded(ledgers: Ledgers, event: Event, policy: str) -> bool:
    """Whether the account has accepted any version of a policy by the event's time."""
    return accepted_policy(ledgers, event.account, policy, event.time) is not None


@ledger_function("acceptance.version", STRING, holds="day", cost=3.0, policy=STRING)
def accepted_version(ledgers: Ledgers, event: Event, policy: str) -> str:
    """The version of a policy that the account accepted last; "" when it accepted none."""
    found = accepted_policy(ledgers, event.account, policy, event.time)
    return "" if found is None else found.version


@ledger_function("acceptance.language", STRING, holds="day", cost=3.0, policy=STRING)
def accepted_language(ledgers: Ledgers, event: Event, policy: str) -> str:
    """The language in which the account accepted a policy last; "" when unknown."""
    found = accepted_policy(ledgers, event.account, policy, event.time)
    return "" if found is None else found.language


@ledger_function("notified.told", BOOL, holds="day", cost=3.0, policy=STRING, version=STRING)
def told(ledgers: Ledgers, event: Event, policy: str, version: str) -> bool:
    """Whether the account was told of a version of a policy by the event's time."""
    found = notification(ledgers, event.account, policy, version)
    return found is not None and found.at <= event.time


@ledger_function("notified.objected", BOOL, holds="day", cost=3.0, policy=STRING, version=STRING)
def objected(ledgers: Ledgers, event: Event, policy: str, version: str) -> bool:
    """Whether the account had objected to a version of a policy by the event's time."""
    found = notification(ledgers, event.account, policy, version)
    return found is not None and found.objected_at is not None and found.objected_at <= event.time


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (
    accepted,
    version,
    current,
    recorded,
    accepted_version,
    accepted_language,
    told,
    objected,
)
