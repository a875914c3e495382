"""Which effects change what the next event of the account is judged by, so that it has to wait for them."""

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


def lasting(effects: Sequence[Effect], ledgers: Ledgers) -> bool:
    """Whether effects may change the answer to what conditions ask.

    A strike or an action that stands already is none: who goes on after a suspension sets nothing going any more. When
    that cannot be told from what is committed they count as new, which costs time and nothing else.
    """
    return any(effect.do not in REMEDIES or (effect.do in _STEPS and _is_new(effect, ledgers)) for effect in effects)


def _is_new(effect: Effect, ledgers: Ledgers) -> bool:
    args = effect.args
    clause, category = str(args.get("clause", effect.clause)), str(args.get("category", ""))
    case = live_case(ledgers, str(args.get("account", "")), clause, category)
    return case is None or not settled(ledgers, effect.do, args, case)
