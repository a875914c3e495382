"""Links that stand on a list of the operator: the link itself, its host, or a domain above it."""

from __future__ import annotations

from tipstaff.cel.types import STRING, STRINGS
from tipstaff.signals.signal import SignalFunction, View
from tipstaff.signals.urls.of_event import links_of
from tipstaff.signals.urls.plain import places


def listed(view: View, list_name: str) -> list[str]:
    """The links that are on the list, each once."""
    known = view.surroundings.listed
    found = view.once(links_of)
    every = dict.fromkeys((link.url, link.host) for link in (*found.clicked, *found.loaded))
    return [url for url, host in every if any(known(list_name, place) for place in places(url, host))]


SIGNALS = (
    SignalFunction(
        name="links.listed",
        params=(STRING,),
        result=STRINGS,
        cost=20,
        version="1",
        languages=(),
        about="Links on one of the operator's lists: the link itself, its host, or a domain above it.",
        compute=listed,
    ),
)
