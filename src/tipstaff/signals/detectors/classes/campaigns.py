"""Which of the eleven kinds of bulk campaign that providers prohibit does the text belong to?"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from tipstaff.signals.detectors.classes.reading import names_signal, said, scan_of
from tipstaff.signals.signal import Finding, Signal, View

KINDS = (
    "affiliate",
    "chain-letters",
    "credit-repair",
    "gambling",
    "lead-generation",
    "multilevel",
    "payday-loans",
    "penny-stocks",
    "pharmaceuticals",
    "prostitution",
    "pyramid",
)
# What a kind needs: a phrase of its own (1.0); half as much again where the text does not clearly read like spam, and
# more, the longer it is, where it does not read like promotion at all: a long honest mail brushes many subjects.
OWN, UNCLEAR, HONEST, LONGER = 1.0, 0.5, 2.0, 0.3
_PUSH, _SHORT = 0.6, 120
# A kind that is only brushed beside another is not what the text is about.
_SHARE = 0.7
# Scores of `text.spam`: above the first a text clearly is spam, below the second it does not read like promotion.
_SPAM, _PROMOTION = 0.9, 0.2


def campaigns(view: View) -> list[str]:
    """Kinds with a phrase of their own whose phrases add up to enough, sorted; advertising adds a little to each."""
    scan = scan_of(view)
    if "campaign" not in scan.stems:
        return []
    found = scan.weights("campaign")
    push = min(_PUSH, found.pop("advert", 0.0))
    most = max(found.values(), default=0.0)
    if most < OWN:
        return []
    need = max(OWN, _need(view) - push, most * _SHARE)
    return [kind for kind in KINDS if found.get(kind, 0.0) >= need and f"campaign.{kind}.10" in scan.names]


def _need(view: View) -> float:
    spam = view.get("text.spam")
    if not isinstance(spam, float) or spam >= _SPAM:
        return OWN
    size = view.text.size / _SHORT
    honest = HONEST * min(1.0, size) if spam < _PROMOTION else 0.0
    return OWN + UNCLEAR + honest + LONGER * log2(max(1.0, size))


def _explain(view: View) -> Sequence[Finding]:
    return said(view, campaigns(view), "campaign")


SIGNALS: tuple[Signal, ...] = (
    names_signal(
        "text.campaigns",
        "Prohibited kinds of bulk campaign: affiliate, chain-letters, credit-repair, gambling, lead-generation, "
        "multilevel, payday-loans, penny-stocks, pharmaceuticals, prostitution, pyramid.",
        campaigns,
        _explain,
    ),
)
