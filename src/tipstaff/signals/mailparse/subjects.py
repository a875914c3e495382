"""Marks of an answer (`Re:`) or of a forwarded mail (`Fwd:`) at the beginning of a subject, in many languages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from tipstaff.signals.shipped import DATA

Mark = Literal["reply", "forward", ""]

_MARK = re.compile(
    r"\s*(?:\[[^\[\]]{0,60}\]\s*)?([^\W\d_]{1,12}(?:[ .][^\W\d_]{1,4})?)\.?\s?(?:\[\d+\]|\(\d+\)|\^\d+|\d+)?\s*[:：]"
)


def mark_of(subject: str) -> Mark:
    """What the first mark of a subject says; list names in brackets may stand before it."""
    found = _MARK.match(subject[:200])
    return _marks().get(found[1].casefold(), "") if found else ""


@lru_cache(maxsize=1)
def _marks() -> dict[str, Mark]:
    known: dict[str, Mark] = {}
    for line in (DATA / "mail" / "subject_marks.txt").read_text(encoding="utf-8").splitlines():
        kind, colon, words = line.partition(":")
        if colon and kind in ("reply", "forward"):
            mark: Mark = "reply" if kind == "reply" else "forward"
            known.update(dict.fromkeys((word.strip().casefold() for word in words.split(",") if word.strip()), mark))
    return known
