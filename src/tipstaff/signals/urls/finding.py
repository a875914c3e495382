"""Links in a text as people read them: with a scheme, bare, or disguised. Each has its place in the original text.

A bare name is a link when its ending is one in daily use; endings that are everyday words too (`is`, `so`, `to`) need
more: a path, `www`, a third label, or a digit or hyphen in the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from tipstaff.native.kernels import kernel
from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.glance import may_disguise, may_link
from tipstaff.signals.urls.hosts import Reading, read_host
from tipstaff.signals.urls.undoing import Undone, undo

MOST = 1_000
# What a glance at a text says: it may hold links as they are written, or disguised ones.
_PLAIN, _DISGUISED = 1, 2
_KERNEL = kernel("links")
_TAIL = r"(?::\d{1,5})?(?:[/?#\\][^\s<>\"'“”«»]*)?"
_SCHEMED = re.compile(rf"(?:https?|ftp):[/\\]{{1,4}}[^\s<>\"'“”«»/?#\\]{{1,300}}{_TAIL}", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@./:\\-])[\w-]{1,63}+(?:\.[\w-]{1,63}+)++(?![@-])")
_SCHEME_END = re.compile(r":(?=[/\\])(?:(?<=(?i:https:))()|(?<=(?i:http:))()|(?<=(?i:ftp:))())")
_SCHEME_SIZES = (0, 5, 4, 3)
# What a name cannot begin behind, beside letters and digits.
_HANGING = "_@./:\\-"
_LABEL = re.compile(r"\.([\w-]+)")
_REST = re.compile(_TAIL)
_PUNCTUATION = ".,;:!?*_~…'"


class Link(NamedTuple):
    """`url` as meant; `start` and `end` in the original text, -1 when it stands in markup only.

    `tricks`: hxxp, dots, spaces, invisible (how it was written), userinfo, percent, number, backslash (how the host
    hides), sorted.
    """

    url: str
    host: str
    start: int
    end: int
    tricks: tuple[str, ...]


def links_in(text: str) -> list[Link]:
    """The links of a text in the order they stand, at most 1,000."""
    seen = _glance(text) if _KERNEL is None else _KERNEL.may_hold(text, _endings())
    if not seen:
        return []
    undone = undo(text) if seen == _DISGUISED else Undone(text, ())
    found = sorted(_spots(undone.text))[:MOST]
    return [_link(undone, start, url) for start, url in found]


def _glance(text: str) -> int:
    """Whether a text may hold links, and whether disguised ones."""
    if not may_link(text):
        return 0
    if may_disguise(text):
        return _DISGUISED
    return _PLAIN if ":/" in text or ":\\" in text or _may_be_named(text) else 0


def _may_be_named(text: str) -> bool:
    """Whether the label after a dot may be an ending: `see you.Then` and `10.30` have none."""
    known = _endings()
    return any(not label.isascii() or label.lower() in known for label in _LABEL.findall(text))


def _spots(text: str) -> Iterator[tuple[int, str]]:
    end = 0
    covered: list[tuple[int, int]] = []
    if ":/" in text or ":\\" in text:
        for match in _matches(_SCHEMED, text, _schemes(text)):
            url = _trimmed(match[0])
            covered.append((match.start(), match.start() + len(url)))
            yield match.start(), url
    spans = iter([*covered, (len(text) + 1, 0)])
    start, stop = next(spans)
    for first, last in _named(text) if _KERNEL is None else _KERNEL.named(text, _endings()):
        while first >= stop > 0:
            start, stop = next(spans)
        if first < end or first >= start:
            continue
        url = _bare(text, first, last)
        if url:
            end = first + len(url)
            yield first, url


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Where bare names begin and end. The kernel leaves out those of which no label may be an ending."""
    return (match.span() for match in _matches(_BARE, text, _names(text)))


def _matches(expression: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `finditer` gives for an expression whose matches can begin at these places only."""
    end = 0
    for start in starts:
        if start >= end and (match := expression.match(text, start)):
            yield match
            end = match.end()


def _schemes(text: str) -> Iterator[int]:
    """Where a scheme begins, found by the colon behind it."""
    for colon in _SCHEME_END.finditer(text):
        yield colon.start() - _SCHEME_SIZES[colon.lastindex or 1]


def _names(text: str) -> Iterator[int]:
    """Where a bare name may begin, found by the dots in it: at the first of the characters that hang together there.
    Each character is gone over once, however many dots there are.
    """
    gone, at = 0, text.find(".")
    while at >= 0:
        start = at
        while start > gone and ((before := text[start - 1]).isalnum() or before in _HANGING):
            start -= 1
        if start > gone or gone == 0:
            yield start
        gone, at = at + 1, text.find(".", at + 1)


def _bare(text: str, start: int, end: int) -> str:
    """The link that begins with a name, "" when the name is none."""
    labels = text[start:end].split(".")
    while len(labels) > 2 and labels[-1][:1].isupper() and labels[-2].islower():
        labels.pop()  # "see example.com.Thanks"
    name = ".".join(labels)
    if any(label.startswith("-") or label.endswith("-") for label in labels):
        return ""
    rest = _REST.match(text, start + len(name))
    tail = rest[0] if rest else ""
    return _trimmed(name + tail) if _is_name(labels, tail) else ""


def _is_name(labels: list[str], tail: str) -> bool:
    ending = labels[-1]
    kind = _endings().get(ending.lower() if ending.isascii() else unicodedata.normalize("NFKC", ending).lower())
    if kind is None or (ending[0].isupper() and not ending.isupper()) or len(labels) > 10:
        return False
    if kind == "sure" or tail[:1] in ("/", ":") or len(labels) > 2:
        return True
    return any(letter in "-0123456789" for letter in labels[0])


@lru_cache(maxsize=1)
def _endings() -> dict[str, str]:
    """Endings by whether they are also everyday words (`wordlike`) or not (`sure`)."""
    found = {}
    for line in (DATA / "endings.txt").read_text(encoding="utf-8").splitlines():
        kind, _, words = line.partition(":")
        if not line.startswith("#"):
            found.update(dict.fromkeys(words.split(), kind))
    return found


def _link(undone: Undone, start: int, url: str) -> Link:
    end = start + len(url)
    reading: Reading = read_host(url)
    if not undone.edits:
        return Link(url, reading.host, start, end, reading.tricks)
    tricks = sorted({*reading.tricks, *undone.tricks(start, end)})
    return Link(url, reading.host, undone.place(start), undone.place(end - 1) + 1, tuple(tricks))


def _trimmed(link: str) -> str:
    """Without the punctuation of the sentence around it."""
    link = link.rstrip(_PUNCTUATION)
    for opening, closing in ("()", "[]"):
        if link.endswith(closing) and link.count(closing) > link.count(opening):
            link = link[:-1].rstrip(_PUNCTUATION)
    return link
