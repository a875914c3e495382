"""The detectors, one file each. A new one is a file here and a line in DETECTORS; they do not know each other."""

from __future__ import annotations

from tipstaff.signals.detectors import (
    abusive,
    age,
    deploy,
    evasion,
    gated,
    hours,
    keywords,
    language,
    links,
    lookalike,
    number,
    phishing,
    restricted,
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
    *restricted.SIGNALS,
    *number.SIGNALS,
    *hours.SIGNALS,
    *age.SIGNALS,
    *keywords.SIGNALS,
    *lookalike.SIGNALS,
    *deploy.SIGNALS,
)
