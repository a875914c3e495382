"""Effects that open cases, leave strikes and set actions going: named in the decision before it is recorded.

    effects ─▶ named: each gets the id of the case that is open under its clause, or of the one to be opened
            └▶ carried out after the decision is recorded, in the same transaction

More of the same goes to the open case and changes nothing else: such a decision costs a look-up and names the case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from tipstaff.cases.opening import live_case
from tipstaff.ledgers import Ledgers
from tipstaff.vocab.decision import Decision, Effect

OPEN: Final = "case.open"
REMEDIES: Final = frozenset({OPEN, "strike.issue", "action.apply"})
"""Effects that are about the same case when they are about the same account, clause and category."""


def cases_to_name(effects: Sequence[Effect]) -> int:
    """How many new ids `named` may need."""
    return sum(effect.do == OPEN for effect in effects)


def named(decision: Decision, fresh: Sequence[str], ledgers: Ledgers) -> Decision:
    """The decision with its case, and its effects with the ids of theirs.

    Args:
        fresh: ids for cases that are not open yet.
        ledgers: as the transaction sees them.
    """
    found: dict[tuple[Any, ...], str] = {}
    waiting = iter(fresh)
    for effect in decision.effects:
        place = _place(effect)
        if effect.do == OPEN and place not in found:
            live = live_case(ledgers, *place)
            found[place] = live.id if live is not None else next(waiting)
    if not found:
        return decision
    versions = {reason.clause: reason.version for reason in decision.reasons}
    effects = [
        _with_case(effect, found, decision.id, versions) if effect.do in REMEDIES else effect
        for effect in decision.effects
    ]
    unique = list({msgspec.json.encode(effect): effect for effect in effects}.values())
    return msgspec.structs.replace(decision, case=next(iter(found.values())), effects=unique)


def _place(effect: Effect) -> tuple[str, str, str]:
    args = effect.args
    return (str(args.get("account", "")), str(args.get("clause", effect.clause)), str(args.get("category", "")))


def _with_case(effect: Effect, found: dict[tuple[Any, ...], str], decision: str, versions: dict[str, str]) -> Effect:
    case = found.get(_place(effect), "")
    more: dict[str, Any] = {"decision": decision}
    if effect.do == OPEN:
        more |= {"id": case, "clause": effect.clause, "version": versions.get(effect.clause, "")}
    elif case:
        more |= {"case": case}
    return Effect(effect.do, {**effect.args, **more}, effect.clause)
