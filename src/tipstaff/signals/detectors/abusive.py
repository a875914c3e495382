"""Does the text insult or threaten whoever reads it, or a group?"""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.text.lexicon import Hit, lexicon

_KINDS = ("threat", "attack", "slur", "insult", "rude", "profane")
# What a word weighs when it is said to somebody.
_ADDRESSED = {"insult": 0.85, "rude": 0.5}
# How many words may lie between an insult and whom it is said to.
_NEAR = 40


def abusive(view: View) -> float:
    """0 to 1: 1 less the product of what each different finding leaves open; a lone swear word stays below 0.5."""
    left = 1.0
    for weight in {hit.phrase: weight for hit, weight in _weighed(view)}.values():
        left *= 1 - weight
    return round(1 - left, 4)


def _weighed(view: View) -> list[tuple[Hit, float]]:
    """Findings with their weight; an insult near a "you" counts as an attack, longer phrases swallow their parts."""
    hits = list(lexicon("abusive").hits(view.text.words))
    addressed = [hit.start for hit in hits if hit.kind == "address"]
    found = sorted((hit for hit in hits if hit.kind in _KINDS), key=lambda hit: (-hit.weight, hit.start - hit.end))
    kept: list[tuple[Hit, float]] = []
    for hit in found:
        if any(hit.start < other.end and other.start < hit.end for other, _ in kept):
            continue
        aimed = any(abs(hit.start - start) <= _NEAR for start in addressed)
        kept.append((hit, _ADDRESSED.get(hit.kind, hit.weight) if aimed else hit.weight))
    return kept


def _explain(view: View) -> Sequence[Finding]:
    return [Finding(f"{hit.kind}: {hit.phrase}") for hit, _ in _weighed(view)]


SIGNALS = (
    Signal(
        name="text.abusive",
        type=DOUBLE,
        cost=50,
        version="1",
        languages=("en", "fr"),
        about="0 to 1: insults and threats said to the reader, or slurs against a group.",
        compute=abusive,
        explain=_explain,
    ),
)
