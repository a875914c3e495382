"""Does the text tell one of the stories by which people are robbed?"""

from __future__ import annotations

from tipstaff.signals.detectors.classes.reading import graded, score_signal
from tipstaff.signals.signal import Signal

fraud = graded("fraud")

SIGNALS: tuple[Signal, ...] = (
    score_signal(
        "text.fraud",
        "0 to 1: a scam's story: advance fees, prizes, sure returns, a relative in need, false support, forgeries.",
        fraud,
        "fraud",
    ),
)
