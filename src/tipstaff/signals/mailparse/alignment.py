"""Do two domains belong together? Strict: they are the same. Relaxed: they share a registered domain (RFC 7489)."""

from __future__ import annotations

from typing import Literal

from tipstaff.signals.urls.suffixes import registrable

Alignment = Literal["strict", "relaxed", "none", ""]

_ORDER: tuple[Alignment, ...] = ("strict", "relaxed", "none", "")


def alignment(one: str, other: str) -> Alignment:
    """`strict`, `relaxed` or `none`; "" when one of them is not there."""
    if not one or not other:
        return ""
    if one == other:
        return "strict"
    return "relaxed" if registrable(one) == registrable(other) else "none"


def closest(*found: Alignment) -> Alignment:
    """The best of several: strict before relaxed before none before not known."""
    return min(found, key=_ORDER.index, default="")
