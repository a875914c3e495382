"""Do links look like links that were set up to deceive, by host and path? The worst one counts."""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.links.showing import finding
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.urls.finding import Link
from tipstaff.signals.urls.of_event import clickable
from tipstaff.signals.urls.paths import path_evidence, telling_words
from tipstaff.signals.urls.scoring import link_score

# A mail of a thousand links is judged by its first ones.
_MOST = 200


def score(view: View) -> float:
    """0 to 1: the highest of all links; 0 without links."""
    return round(max(map(link_score, clickable(view)[:_MOST]), default=0.0), 4)


def _explain(view: View) -> Sequence[Finding]:
    links = clickable(view)[:_MOST]
    ranked = sorted(((link_score(link), at) for at, link in enumerate(links)), reverse=True)[:5]
    return [finding(links[at], _why(value, links[at])) for value, at in ranked if value >= 0.05]


def _why(value: float, link: Link) -> str:
    """The score, and what behind the host added to it: kinds of evidence, and words that such pages use."""
    added, kinds = path_evidence(link)
    return ", ".join([f"{value:.2f}", *kinds, *(f'"{word}"' for word in telling_words(link) if added > 0.0)])


SIGNALS = (
    Signal(
        name="links.score",
        type=DOUBLE,
        cost=40,
        version="5",
        languages=(),
        about="0 to 1: how much a link looks set up to deceive, by the letters of host and path: a weak sign.",
        compute=score,
        explain=_explain,
    ),
)
