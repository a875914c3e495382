"""The detectors, one file each. A new one is a file here and a line in DETECTORS; they do not know each other."""

from __future__ import annotations

from tipstaff.signals.detectors import age, evasion, hours, keywords, links, number, restricted
from tipstaff.signals.signal import Signal, SignalFunction

DETECTORS: tuple[Signal | SignalFunction, ...] = (
    *evasion.SIGNALS,
    *links.SIGNALS,
    *restricted.SIGNALS,
    *number.SIGNALS,
    *hours.SIGNALS,
    *age.SIGNALS,
    *keywords.SIGNALS,
)
