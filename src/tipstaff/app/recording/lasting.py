"""Which effects change what the next event of an account is judged by, so that it has to wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from tipstaff.app.recording.remedies import OPEN, REMEDIES
from tipstaff.cases.opening import live_case
from tipstaff.cases.settled import settled
from tipstaff.ledgers import Ledgers
from tipstaff.vocab.decision import Effect

_STEPS: Final = REMEDIES - {OPEN}
"""Of the remedies, those by which an account, or a subject of it, may stand differently at once. That a case is open,
no condition can ask."""

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
        """The accounts for which effects may change the answer to what conditions ask; none where they change nothing.

        Args:
            account: the event's, which has to wait whatever the effects are about.
            effects: what follows from the event.
        """
        found = [one for one in effects if one.do not in REMEDIES or (one.do in _STEPS and not self._stands(one))]
        named = (one.args.get("account") for one in found)
        return tuple({account, *(name for name in named if isinstance(name, str) and name)}) if found else ()

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
