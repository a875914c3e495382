"""Does the text tell one of the stories by which people are robbed?"""

from __future__ import annotations

from tipstaff.signals.detectors.classes.unseen import unseen_signal
from tipstaff.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (
    unseen_signal(
        "fraud",
        "0 to 1: a scam's story: advance fees, prizes, sure returns, a relative in need, false support, forgeries.",
    ),
)
