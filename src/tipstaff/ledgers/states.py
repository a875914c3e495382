"""The state of one entry for whoever asks by its fields: `expect` of scenarios, pages, the command line.

Each answer is plain JSON values with `is`: whether the thing asked about holds at the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from tipstaff.ledgers.functions.consent import concerning, in_force, shown
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.reading import json_values, plain
from tipstaff.ledgers.records.authorizations import AUTHORIZATIONS, BY_ID
from tipstaff.ledgers.records.consents import ANY, CONSENTS, Consent
from tipstaff.ledgers.records.licences import LICENCES, METERS
from tipstaff.ledgers.records.numbers import IN_SERVICE, NUMBERS
from tipstaff.ledgers.records.suppressions import BY_RECIPIENT, SUPPRESSIONS
from tipstaff.vocab.errors import NotFound
from tipstaff.vocab.event import Event

Fields = Mapping[str, Any]


def state_of(what: str, fields: Fields, ledgers: Ledgers, at: datetime) -> dict[str, Any]:
    """The state of one entry.

    Args:
        what: `suppressed`, `consent`, `proof`, `number`, `licence`, `meter`, `authorization` or `account`.
        fields: what names the entry, as in a scenario's `expect`; others are passed over.
    Returns:
        Its fields with `is`; only `{"is": False}` when there is no such entry.
    Raises:
        NotFound: no such state can be asked for.
    """
    ask = _STATES.get(what)
    if ask is None:
        raise NotFound(f"`{what}` is no state of a ledger; known are {', '.join(_STATES)}")
    return json_values(ask(ledgers, fields, at))


def _suppressed(ledgers: Ledgers, fields: Fields, at: datetime) -> dict[str, Any]:
    """Of every account when none is named, on any channel and for any purpose when none is named."""
    purpose = fields.get("purpose")
    token, account, channel = ledgers.party(_text(fields, "recipient")), fields.get("account"), fields.get("channel")
    everywhere = ledgers.by(SUPPRESSIONS, BY_RECIPIENT, token)
    here = (one for one in everywhere if account in (None, one.account) or not one.account)
    holding = [one for one in here if one.holds(at) and channel in (None, one.channel or channel)]
    holding = [one for one in holding if purpose in (None, one.purpose or purpose)]
    kinds = sorted({one.kind for one in holding})
    return {"is": bool(holding), "kinds": kinds} | ({"kind": kinds[0]} if len(kinds) == 1 else {})


def _consent(ledgers: Ledgers, fields: Fields, at: datetime) -> dict[str, Any]:
    asking = Event("", "", "", at, _text(fields, "account"), None, b"")
    recipient = _text(fields, "recipient")
    on_file = _on_file(ledgers, fields)
    # A channel or purpose that is not named asks for any: each that is on file is asked about in turn.
    channels = [fields["channel"]] if "channel" in fields else sorted({one.channel for one in on_file})
    purposes = [fields["purpose"]] if "purpose" in fields else sorted({one.purpose for one in on_file})
    abouts = [(channel, purpose) for channel in channels for purpose in purposes]
    held = [one for about in abouts for one in in_force(ledgers, asking, recipient, about)]
    found = held or [one for about in abouts for one in concerning(ledgers, asking, recipient, about)]
    return (shown(found[-1]) if found else {}) | {"is": bool(held)}


def _proof(ledgers: Ledgers, fields: Fields, at: datetime) -> dict[str, Any]:
    wanted = (fields.get("channel"), ANY)
    granted = (one for one in _on_file(ledgers, fields) if one.granted_at is not None and one.granted_at <= at)
    found = [shown(one) for one in granted if wanted[0] is None or one.channel in wanted]
    return (found[-1] if found else {}) | {"is": bool(found), "proof": found}


def _on_file(ledgers: Ledgers, fields: Fields) -> tuple[Consent, ...]:
    return ledgers.group(CONSENTS, _text(fields, "account"), ledgers.party(_text(fields, "recipient")))


def _number(ledgers: Ledgers, fields: Fields, _at: datetime) -> dict[str, Any]:
    found = ledgers.get(NUMBERS, _text(fields, "number"))
    return {"is": False} if found is None else plain(found) | {"is": found.state in IN_SERVICE}


def _licence(ledgers: Ledgers, fields: Fields, at: datetime) -> dict[str, Any]:
    found = ledgers.get(LICENCES, _text(fields, "id"))
    return {"is": False} if found is None else plain(found) | {"is": found.in_force(at)}


def _meter(ledgers: Ledgers, fields: Fields, at: datetime) -> dict[str, Any]:
    found = ledgers.get(METERS, _text(fields, "account"), _text(fields, "meter"))
    if found is None:
        return {"is": False}
    used = found.used_by(at)
    return plain(found) | {"is": True, "used": used, "exhausted": used >= found.ceiling}


def _authorization(ledgers: Ledgers, fields: Fields, at: datetime) -> dict[str, Any]:
    found = next(iter(ledgers.by(AUTHORIZATIONS, BY_ID, _text(fields, "id"))), None)
    return {"is": False} if found is None else plain(found) | {"is": found.in_force(at), "state": found.state_at(at)}


def _account(ledgers: Ledgers, fields: Fields, _at: datetime) -> dict[str, Any]:
    account = ledgers.account(_text(fields, "id"))
    return plain(account) | {"is": account.standing == "good", "channel": account.channels}


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value)


_STATES: Final[Mapping[str, Callable[[Ledgers, Fields, datetime], dict[str, Any]]]] = {
    "suppressed": _suppressed,
    "consent": _consent,
    "proof": _proof,
    "number": _number,
    "licence": _licence,
    "meter": _meter,
    "authorization": _authorization,
    "account": _account,
}
