"""What can be known of an event: detectors and windows.

`catalogue()` names every signal with its type and cost; a `Reader` computes them for one event, at most once each and
only when asked. `windows` counts over time.
"""

from __future__ import annotations

from tipstaff.signals.catalogue import Catalogue, catalogue
from tipstaff.signals.reader import Reader
from tipstaff.signals.signal import Finding, Signal, SignalFunction
from tipstaff.signals.surroundings import NoSurroundings, ProtectedName, Surroundings

__all__ = [
    "Catalogue",
    "Finding",
    "NoSurroundings",
    "ProtectedName",
    "Reader",
    "Signal",
    "SignalFunction",
    "Surroundings",
    "catalogue",
]
