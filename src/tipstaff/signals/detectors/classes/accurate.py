"""The accurate tier: what the fast tier is not sure of goes to a neural network (`tipstaff.signals.model.neural`).

`text.hate_accurate` is the fast score where that is clear, and the network's where it lies in the uncertain band;
`text.hate_tier` says which of the two spoke. Ten to thirty milliseconds when the network is asked, so for rules that
hold a text for review, or where a decision may take that long. Without the extra `accurate` an uncertain text makes the
signal unavailable: the rule's `on_error` applies, and the record says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tipstaff.cel.types import DOUBLE, STRING
from tipstaff.signals.detectors.classes.fast import band, fast, too_brief, why
from tipstaff.signals.detectors.classes.reading import LANGUAGES
from tipstaff.signals.model.neural import accurate
from tipstaff.signals.signal import Finding, Signal, View

FAST, ACCURATE = "fast", "accurate"
_CLASSES = {
    "hate": "attacks people for what they are",
    "harassment": "insults or degrades the person who is addressed",
    "threat": "threatens somebody with violence",
    "selfharm": "urges somebody to harm themselves",
}


def tier(of: str) -> Callable[[View], str]:
    """Which tier speaks for this text."""
    quick = fast(of)

    def speaks(view: View) -> str:
        low, high = band(of)
        return ACCURATE if low <= quick(view) < high and not too_brief(of, view) else FAST

    return speaks


def tiered(of: str) -> Callable[[View], float]:
    """The fast score where it is clear, the network's where it is not."""
    quick, speaks = fast(of), tier(of)

    def score(view: View) -> float:
        return accurate(view.text)[of] if speaks(view) == ACCURATE else quick(view)

    return score


def _explained(of: str) -> Callable[[View], Sequence[Finding]]:
    speaks, patterns = tier(of), why(of)

    def explain(view: View) -> Sequence[Finding]:
        return [Finding(f"tier: {speaks(view)}"), *patterns(view)]

    return explain


SIGNALS: tuple[Signal, ...] = tuple(
    signal
    for of, does in _CLASSES.items()
    for signal in (
        Signal(
            name=f"text.{of}_accurate",
            type=DOUBLE,
            cost=20_000,
            version="1",
            languages=LANGUAGES,
            about=f"0 to 1: {does}; uncertain texts are judged by a neural network (extra `accurate`).",
            compute=tiered(of),
            explain=_explained(of),
        ),
        Signal(
            name=f"text.{of}_tier",
            type=STRING,
            cost=40,
            version="1",
            languages=LANGUAGES,
            about=f"Which tier speaks in `text.{of}_accurate`: `fast`, or `accurate` when the fast one is not sure.",
            compute=tier(of),
        ),
    )
)
