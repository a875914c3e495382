"""What the body of a mail looks like, as short tokens: the shape of its text, its markup and its links. Only the
beginning of long bodies is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tipstaff.signals.urls.hosts import is_address, read_host
from tipstaff.signals.urls.kinds import is_kind

_TEXT, _MARKUP = 10_000, 20_000
_MOST_LINKS = 40
_SIGNED = re.compile(r"^-- ?$", re.MULTILINE)
_WROTE: Final = ("wrote:", "a écrit :", "a écrit:")
_RULES: Final = ("_" * 20, "-" * 40, "=" * 20, "*" * 10, "~" * 20, "#" * 20)
_SHOUTED = re.compile(r"[A-Z]{4,}")
_MONEY = re.compile(r"[$€£] ?[0-9]")
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,14})\b")
_TRAIT = re.compile(r"\s([a-zA-Z-]{2,20})\s*=")
_COLOUR = re.compile(r"color\s*[=:]\s*[\"']?(#?[a-zA-Z0-9]{3,12})", re.IGNORECASE)
_SHOWN = re.compile(r"<[^>]*>|\s")
_LINK = re.compile(r"https?://[^\s\"'<>)]{1,300}", re.IGNORECASE)
_SITE = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)
_ENDING = re.compile(r"\.([a-z]{2,4})(?:$|\?)")
_WORD = re.compile(r"[a-z]{4,12}")
_COUNTED: Final = ("a", "img", "table", "font", "br", "p", "form", "input", "script")


def body_looks(text: str, markup: str) -> Iterator[str]:
    """The tokens of a body; some may come twice."""
    yield f"parts {bool(text)} {bool(markup)}"
    yield f"text length {len(text).bit_length()}"
    yield f"markup length {len(markup).bit_length()}"
    text, markup = text[:_TEXT], markup[:_MARKUP]
    body = f"{text}\n{markup}"
    if text:
        yield from _text(text)
    yield f"shouted {(len(_SHOUTED.findall(body)) * 1000 // (len(body) + 200)).bit_length()}"
    yield f"!! {body.count('!!').bit_length()}"
    yield f"money {len(_MONEY.findall(body)).bit_length()}"
    if markup:
        yield from _markup(markup)
    yield from _links(list(dict.fromkeys(_LINK.findall(body)))[:_MOST_LINKS])
    if "mailto:" in body:
        yield "mailto"


def _text(text: str) -> Iterator[str]:
    lines = text.split("\n")
    yield f"quoted {sum(line.startswith(('>', '|')) for line in lines).bit_length()}"
    yield f"widest {max(map(len, lines)).bit_length()}"
    if _SIGNED.search(text):
        yield "signed"
    if "-----BEGIN PGP" in text:
        yield "pgp"
    if any(map(text.__contains__, _WROTE)):
        yield "wrote"
    if any(map(text.__contains__, _RULES)):
        yield "rule"


def _markup(markup: str) -> Iterator[str]:
    tags = [tag.lower() for tag in _TAG.findall(markup)]
    known = set(tags)
    yield from (f"tag {tag}" for tag in known)
    yield from (f"trait {trait.lower()}" for trait in set(_TRAIT.findall(markup)))
    yield from (f"tag {tag} {tags.count(tag).bit_length()}" for tag in _COUNTED)
    yield from (f"colour {colour.lower()}" for colour in set(_COLOUR.findall(markup)))
    if "html" in known or "body" in known:
        yield "whole page"
    if "<!--" in markup:
        yield "comment"
    if "img" in known and len(_SHOWN.sub("", markup)) < 200:
        yield "picture alone"


def _links(links: list[str]) -> Iterator[str]:
    sites = {match[1] for link in links if (match := _SITE.match(link))}
    yield f"links {len(links).bit_length()}"
    yield f"sites {len(sites).bit_length()}"
    for site in sites:
        yield from _site(site)
    for link in links:
        behind = link[len(_SITE.match(link)[0]) :].lower()  # type: ignore[index]  # every link begins so
        if "%" in link:
            yield "link percent"
        ending = _ENDING.search(behind)
        if ending:
            yield f"link ending {ending[1]}"
        yield from (f"link {word}" for word in _WORD.findall(behind)[:6])


def _site(site: str) -> Iterator[str]:
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
