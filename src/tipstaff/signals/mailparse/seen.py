"""What stands in the body of a mail, counted: the lines of its text, the tags, traits and colours of its markup, the
links of both. `body_looks` makes tokens of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tipstaff.native.kernels import kernel

_KERNEL = kernel("mail")
MOST_LINKS: Final = 40
_SIGNED = re.compile(r"^-- ?$", re.MULTILINE)
_SHOUTED = re.compile(r"[A-Z]{4,}")
_MONEY = re.compile(r"[$€£] ?[0-9]")
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,14})\b")
_TRAIT = re.compile(r"\s([a-zA-Z-]{2,20})\s*=")
_COLOUR = re.compile(r"color\s*[=:]\s*[\"']?(#?[a-zA-Z0-9]{3,12})", re.IGNORECASE)
_SHOWN = re.compile(r"<[^>]*>|\s")
_LINK = re.compile(r"https?://[^\s\"'<>)]{1,300}", re.IGNORECASE)


class Seen(NamedTuple):
    """Of text and markup together: words in capitals, pairs of exclamation marks, sums of money, and the first
    `MOST_LINKS` different links. Of the text: quoted lines, letters of its widest line, whether it has a signature. Of
    the markup: how often each tag (lower case), its attributes and what looks like one (lower case), its colours as
    written, and how many characters stand outside tags.
    """

    shouted: int
    exclaimed: int
    money: int
    links: Sequence[str]
    quoted: int
    widest: int
    signed: bool
    tags: Mapping[str, int]
    traits: Collection[str]
    colours: Collection[str]
    shown: int


def seen(text: str, markup: str) -> Seen:
    """What stands in a body."""
    if _KERNEL is None:
        return seen_plainly(text, markup)
    found: Any = _KERNEL.seen(text, markup, MOST_LINKS)
    return Seen._make(found)


def seen_plainly(text: str, markup: str) -> Seen:
    """The same without the kernel."""
    body, lines = f"{text}\n{markup}", text.split("\n")
    return Seen(
        len(_SHOUTED.findall(body)),
        body.count("!!"),
        len(_MONEY.findall(body)),
        list(dict.fromkeys(_LINK.findall(body)))[:MOST_LINKS],
        sum(line.startswith((">", "|")) for line in lines),
        max(map(len, lines)),
        _SIGNED.search(text) is not None,
        Counter(map(str.lower, _TAG.findall(markup))),
        set(map(str.lower, _TRAIT.findall(markup))),
        set(_COLOUR.findall(markup)),
        len(_SHOWN.sub("", markup)),
    )
