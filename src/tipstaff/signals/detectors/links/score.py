"""Do the hosts of the links look like hosts that were set up to deceive? The worst one counts."""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.types import DOUBLE
from tipstaff.signals.detectors.links.showing import finding
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.urls.of_event import clickable
from tipstaff.signals.urls.scoring import host_score

# A mail of a thousand links is judged by its first ones; hosts are few even in long newsletters.
_MOST = 200


def score(view: View) -> float:
    """0 to 1: the highest of all hosts; 0 without links."""
    hosts = list(dict.fromkeys(link.host for link in clickable(view)))[:_MOST]
    return round(max(map(host_score, hosts), default=0.0), 4)


def _explain(view: View) -> Sequence[Finding]:
    found = {link.host: link for link in reversed(clickable(view)[:_MOST])}
    ranked = sorted(((host_score(host), host) for host in found), reverse=True)
    return [finding(found[host], f"{value:.2f}") for value, host in ranked[:5] if value >= 0.05]


SIGNALS = (
    Signal(
        name="links.score",
        type=DOUBLE,
        cost=40,
        version="1",
        languages=(),
        about="0 to 1: how much a link's host looks set up to deceive, by its letters alone: a weak sign. Popular: 0.",
        compute=score,
        explain=_explain,
    ),
)
