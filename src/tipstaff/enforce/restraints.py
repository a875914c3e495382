"""Restrictions laid over a subject and taken off again: standings of accounts and channels, states of numbers, others.

    base      what the ledger said before the first action
    held      what each live action makes of it
    shown     the severest of these: what the ledger says now

When the ledger says something else than `shown`, somebody has set it since: that is the base from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import msgspec
from msgspec import Struct

from tipstaff.enforce.records.action import Action
from tipstaff.enforce.records.restraint import RESTRAINTS, Restraint
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.records.accounts import ACCOUNTS, Standing
from tipstaff.ledgers.records.channels import PROGRAMMES
from tipstaff.ledgers.records.numbers import BY_ACCOUNT, IN_SERVICE, NUMBERS, NumberState

ORDER: Final = (
    "", "good", "member", "pending", "active", "noticed", "limited", "quarantined", "suspended", "removed", "excluded",
    "disconnected", "reclaimed", "transferred", "terminated",
)  # fmt: skip
"""From the mildest to the severest: of several live actions the severest shows."""

_STANDINGS: Final = frozenset({"good", "limited", "suspended", "terminated"})
_NUMBERS: Final = frozenset({"disconnected", "reclaimed"})


class Place(Struct, frozen=True):
    """One subject: its scope, the account, and which one ("" for the account itself)."""

    scope: str
    account: str
    subject: str


def restrain(draft: Draft, action: Action) -> None:
    """Lay a live action over its subjects."""
    for place, effect in _touched(draft, action):
        hold(draft, place, action.id, effect)


def release(draft: Draft, action: Action) -> None:
    """Take an action off its subjects; what the others make of them, or what was there before any, shows again."""
    for place in _places(draft, action):
        let_go(draft, place, action.id)


def hold(draft: Draft, place: Place, holder: str, effect: str) -> None:
    """Lay an effect over one subject, in the name of an action or of whatever else holds it."""
    found = _known(draft, place)
    now = _read(draft, place)
    base = now if found is None or now != found.shown else found.base
    _show(draft, place, base, {**(found.held if found is not None else {}), holder: effect})


def let_go(draft: Draft, place: Place, holder: str) -> bool:
    """Take off what this holder laid over a subject; False when it held nothing."""
    found = _known(draft, place)
    if found is None or holder not in found.held:
        return False
    now = _read(draft, place)
    held = {name: effect for name, effect in found.held.items() if name != holder}
    _show(draft, place, found.base if now == found.shown else now, held)
    return True


def _show(draft: Draft, place: Place, base: str, held: Mapping[str, str]) -> None:
    shown = max((base, *held.values()), key=ORDER.index)
    if held:
        draft.put(RESTRAINTS, Restraint(place.scope, place.account, place.subject, base, shown, dict(held)))
    else:
        found = _known(draft, place)
        if found is not None:
            draft.drop(RESTRAINTS, found)
    if _read(draft, place) != shown:
        _WRITE.get(place.scope, _nowhere)(draft, place, shown)


def _touched(draft: Draft, action: Action) -> list[tuple[Place, str]]:
    """The subjects of an action with what it makes of each; none for an effect that its scope does not know."""
    if not action.effect:
        return []
    known = {"account": _STANDINGS, "channel": _STANDINGS, "number": _NUMBERS}
    places = _places(draft, action)
    return [(place, action.effect) for place in places if action.effect in known.get(place.scope, ORDER)]


def _places(draft: Draft, action: Action) -> list[Place]:
    if action.scope == "account" and action.effect in _NUMBERS:
        numbers = draft.by(NUMBERS, BY_ACCOUNT, action.account)
        serving = (*IN_SERVICE, "pending")
        held = [one for one in numbers if one.state in serving or _holds(draft, action, one.number)]
        return [Place("number", action.account, one.number) for one in held]
    return [Place(action.scope, action.account, action.subject)]


def _holds(draft: Draft, action: Action, number: str) -> bool:
    found = _known(draft, Place("number", action.account, number))
    return found is not None and action.id in found.held


def _known(draft: Draft, place: Place) -> Restraint | None:
    return draft.get(RESTRAINTS, place.account, place.scope, place.subject)


def _read(draft: Draft, place: Place) -> str:
    """What the ledger says of a subject; of one that no ledger knows, what the actions made of it."""
    account = draft.account(place.account)
    if place.scope == "account":
        return account.standing
    if place.scope == "channel":
        return account.channels.get(place.subject, "")
    if place.scope == "number":
        number = draft.get(NUMBERS, place.subject)
        return number.state if number is not None else ""
    if place.scope in _MEMBERS:
        states = [one.state for one in draft.group(PROGRAMMES, place.account) if one.subject == place.subject]
        if states:
            return max(states, key=lambda state: ORDER.index(state) if state in ORDER else 0)
    found = _known(draft, place)
    return found.shown if found is not None else ""


def _account(draft: Draft, place: Place, shown: str) -> None:
    account = draft.account(place.account)
    draft.put(ACCOUNTS, msgspec.structs.replace(account, standing=cast("Standing", shown)))


def _channel(draft: Draft, place: Place, shown: str) -> None:
    account = draft.account(place.account)
    others = {name: standing for name, standing in account.channels.items() if name != place.subject}
    mine = {place.subject: cast("Standing", shown)} if shown else {}
    draft.put(ACCOUNTS, msgspec.structs.replace(account, channels={**others, **mine}))


def _number(draft: Draft, place: Place, shown: str) -> None:
    number = draft.get(NUMBERS, place.subject)
    if number is not None and number.account == place.account:
        draft.put(NUMBERS, msgspec.structs.replace(number, state=cast("NumberState", shown)))


def _membership(draft: Draft, place: Place, shown: str) -> None:
    for one in draft.group(PROGRAMMES, place.account):
        if one.subject == place.subject:
            draft.put(PROGRAMMES, msgspec.structs.replace(one, state=shown or "member"))


def _nowhere(_draft: Draft, _place: Place, _shown: str) -> None:
    """No ledger has a standing for such a subject: the restraint itself says it."""


_MEMBERS: Final = frozenset({"ip", "domain"})
_WRITE: Final[Mapping[str, Callable[[Draft, Place, str], Any]]] = {
    "account": _account,
    "channel": _channel,
    "number": _number,
    "ip": _membership,
    "domain": _membership,
}
