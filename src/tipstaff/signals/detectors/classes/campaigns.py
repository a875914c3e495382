"""Which of the eleven kinds of bulk campaign that providers prohibit does the text belong to?"""

from __future__ import annotations

from collections.abc import Sequence

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
# Two different phrases of a kind, at least one of them of its own, and words of advertising beside them.
ENOUGH = 1.5
_PUSH = 0.6


def campaigns(view: View) -> list[str]:
    """Kinds whose different phrases add up to enough, sorted; words of advertising add a little to each."""
    found = scan_of(view).weights("campaign")
    push = min(_PUSH, found.pop("advert", 0.0))
    return [kind for kind in KINDS if kind in found and found[kind] + push >= ENOUGH and found[kind] >= 1.0]


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
