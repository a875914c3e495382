"""What the body of a mail looks like, as short tokens: the shape of its text, its markup and its links. Only the
beginning of long bodies is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tipstaff.signals.lasting import short_ones
from tipstaff.signals.mailparse.seen import Seen, seen
from tipstaff.signals.urls.hosts import is_address, read_host
from tipstaff.signals.urls.kinds import is_kind

_TEXT, _MARKUP = 10_000, 20_000
_FEW_SHOWN = 200  # characters beside a picture
_WROTE: Final = ("wrote:", "a écrit :", "a écrit:")
_RULES: Final = ("_" * 20, "-" * 40, "=" * 20, "*" * 10, "~" * 20, "#" * 20)
_SITE = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)
_ENDING = re.compile(r"\.([a-z]{2,4})(?:$|\?)")
_WORD = re.compile(r"[a-z]{4,12}")
_COUNTED: Final = ("a", "img", "table", "font", "br", "p", "form", "input", "script")


def body_looks(text: str, markup: str) -> list[str]:
    """The tokens of a body; some may come twice."""
    found = [
        f"parts {bool(text)} {bool(markup)}",
        f"text length {len(text).bit_length()}",
        f"markup length {len(markup).bit_length()}",
    ]
    text, markup = text[:_TEXT], markup[:_MARKUP]
    there = seen(text, markup)
    size = len(text) + 1 + len(markup)
    found += (
        f"shouted {(there.shouted * 1000 // (size + 200)).bit_length()}",
        f"!! {there.exclaimed.bit_length()}",
        f"money {there.money.bit_length()}",
    )
    if text:
        found += _text(text, there)
    if markup:
        found += _markup(markup, there)
    found += _links(there.links)
    if "mailto:" in text or "mailto:" in markup:
        found.append("mailto")
    return found


def _text(text: str, there: Seen) -> list[str]:
    found = [f"quoted {there.quoted.bit_length()}", f"widest {there.widest.bit_length()}"]
    if there.signed:
        found.append("signed")
    if "-----BEGIN PGP" in text:
        found.append("pgp")
    if any(map(text.__contains__, _WROTE)):
        found.append("wrote")
    if any(map(text.__contains__, _RULES)):
        found.append("rule")
    return found


def _markup(markup: str, there: Seen) -> list[str]:
    tags = there.tags
    found = [f"tag {tag}" for tag in tags]
    found += [f"trait {trait}" for trait in there.traits]
    found += [f"tag {tag} {tags.get(tag, 0).bit_length()}" for tag in _COUNTED]
    found += [f"colour {colour.lower()}" for colour in there.colours]
    if "html" in tags or "body" in tags:
        found.append("whole page")
    if "<!--" in markup:
        found.append("comment")
    if "img" in tags and there.shown < _FEW_SHOWN:
        found.append("picture alone")
    return found


def _links(links: Sequence[str]) -> list[str]:
    parts = [match for link in links if (match := _SITE.match(link))]
    sites = {match[1] for match in parts}
    found = [f"links {len(links).bit_length()}", f"sites {len(sites).bit_length()}"]
    for site in sites:
        found += _site(site)
    for match in parts:
        link = match.string
        behind = link[match.end() :].lower()
        if "%" in link:
            found.append("link percent")
        ending = _ENDING.search(behind)
        if ending:
            found.append(f"link ending {ending[1]}")
        found += [f"link {word}" for word in _WORD.findall(behind)[:6]]
    return found


@short_ones(1024)
def _site(site: str) -> tuple[str, ...]:
    """The tokens of a site; the same few come again and again."""
    return tuple(_looks_of_site(site))


def _looks_of_site(site: str) -> Iterator[str]:
    host = read_host(f"http://{site}").host
    if "@" in site:
        yield "site userinfo"
    if site.rpartition(":")[2].isdigit():
        yield "site port"
    if is_address(host):
        yield "site address"
        return
    labels = host.split(".")
    yield f"site ending {labels[-1]}"
    if len(labels) > 1 and any(map(str.isdigit, labels[-2])):
        yield "site digits"
    yield from (f"site {kind}" for kind in ("popular", "free-host", "shortener") if is_kind(host, kind))
