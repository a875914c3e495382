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
from tipstaff.cases.settled import APPLY, joins, stands
from tipstaff.ledgers import Ledgers
from tipstaff.store import Transaction
from tipstaff.vocab.decision import Effect

Place = tuple[str, str, str]
"""(account, clause, category): where there is one open case."""

_REMEMBERED: Final = 20_000
OPEN: Final = "case.open"
REMEDIES: Final = frozenset({OPEN, "strike.issue", APPLY})
"""Effects that are about the same case when they are about the same account, clause and category."""


def opens_cases(effects: Sequence[Effect]) -> bool:
    """Whether cases are to be named before anything is recorded."""
    return any(effect.do == OPEN for effect in effects)


class LiveCases:
    """Which cases are open, remembered as long as no entry changes. Used in jobs of the store alone."""

    def __init__(self) -> None:
        self._as_of = -1
        self._found: dict[Place, Case | None] = {}

    def remembered(self, as_of: int) -> dict[Place, Case | None]:
        """What was found since an entry changed last; to be added to."""
        if as_of != self._as_of or len(self._found) >= _REMEMBERED:
            self._as_of, self._found = as_of, {}
        return self._found


class Seen:
    """Open cases as a transaction sees them; the ledgers are opened only where they must be asked.

    Args:
        tx: the transaction.
        open_ledgers: opens the ledgers as it sees them.
        live: what is remembered from transaction to transaction.
    """

    __slots__ = ("_ledgers", "_live", "_open", "_tx")

    def __init__(self, tx: Transaction, open_ledgers: Callable[[Transaction], Ledgers], live: LiveCases) -> None:
        self._tx = tx
        self._open = open_ledgers
        self._live = live
        self._ledgers: Ledgers | None = None

    @property
    def ledgers(self) -> Ledgers:
        """As the transaction sees them."""
        if self._ledgers is None:
            self._ledgers = self._open(self._tx)
        return self._ledgers

    def live_case(self, place: Place) -> Case | None:
        """The open case of a place."""
        as_of = self._tx.last_change
        if as_of is None:
            return live_case(self.ledgers, *place)
        found = self._live.remembered(as_of)
        if place not in found:
            found[place] = live_case(self.ledgers, *place)
        return found[place]

    def settled(self, effect: Effect, case: Case) -> bool:
        """Whether an effect has nothing left to do in an open case."""
        return stands(self.ledgers, effect.args, case) if effect.do == APPLY else joins(effect.do, effect.args, case)


class Opening(NamedTuple):
    """What cases are opened with.

    Attributes:
        decision: its id.
        versions: of the clauses that it cites.
        new_id: makes ids for cases that are not open yet.
    """

    decision: str
    versions: Mapping[str, str]
    new_id: Callable[[], str]


def named(opening: Opening, effects: Sequence[Effect], seen: Seen) -> tuple[str | None, list[Effect]]:
    """The case of a decision, and its effects with theirs; without those that have nothing left to do."""
    placed = [(effect, _place(effect)) for effect in effects]
    live = {place: seen.live_case(place) for effect, place in placed if effect.do == OPEN}
    found = {place: opening.new_id() if case is None else case.id for place, case in live.items()}
    left: list[Effect] = []
    for effect, place in placed:
        if found and effect.do in REMEDIES:
            case = live.get(place)
            if case is not None and seen.settled(effect, case):
                continue
            of_case = _with_case(effect, found.get(place, ""), opening)
            left += [of_case] if of_case not in left else []
        else:
            left.append(effect)
    return next(iter(found.values()), None), left


def _place(effect: Effect) -> Place:
    args = effect.args
    return (str(args.get("account", "")), str(args.get("clause", effect.clause)), str(args.get("category", "")))


def _with_case(effect: Effect, case: str, opening: Opening) -> Effect:
    more: dict[str, Any] = {"decision": opening.decision}
    if effect.do == OPEN:
        more |= {"id": case, "clause": effect.clause, "version": opening.versions.get(effect.clause, "")}
    elif case:
        more |= {"case": case}
    return Effect(effect.do, {**effect.args, **more}, effect.clause)
