"""Which language a reader gets."""

from __future__ import annotations

from collections.abc import Sequence


def accepted(header: str, known: Sequence[str]) -> str:
    """The first of the known languages in the order of an `Accept-Language` header; the first known one otherwise."""
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:32]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        language = tag.partition("-")[0].lower()
        if language in known and quality > 0:
            weighed.append((-quality, place, language))
    return min(weighed)[2] if weighed else known[0]
