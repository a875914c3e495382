"""The links of one event: those of its words, those of its markup, and what its markup loads by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.signal import View
from tipstaff.signals.urls.finding import MOST, Link, links_in
from tipstaff.signals.urls.hosts import read_host

_ABSOLUTE = re.compile(r"(?:https?|ftp):|[/\\]{2}", re.IGNORECASE)
_BLANK = re.compile(r"[\t\r\n]")


class Links(NamedTuple):
    """`clicked`: what a reader can follow, words first; `loaded`: pictures, scripts, frames. Each URL once."""

    clicked: list[Link]
    loaded: list[Link]


NONE = Links([], [])
"""There are none, as in most messages."""


def links_of(view: View) -> Links:
    """The links of the event, at most 1,000 of each kind. Ask for it through `view.once(links_of)`.

    Raises:
        CelError: events of this type have no text.
    """
    if "html" not in view.event.data.__struct_fields__:
        words = links_in(view.text.raw)
        return Links(_once_each(words), []) if words else NONE
    found = list(view.once(in_words))
    page = view.once(page_of)
    found += _absolute([*(anchor.url for anchor in page.anchors), *page.forms])
    images = (image.url for image in page.images)
    loaded = _absolute([*images, *page.scripts, *page.frames, *page.loads, *page.pings])
    return Links(_once_each(found), _once_each(loaded))


def in_words(view: View) -> list[Link]:
    """The links in the words of the event, with their places. Ask for it through `view.once(in_words)`."""
    return links_in(view.text.raw)


def clickable(view: View) -> list[Link]:
    """The links a reader can follow."""
    return view.once(links_of).clicked


def absolute(url: str) -> Link | None:
    """A link of markup when it names a host; browsers drop line breaks and tabs inside."""
    plain = _BLANK.sub("", url).strip()
    if not _ABSOLUTE.match(plain):
        return None
    reading = read_host(plain)
    return Link(plain[:2_000], reading.host, -1, -1, reading.tricks) if reading.host else None


def _absolute(urls: Iterable[str]) -> Iterator[Link]:
    return (link for url in urls if (link := absolute(url)) is not None)


def _once_each(links: Iterable[Link]) -> list[Link]:
    return list({link.url: link for link in reversed(list(links))}.values())[::-1][:MOST]
