"""What the text says of others: runs down a named party, claims its blessing, sends people elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.classes.reading import LANGUAGES, graded, scan_of, score_signal
from tipstaff.signals.grammar.phrases import Phrases
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.surroundings import ProtectedName

endorsement, redirect = graded("endorsement"), graded("redirect")
# How many words may lie between a name and what is said of it.
_NEAR = 14


def disparagement(view: View) -> float:
    """0 to 1: negative words near a protected name of somebody else; 0 when the text names none."""
    left = 1.0
    for weight in _aimed(view).values():
        left *= 1 - weight
    return round(1 - left, 4)


def _aimed(view: View) -> dict[str, float]:
    """What is said near a protected name, with its weight."""
    said = scan_of(view).classes.get("rundown", ())
    if not said:
        return {}
    named = _names(tuple(view.surroundings.protected_names()))
    places = [hit for hit in named.hits(view.text.joined) if view.event.account not in hit.sets]
    return {
        f"{place.phrase}: {one.match.hits[0].phrase}": one.weight
        for one in said
        for place in places[:50]
        if -_NEAR <= place.first - one.match.last <= _NEAR or -_NEAR <= one.match.first - place.last <= _NEAR
    }


@lru_cache(maxsize=4)
def _names(protected: tuple[ProtectedName, ...]) -> Phrases:
    """Protected names as phrases, in sets called after their owners."""
    owned: dict[str, list[str]] = {}
    for name in protected:
        owned.setdefault(name.owner or "nobody", []).append(name.name)
    return Phrases(owned)


def _explain(view: View) -> Sequence[Finding]:
    return [Finding(what) for what in _aimed(view)]


SIGNALS: tuple[Signal, ...] = (
    Signal(
        name="text.disparagement",
        type=DOUBLE,
        cost=11,
        version="1",
        languages=LANGUAGES,
        about="0 to 1: runs down a party whose name is protected and somebody else's; 0 when none is named.",
        compute=disparagement,
        explain=_explain,
    ),
    score_signal(
        "text.endorsement",
        "0 to 1: claims that somebody sponsors, approves or recommends the sender.",
        endorsement,
        "endorsement",
    ),
    score_signal(
        "text.redirect",
        "0 to 1: sends people elsewhere (telephone, mail, site, another app) instead of answering here.",
        redirect,
        "redirect",
    ),
)
