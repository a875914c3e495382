"""Effects that open cases, leave strikes and set actions going: named in the decision before it is recorded.

    effects ─▶ named: each gets the id of the case that is open under its clause, or of the one to be opened
            └▶ carried out after the decision is recorded, in the same transaction

More of the same goes to the open case and changes nothing else: such a decision costs a look-up and names the case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from tipstaff.cases.opening import live_case
from tipstaff.cases.records.case import Case
from tipstaff.cases.settled import settled
from tipstaff.ledgers import Ledgers
from tipstaff.store import Transaction
from tipstaff.vocab.decision import Decision, Effect

Place = tuple[str, str, str]
"""(account, clause, category): where there is one open case."""

Find = Callable[[Place], Case | None]

_REMEMBERED: Final = 20_000
OPEN: Final = "case.open"
REMEDIES: Final = frozenset({OPEN, "strike.issue", "action.apply"})
"""Effects that are about the same case when they are about the same account, clause and category."""


def cases_to_name(effects: Sequence[Effect]) -> int:
    """How many new ids `named` may need."""
    return sum(effect.do == OPEN for effect in effects)


class LiveCases:
    """Which cases are open, remembered as long as no entry changes. Used in jobs of the store alone."""

    def __init__(self) -> None:
        self._as_of = -1
        self._found: dict[Place, Case | None] = {}

    def seen_by(self, tx: Transaction, ledgers: Ledgers) -> Find:
        """Finds the open case of a place as the transaction sees it."""

        def find(place: Place) -> Case | None:
            as_of = tx.last_change
            if as_of is None:
                return live_case(ledgers, *place)
            if as_of != self._as_of or len(self._found) >= _REMEMBERED:
                self._as_of, self._found = as_of, {}
            if place not in self._found:
                self._found[place] = live_case(ledgers, *place)
            return self._found[place]

        return find


def named(decision: Decision, fresh: Sequence[str], ledgers: Ledgers, find: Find) -> Decision:
    """The decision with its case, and its effects with the ids of theirs; without those that have nothing left to do.

    Args:
        fresh: ids for cases that are not open yet.
        ledgers: as the transaction sees them.
        find: finds the open case of a place.
    """
    found: dict[Place, str] = {}
    live: dict[Place, Case] = {}
    waiting = iter(fresh)
    for effect in decision.effects:
        place = _place(effect)
        if effect.do == OPEN and place not in found:
            case = find(place)
            if case is not None:
                live[place] = case
            found[place] = case.id if case is not None else next(waiting)
    if not found:
        return decision
    versions = {reason.clause: reason.version for reason in decision.reasons}
    effects: list[Effect] = []
    for effect in decision.effects:
        if effect.do not in REMEDIES:
            effects.append(effect)
        elif (case := live.get(_place(effect))) is None or not settled(ledgers, effect.do, effect.args, case):
            named_effect = _with_case(effect, found, decision.id, versions)
            effects += [named_effect] if named_effect not in effects else []
    return msgspec.structs.replace(decision, case=next(iter(found.values())), effects=effects)


def joined(effects: Sequence[Effect], ledgers: Ledgers, find: Find) -> str | None:
    """The case to which effects only add more of the same, as `named` names it; None where something is to be done."""
    opened = {_place(effect) for effect in effects if effect.do == OPEN}
    case: Case | None = None
    for effect in effects:
        place = _place(effect)
        live = find(place) if effect.do in REMEDIES and place in opened else None
        if live is None or not settled(ledgers, effect.do, effect.args, live):
            return None
        case = case or (live if effect.do == OPEN else None)
    return case.id if case is not None else None


def _place(effect: Effect) -> Place:
    args = effect.args
    return (str(args.get("account", "")), str(args.get("clause", effect.clause)), str(args.get("category", "")))


def _with_case(effect: Effect, found: dict[Place, str], decision: str, versions: dict[str, str]) -> Effect:
    case = found.get(_place(effect), "")
    more: dict[str, Any] = {"decision": decision}
    if effect.do == OPEN:
        more |= {"id": case, "clause": effect.clause, "version": versions.get(effect.clause, "")}
    elif case:
        more |= {"case": case}
    return Effect(effect.do, {**effect.args, **more}, effect.clause)
