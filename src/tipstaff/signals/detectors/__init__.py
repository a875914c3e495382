"""The detectors, a file or a folder each. A new one is listed in DETECTORS; they do not know each other."""

from __future__ import annotations

from tipstaff.signals.detectors import (
    age,
    behaviour,
    classes,
    company,
    deployments,
    domains,
    evasion,
    figures,
    files,
    fingerprint,
    hours,
    html,
    keywords,
    language,
    links,
    mail,
    number,
    personal,
    recording,
    saying,
    senders,
    spam,
)
from tipstaff.signals.signal import Signal, SignalFunction

DETECTORS: tuple[Signal | SignalFunction, ...] = (
    *spam.SIGNALS,
    *classes.SIGNALS,
    *evasion.SIGNALS,
    *language.SIGNALS,
    *fingerprint.SIGNALS,
    *links.SIGNALS,
    *mail.SIGNALS,
    *html.SIGNALS,
    *domains.SIGNALS,
    *personal.SIGNALS,
    *files.SIGNALS,
    *number.SIGNALS,
    *hours.SIGNALS,
    *age.SIGNALS,
    *figures.SIGNALS,
    *company.SIGNALS,
    *recording.SIGNALS,
    *keywords.SIGNALS,
    *saying.SIGNALS,
    *senders.SIGNALS,
    *behaviour.SIGNALS,
    *deployments.SIGNALS,
)
