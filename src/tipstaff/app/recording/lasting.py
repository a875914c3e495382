"""Which effects change what the next event of an account is judged by, so that it has to wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tipstaff.app.recording.remedies import OPEN, REMEDIES
from tipstaff.cases.opening import live_case
from tipstaff.cases.settled import settled
from tipstaff.ledgers import Ledgers
from tipstaff.vocab.decision import Effect

_STEPS: Final = REMEDIES - {OPEN}
"""Of the remedies, those by which an account, or a subject of it, may stand differently at once. That a case is open,
no condition can ask."""


def lasting(account: str, effects: Sequence[Effect], ledgers: Ledgers) -> tuple[str, ...]:
    """The accounts for which effects may change the answer to what conditions ask; none where they change nothing.

    A strike or an action that stands already is none: who goes on after a suspension sets nothing going any more. When
    that cannot be told from what is committed they count as new, which costs time and nothing else.

    Args:
        account: the event's, which has to wait whatever the effects are about.
        effects: what follows from the event.
        ledgers: as they are committed.
    """
    found = [one for one in effects if one.do not in REMEDIES or (one.do in _STEPS and _is_new(one, ledgers))]
    named = (one.args.get("account") for one in found)
    return tuple({account, *(name for name in named if isinstance(name, str) and name)}) if found else ()


def _is_new(effect: Effect, ledgers: Ledgers) -> bool:
    args = effect.args
    clause, category = str(args.get("clause", effect.clause)), str(args.get("category", ""))
    case = live_case(ledgers, str(args.get("account", "")), clause, category)
    return case is None or not settled(ledgers, effect.do, args, case)
