"""The detectors, a file or a folder each. A new one is listed in DETECTORS; they do not know each other."""

from __future__ import annotations

from tipstaff.signals.detectors import (
    abusive,
    age,
    deployments,
    domains,
    evasion,
    gated,
    hours,
    html,
    keywords,
    language,
    links,
    lookalike,
    number,
    personal,
    phishing,
    spam,
)
from tipstaff.signals.signal import Signal, SignalFunction

DETECTORS: tuple[Signal | SignalFunction, ...] = (
    *spam.SIGNALS,
    *phishing.SIGNALS,
    *abusive.SIGNALS,
    *evasion.SIGNALS,
    *language.SIGNALS,
    *gated.SIGNALS,
    *links.SIGNALS,
    *html.SIGNALS,
    *domains.SIGNALS,
    *personal.SIGNALS,
    *number.SIGNALS,
    *hours.SIGNALS,
    *age.SIGNALS,
    *keywords.SIGNALS,
    *lookalike.SIGNALS,
    *deployments.SIGNALS,
)
