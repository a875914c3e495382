"""Which effects change what events to come are judged by, and whose, so that those have to wait for them.

a seat taken, a use, an opt-out of one account      the events of that account
a strike, a suspension, an account put              the same; everybody's, where it stands in a tree or has numbers
an opt-out everywhere, an entry of a list, ...      everybody's
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from tipstaff.app.recording.remedies import OPEN, REMEDIES
from tipstaff.cases.opening import live_case
from tipstaff.cases.settled import settled
from tipstaff.ledgers import Ledgers
from tipstaff.ledgers.kind import Index, Kind
from tipstaff.ledgers.records.accounts import ACCOUNTS, CHILDREN
from tipstaff.ledgers.records.numbers import BY_ACCOUNT, NUMBERS
from tipstaff.vocab.decision import Effect

_STEPS: Final = REMEDIES - {OPEN}
"""Of the remedies, those by which an account, or a subject of it, may stand differently at once. That a case is open,
no condition can ask."""

EVERYBODY: Final = ""
"""Stands for all accounts, where accounts are named: none is called so."""

_OF_ONE: Final = frozenset({"channel", "consent", "feature", "meter", "programme", "seat", "silence", "suppression"})
"""What is asked for under the account that it is about, and for no other."""

_OF_STANDING: Final = frozenset({"account", "action", "strike"})
"""What follows from an account's standing: accounts below it stand no better, part of a strike counts above it, and its
numbers are cut off, of which anybody can ask."""

_REMEMBERED: Final = 20_000
_encode: Final = msgspec.json.Encoder().encode


class Lasting:
    """Tells them apart.

    A strike or an action that stands already changes nothing: who goes on after a suspension sets nothing going any
    more. That is remembered as long as no entry changes. When it cannot be told from what is committed they count as
    new, which costs time and nothing else.

    Args:
        ledgers: as they are committed.
    """

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._stamp = -1
        self._standing: set[tuple[str, str, bytes]] = set()

    def accounts(self, account: str, effects: Sequence[Effect]) -> tuple[str, ...]:
        """The accounts for which effects may change the answer to what conditions ask, or `EVERYBODY` alone; none where
        they change nothing. What is not known to concern some accounts only concerns everybody.

        Args:
            account: the event's, which has to wait whatever the effects are about.
            effects: what follows from the event.
        """
        found = [one for one in effects if one.do not in REMEDIES or (one.do in _STEPS and not self._stands(one))]
        if not found:
            return ()
        concerned = {account, *map(self._concerned, found)}
        return (EVERYBODY,) if EVERYBODY in concerned else tuple(concerned)

    def _concerned(self, effect: Effect) -> str:
        """The one account that it concerns, or `EVERYBODY`."""
        noun, args = effect.do.partition(".")[0], effect.args
        name = args.get("id" if noun == "account" else "account")
        if not isinstance(name, str):
            return EVERYBODY
        alone = noun in _OF_ONE or (noun in _OF_STANDING and not args.get("parent") and self._stands_alone(name))
        return name if alone else EVERYBODY

    def _stands_alone(self, account: str) -> bool:
        """Whether nobody is above it or below it, and no number is on file for it."""
        if self._ledgers.account(account).parent:
            return False
        return not (self._is_named(ACCOUNTS, CHILDREN, account) or self._is_named(NUMBERS, BY_ACCOUNT, account))

    def _is_named(self, kind: Kind[Any], index: Index, account: str) -> bool:
        rows = self._ledgers.shelf.scan(kind.index_kind(index), kind.index_prefix(index, (account,)))
        return next(iter(rows), None) is not None

    def _stands(self, effect: Effect) -> bool:
        stamp = self._ledgers.stamp
        if stamp != self._stamp or len(self._standing) >= _REMEMBERED:
            self._stamp, self._standing = stamp, set()
        key = (effect.do, effect.clause, _encode(effect.args))
        if key in self._standing:
            return True
        stands = self._looked_up(effect)
        if stands:
            self._standing.add(key)
        return stands

    def _looked_up(self, effect: Effect) -> bool:
        args = effect.args
        clause, category = str(args.get("clause", effect.clause)), str(args.get("category", ""))
        case = live_case(self._ledgers, str(args.get("account", "")), clause, category)
        return case is not None and settled(self._ledgers, effect.do, args, case)
