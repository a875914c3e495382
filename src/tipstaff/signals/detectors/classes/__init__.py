"""What a text does to people: attacks, threatens, endangers, deceives, pushes.

One class a file, or a few that belong together.
"""

from __future__ import annotations

from tipstaff.signals.detectors.classes import (
    abuse,
    accurate,
    campaigns,
    claims,
    explicit,
    fraud,
    gated,
    harm,
    hate,
    phishing,
)
from tipstaff.signals.signal import Signal

SIGNALS: tuple[Signal, ...] = (
    *hate.SIGNALS,
    *abuse.SIGNALS,
    *accurate.SIGNALS,
    *explicit.SIGNALS,
    *harm.SIGNALS,
    *claims.SIGNALS,
    *fraud.SIGNALS,
    *phishing.SIGNALS,
    *campaigns.SIGNALS,
    *gated.SIGNALS,
)
