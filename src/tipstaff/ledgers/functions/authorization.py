"""Authorizations: whether an otherwise prohibited use is allowed for this very event."""

from __future__ import annotations

import ipaddress
from typing import Any, Final

from msgspec import UNSET

from tipstaff.cel.types import BOOL, STRING, STRINGS
from tipstaff.ledgers.functions.event_fields import field_value
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.authorizations import AUTHORIZATIONS, Authorization
from tipstaff.vocab.event import Event


def covering(ledgers: Ledgers, event: Event, use: str) -> Authorization | None:
    """The authorization of the event's account that covers this event at its time; None when there is none.

    The tightest one wins when several do (most scope fields, then the lowest id), so that a decision names the same
    one every time.
    """
    found = [
        one
        for one in ledgers.group(AUTHORIZATIONS, event.account, use)
        if one.in_force(event.time) and covers(one.scope, event)
    ]
    return min(found, key=lambda one: (-len(one.scope), one.id), default=None)


def covers(scope: dict[str, Any], event: Event) -> bool:
    """Whether every field of a scope matches the event. A field that the event does not have matches nothing."""
    return all(_matches(field_value(event, path), wanted) for path, wanted in scope.items())


def _matches(value: Any, wanted: Any) -> bool:
    """A value is one of those wanted; of a list in the event, each item is. Networks cover their addresses."""
    if value is UNSET or value is None:
        return False
    allowed = wanted if isinstance(wanted, list | tuple) else (wanted,)
    values = value if isinstance(value, list | tuple) else (value,)
    return bool(values) and all(any(_same(one, other) for other in allowed) for one in values)


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, bool) is not isinstance(wanted, bool):
        return False
    if isinstance(value, str) and isinstance(wanted, str):
        return value == wanted or ("/" in wanted and _inside(value, wanted))
    return bool(value == wanted)


def _inside(address: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


@ledger_function("authorization", BOOL, cost=4.0, use=STRING)
def authorized(ledgers: Ledgers, event: Event, use: str) -> bool:
    """Whether an authorization of the event's account for this use is in force at the event's time and its scope covers
    the event: each field of the scope has one of the values it lists (networks cover their addresses).
    """
    return covering(ledgers, event, use) is not None


@ledger_function("authorization.conditions", STRINGS, cost=5.0, use=STRING)
def conditions(ledgers: Ledgers, event: Event, use: str) -> list[str]:
    """The conditions written into the authorization that covers the event; [] when there is none."""
    found = covering(ledgers, event, use)
    return [] if found is None else list(found.conditions)


@ledger_function("authorization.held", BOOL, cost=4.0, use=STRING)
def held(ledgers: Ledgers, event: Event, use: str) -> bool:
    """Whether the account has an authorization for this use in force at the event's time, whatever its scope: true
    while `authorization(use)` is false means that the event is outside the scope.
    """
    return any(one.in_force(event.time) for one in ledgers.group(AUTHORIZATIONS, event.account, use))


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (authorized, conditions, held)
