"""What a text does to people: attacks, threatens, endangers, deceives, pushes.

One class a file, or a few that belong together.
"""

from __future__ import annotations

from tipstaff.signals.detectors.classes import (
    abuse,
    accurate,
    addressed,
    campaigns,
    claims,
    explicit,
    fraud,
    gated,
    harm,
    hate,
    kinds,
    phishing,
)
from tipstaff.signals.signal import Signal, SignalFunction

SIGNALS: tuple[Signal | SignalFunction, ...] = (
    *hate.SIGNALS,
    *abuse.SIGNALS,
    *accurate.SIGNALS,
    *explicit.SIGNALS,
    *harm.SIGNALS,
    *claims.SIGNALS,
    *addressed.SIGNALS,
    *fraud.SIGNALS,
    *phishing.SIGNALS,
    *campaigns.SIGNALS,
    *gated.SIGNALS,
    *kinds.SIGNALS,
)
