"""Links of markup that show one domain and lead to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tipstaff.cel.types import STRINGS
from tipstaff.signals.detectors.links.showing import shown
from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.urls.finding import Link, links_in
from tipstaff.signals.urls.of_event import absolute
from tipstaff.signals.urls.suffixes import owned

_WRITTEN = re.compile(r"\bwww\.|/", re.IGNORECASE)


class Mismatch(NamedTuple):
    """A link, the host its words show and the host it leads to."""

    url: str
    shows: str
    leads: str


def mismatches(view: View) -> list[Mismatch]:
    """Links whose words show an address of another registered domain than the one they lead to."""
    if "html" not in view.event.data.__struct_fields__:
        return []
    return list(_found(view))


def _found(view: View) -> Iterator[Mismatch]:
    for anchor in view.once(page_of).anchors:
        link = absolute(anchor.url) if "." in anchor.text else None
        if link is None:
            continue
        for said in links_in(anchor.text)[:3]:
            if said.host and owned(said.host) != owned(link.host) and _is_shown(view, anchor.text, said):
                yield Mismatch(link.url, said.host, link.host)
                break


def _is_shown(view: View, text: str, said: Link) -> bool:
    """Whether the words of a link give an address: one that stands alone, is written as one (scheme, `www.`, path), or
    is a protected name. In a sentence, `CNET News.com: Top CIOs` names a magazine, and `vie for .org name` no site.
    """
    if _WRITTEN.search(text, said.start, said.end):
        return True
    if "spaces" in said.tricks:
        return False
    if not any(map(str.isalnum, text[: said.start] + text[said.end :])):
        return True
    names = view.surroundings.protected_names()
    return any("." in one.name and owned(said.host) == owned(one.name.lower()) for one in names)


def urls(view: View) -> list[str]:
    """The links, each once."""
    return list(dict.fromkeys(found.url for found in view.once(mismatches)))


def _explain(view: View) -> Sequence[Finding]:
    return [Finding(f"{shown(one.url)} (shows {one.shows})") for one in view.once(mismatches)]


SIGNALS = (
    Signal(
        name="links.mismatched",
        type=STRINGS,
        cost=10,
        version="2",
        languages=(),
        about="Links whose words are the address of another domain than the one they lead to.",
        compute=urls,
        explain=_explain,
    ),
)
