"""Telephone numbers: whose they are, of which kind, and what dialling them does."""

from tipstaff.signals.detectors.number import dialled, identity

SIGNALS = (*identity.SIGNALS, *dialled.SIGNALS)
