"""Which age-gated kinds of content does the text push: alcohol, gambling, tobacco, firearms, adult?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipstaff.cel.types import STRINGS
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.text.lexicon import lexicon

KINDS = ("adult", "alcohol", "firearms", "gambling", "tobacco")
ENOUGH = 1.0
_PRICE = re.compile(r"-?\d+ ?%|[$£€] ?\d|\d ?(?:[$£€]|eur\b|euros?\b)", re.IGNORECASE)


def gated(view: View) -> list[str]:
    """Kinds whose different words add up to a whole; a commercial word or a price counts half, for any kind, once."""
    found = lexicon("gated").weigh(view.text.words)
    if not any(kind in found for kind in KINDS):
        return []
    push = min(0.5, found.get("commercial", 0.0)) or (0.5 if _PRICE.search(view.text.folded.text) else 0.0)
    return [kind for kind in KINDS if kind in found and found[kind] + push >= ENOUGH]


def _explain(view: View) -> Sequence[Finding]:
    kinds = gated(view)
    hits = lexicon("gated").hits(view.text.words)
    return [Finding(f"{hit.kind}: {hit.phrase}") for hit in hits if hit.kind in kinds]


SIGNALS = (
    Signal(
        name="text.gated",
        type=STRINGS,
        cost=40,
        version="1",
        languages=("en", "fr"),
        about="Age-gated kinds that the text pushes: adult, alcohol, firearms, gambling, tobacco.",
        compute=gated,
        explain=_explain,
    ),
)
