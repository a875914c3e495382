"""Effects that open cases, leave strikes and set actions going: named in the decision before it is recorded.

    effects ─▶ named: each gets the id of the case that is open under its clause, or of the one to be opened
            └▶ carried out after the decision is recorded, in the same transaction

More of the same goes to the open case and changes nothing else: such a decision costs a look-up and names the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tipstaff.cases.opening import live_case
from tipstaff.cases.records.case import Case
from tipstaff.cases.settled import settled
from tipstaff.ledgers import Ledgers
from tipstaff.store import Transaction
from tipstaff.vocab.decision import Effect

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


class Opening(NamedTuple):
    """What cases are opened with.

    Attributes:
        decision: its id.
        versions: of the clauses that it cites.
        fresh: ids for cases that are not open yet.
    """

    decision: str
    versions: Mapping[str, str]
    fresh: Sequence[str]


def named(opening: Opening, effects: Sequence[Effect], ledgers: Ledgers, find: Find) -> tuple[str | None, list[Effect]]:
    """The case of a decision, and its effects with theirs; without those that have nothing left to do.

    Args:
        ledgers: as the transaction sees them.
        find: finds the open case of a place.
    """
    opened = {_place(effect): None for effect in effects if effect.do == OPEN}
    live = {place: case for place in opened if (case := find(place)) is not None}
    waiting = iter(opening.fresh)
    found = {place: live[place].id if place in live else next(waiting) for place in opened}
    left: list[Effect] = []
    for effect in effects:
        if found and effect.do in REMEDIES:
            case = live.get(_place(effect))
            if case is not None and settled(ledgers, effect.do, effect.args, case):
                continue
            effect = _with_case(effect, found, opening)  # noqa: PLW2901 - the same effect, more of it known
            if effect in left:
                continue
        left.append(effect)
    return next(iter(found.values()), None), left


def _place(effect: Effect) -> Place:
    args = effect.args
    return (str(args.get("account", "")), str(args.get("clause", effect.clause)), str(args.get("category", "")))


def _with_case(effect: Effect, found: Mapping[Place, str], opening: Opening) -> Effect:
    case = found.get(_place(effect), "")
    more: dict[str, Any] = {"decision": opening.decision}
    if effect.do == OPEN:
        more |= {"id": case, "clause": effect.clause, "version": opening.versions.get(effect.clause, "")}
    elif case:
        more |= {"case": case}
    return Effect(effect.do, {**effect.args, **more}, effect.clause)
