"""A decision as it is answered and kept: what goes to ledgers and callers by name is masked in it.

The effects themselves stand with their arguments in the outbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from tipstaff.vocab.arguments import masked
from tipstaff.vocab.decision import Decision, Effect, Obligation

encode: Final = msgspec.json.Encoder().encode


def shown(decision: Decision) -> Decision:
    """The decision without addresses among the arguments of its effects and the details of its obligations."""
    if not decision.effects and not decision.obligations:
        return decision
    duties = [Obligation(duty.kind, duty.clause, masked(duty.detail)) for duty in decision.obligations]
    return msgspec.structs.replace(decision, effects=shown_effects(decision.effects), obligations=duties)


def shown_effects(effects: Iterable[Effect]) -> list[Effect]:
    """Effects with their arguments masked."""
    return [Effect(effect.do, masked(effect.args), effect.clause) for effect in effects]
