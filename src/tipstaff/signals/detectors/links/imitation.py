"""Links whose host can be taken for a protected name of somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tipstaff.cel.types import STRINGS
from tipstaff.signals.detectors.links.showing import finding
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.urls.finding import Link
from tipstaff.signals.urls.hosts import unicode_host
from tipstaff.signals.urls.imitating import Imitation, Imitations
from tipstaff.signals.urls.of_event import clickable


def _found(view: View) -> Iterator[tuple[Link, Imitation]]:
    names = view.surroundings.protected_names()
    if names:
        known = Imitations.over(names)
        for link in clickable(view):
            imitation = known.of(link.host, view.event.account)
            if imitation:
                yield link, imitation


def urls(view: View) -> list[str]:
    """The links, in order."""
    return [link.url for link, _ in _found(view)]


def _explain(view: View) -> Sequence[Finding]:
    return [
        finding(link, f"{unicode_host(link.host)} looks like {imitation.name}: {imitation.how}")
        for link, imitation in _found(view)
    ]


SIGNALS = (
    Signal(
        name="links.lookalikes",
        type=STRINGS,
        cost=8,
        version="2",
        languages=(),
        about="Links whose host can be taken for a protected name of somebody else: letters, slips, additions.",
        compute=urls,
        explain=_explain,
    ),
)
