"""Texts as they may be stored: the restricted values in them blanked, their kind and first characters kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from tipstaff.native.kernels import kernel
from tipstaff.signals.detectors.personal.found import apart
from tipstaff.signals.detectors.personal.scan import numbers_in
from tipstaff.signals.detectors.personal.secrets import secrets_in
from tipstaff.signals.lazily import Library

re2 = Library("re2")

BLANK = "••••"
_KERNEL: Final[Any] = kernel("scrubbing")


def may_hold_values(text: str) -> bool:
    """Whether a text is worth looking at at all."""
    said: bool | None = _KERNEL.may_hold(text) if _KERNEL is not None else None
    return candidate().search(text) is not None if said is None else said


def holds_values(text: str) -> bool:
    """Whether there is anything to blank."""
    return may_hold_values(text) and bool(numbers_in(text) or secrets_in(text))


def blanked(text: str) -> str:
    """The text with every identifier, card, account, code and secret replaced by its first characters and dots.

    How long a value was is not told.
    """
    for found in reversed(apart([*secrets_in(text), *numbers_in(text)])):
        shown = text[found.start : found.start + (2 if found.end - found.start > 8 else 0)]
        text = f"{text[: found.start]}{shown}{BLANK}{text[found.end :]}"
    return text


@lru_cache(maxsize=1)
def candidate() -> Any:
    """What a text must hold for a number or a secret to be in it: nearly every event passes by this one pass alone."""
    return re2.compile(
        r"(?i)\d(?:[^\d\n]{0,3}\d){5}|[^\x00-\x7f]{6}|[a-z0-9_+/=-]{20}|-----BEGIN|pass(?:word|wd|phrase|wort)|pwd|mot.de.passe|"
        r"mdp|contrase|\b(?:cvv2?|cvc2?|cvn|cryptogramme|security code|code de|code secret|pin)\b|:[^\s/@]{4,}@"
    )
