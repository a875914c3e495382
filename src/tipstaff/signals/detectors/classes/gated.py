"""Which age-gated kinds of content does the text push: alcohol, gambling, tobacco, firearms, adult?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tipstaff.signals.detectors.classes.reading import names_signal, said, scan_of
from tipstaff.signals.signal import Finding, Signal, View

KINDS = ("adult", "alcohol", "firearms", "gambling", "tobacco")
ENOUGH = 1.0
_PRICE = re.compile(r"-?\d+ ?%|[$£€] ?\d|\d ?(?:[$£€]|eur\b|euros?\b)", re.IGNORECASE)


def gated(view: View) -> list[str]:
    """Kinds whose different words add up to a whole; a commercial word or a price counts half, for any kind, once."""
    scan = scan_of(view)
    found = scan.weights("gated")
    if not any(kind in found for kind in KINDS):
        return []
    pushed = "gated.push.0" in scan.names or _PRICE.search(view.text.folded.text)
    push = 0.5 if pushed else 0.0
    return [kind for kind in KINDS if kind in found and found[kind] + push >= ENOUGH]


def _explain(view: View) -> Sequence[Finding]:
    return said(view, gated(view), "gated")


SIGNALS: tuple[Signal, ...] = (
    names_signal(
        "text.gated",
        "Age-gated kinds that the text pushes: adult, alcohol, firearms, gambling, tobacco.",
        gated,
        _explain,
    ),
)
