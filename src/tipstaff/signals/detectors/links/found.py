"""The links themselves, their hosts and their domains, and the tricks they were written with."""

from __future__ import annotations

from collections.abc import Sequence

from tipstaff.cel.types import STRINGS
from tipstaff.signals.detectors.links.showing import finding
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.urls.of_event import NONE, clickable, links_of
from tipstaff.signals.urls.suffixes import registrable


def urls(view: View) -> list[str]:
    """Links in the order they stand, each once, as meant; what markup links to and loads comes after the words."""
    found = view.once(links_of)
    return list(dict.fromkeys([link.url for link in (*found.clicked, *found.loaded)])) if found is not NONE else []


def hosts(view: View) -> list[str]:
    """The hosts of the links, each once."""
    found = view.once(links_of)
    if found is NONE:
        return []
    return list(dict.fromkeys([link.host for link in (*found.clicked, *found.loaded) if link.host]))


def domains(view: View) -> list[str]:
    """The registrable domains of the hosts, each once."""
    hosts: list[str] = view.get("links.hosts")  # type: ignore[assignment]  # declared below as list(string)
    return list(dict.fromkeys(map(registrable, hosts)))


def tricks(view: View) -> list[str]:
    """How links were disguised, sorted."""
    return sorted({trick for link in clickable(view) for trick in link.tricks})


def _explain(view: View) -> Sequence[Finding]:
    return [finding(link) for link in clickable(view)]


def _explain_tricks(view: View) -> Sequence[Finding]:
    return [finding(link, ", ".join(link.tricks)) for link in clickable(view) if link.tricks]


SIGNALS = (
    Signal(
        name="links.urls",
        type=STRINGS,
        cost=4,
        version="2",
        languages=(),
        about="Links of words and markup, as meant, each once; bare and disguised ones (`hxxp`, `[.]`) included.",
        compute=urls,
        explain=_explain,
    ),
    Signal(
        name="links.hosts",
        type=STRINGS,
        cost=3,
        version="2",
        languages=(),
        about="Hosts of the links as a browser would ask for them (lower case, `xn--`, addresses in dotted form), each "
        "once.",
        compute=hosts,
        explain=_explain,
    ),
    Signal(
        name="links.domains",
        type=STRINGS,
        cost=5,
        version="1",
        languages=(),
        about="Registrable domains of the links by the public suffix list, each once.",
        compute=domains,
        explain=_explain,
    ),
    Signal(
        name="links.tricks",
        type=STRINGS,
        cost=3,
        version="1",
        languages=(),
        about="Disguises of links: hxxp, dots, spaces, invisible, userinfo, percent, number, backslash.",
        compute=tricks,
        explain=_explain_tricks,
    ),
)
