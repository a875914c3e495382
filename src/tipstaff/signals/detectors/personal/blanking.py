"""Texts as they may be stored: the restricted values in them blanked, their kind and first characters kept."""

from __future__ import annotations

import re

from tipstaff.signals.detectors.personal.found import apart
from tipstaff.signals.detectors.personal.scan import numbers_in
from tipstaff.signals.detectors.personal.secrets import secrets_in

BLANK = "••••"
# What a text must hold for a number or a secret to be in it. Everything else, nearly every event, passes by this alone.
_CANDIDATE = re.compile(
    r"[0-9](?:[^0-9\n]{0,3}[0-9]){5}|[^\x00-\x7f]{6}|[A-Za-z0-9_+/=-]{16}|-----BEGIN|passw|pwd|mot de passe|mdp|cvv|cvc|crypto|pin|:[^\s/@]{4,}@",
    re.IGNORECASE,
)


def may_hold_values(text: str) -> bool:
    """Whether a text is worth looking at at all."""
    return _CANDIDATE.search(text) is not None


def blanked(text: str) -> str:
    """The text with every identifier, card, account, code and secret replaced by its first characters and dots.

    How long a value was is not told.
    """
    for found in reversed(apart([*secrets_in(text), *numbers_in(text)])):
        shown = text[found.start : found.start + (2 if found.end - found.start > 8 else 0)]
        text = f"{text[: found.start]}{shown}{BLANK}{text[found.end :]}"
    return text
