"""Whom does a text speak to: a party whose name is protected, and nobody else?

    text.at_party    "Lumetra, you useless lot" speaks to Lumetra; "Lumetra, and you Julie, ..." to a person as well

A firm can be run down, and a person decides about that; a person can be insulted. Where any person might be meant
(another name, he or she), the answer is no.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tipstaff.cel.types import BOOL
from tipstaff.signals.detectors.classes.reading import LANGUAGES
from tipstaff.signals.signal import Signal, View

# What is read of a text; insults stand early.
_LIMIT = 4_000
_GREETING = r"(?:(?:hey|hi|dear|yo|cher|ch[èe]re|salut|h[ée]|eh|oh)\s+)?"
# After these a name is called: "fuck you Acme", "allez vous faire foutre Acme".
_TOLD = r"(?:you|off|yourselves?|toi|vous|foutre|gueule|enculer|honte)"
_THIRD = re.compile(r"\b(?:he|she|him|her|his|hers|il|elle|lui)\b", re.IGNORECASE)
# A capital within a sentence names somebody; "I" does not.
_NAMED = re.compile(r"(?<=[\w,;:)\"'’])\s+(?!I\b)([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)")


def at_party(view: View) -> bool:
    """Whether the text calls a protected party that is not the sender's own, and no person beside it."""
    names = tuple(one.name for one in view.surroundings.protected_names() if one.owner != view.event.account)
    raw = view.text.raw[:_LIMIT]
    if not names or not raw:
        return False
    calling, whole = _patterns(names)
    if calling.search(raw) is None:
        return False
    rest = whole.sub(" ", raw)
    return _THIRD.search(rest) is None and _NAMED.search(rest) is None


@lru_cache(maxsize=4)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where the names are called, and the names as whole words."""
    name = "(?:" + "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True)) + ")"
    ways = (
        rf"(?:^|[.!?\n])\s*{_GREETING}@?{name}\s*[,!:;]",
        rf"[,;]\s*@?{name}\s*(?:[,;!.?]|$)",
        rf"\b{_TOLD},?\s+@?{name}\b",
    )
    return re.compile("|".join(ways), re.IGNORECASE), re.compile(rf"@?\b{name}\b", re.IGNORECASE)


SIGNALS = (
    Signal(
        name="text.at_party",
        type=BOOL,
        cost=8,
        version="1",
        languages=LANGUAGES,
        about="Whether the text speaks to a party whose name is protected and somebody else's, and to no person.",
        compute=at_party,
    ),
)
