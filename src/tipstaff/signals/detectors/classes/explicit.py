"""Is the text sexual or obscene? Does it bring minors near sex?

What speaks of minors and sex is for a specialist: its words are never shown, quoted or placed, in no explanation.
"""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.classes.reading import LANGUAGES, graded, score_signal
from tipstaff.signals.signal import Finding, Signal, View

sexual, obscene, minors = graded("sexual"), graded("obscene"), graded("minors")


def _for_a_specialist(view: View) -> Sequence[Finding]:
    return [Finding("for a specialist; not shown")] if minors(view) else []


SIGNALS: tuple[Signal, ...] = (
    score_signal("text.sexual", "0 to 1: sexual content or offers.", sexual, "sexual"),
    score_signal("text.obscene", "0 to 1: obscene words, aimed at anybody or nobody.", obscene, "obscene"),
    Signal(
        name="text.minors",
        type=DOUBLE,
        cost=15,
        version="2",
        languages=LANGUAGES,
        about="0 to 1: anything about minors and sex. For a specialist at once; its words are never shown.",
        compute=minors,
        explain=_for_a_specialist,
    ),
)
