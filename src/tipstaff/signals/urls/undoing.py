"""A text without the disguises of its links, and where each of its characters stood.

`hxxps://evil[.]com`, `evil (dot) com`, `evil . com`, `evil。com` and names with invisible characters in them are read
as links by people, and by some programs. What is undone is named, so that a person can be shown it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from tipstaff.native.kernels import kernel

_KERNEL = kernel("links")
# Endings that are no everyday word: a spelled-out or spaced dot before them can only be meant as one.
_SURE = "com|net|org|info|biz|xyz|top|app|dev|site|shop|online|club|icu|vip|fr|de|uk|ru|cn|eu|ch|nl|io|co"
_AFTER = rf"(?=(?:{_SURE})(?![\w.@-]\w))"
# "point de vente" is French for a shop. "the dot com boom", "ASP .net": a name in front of a dot is none of these.
# Nor is a word that only joins others: "both .de and .fr", "for .org names".
_NO_NAMES = "the a an asp vb in of le la un au both and or for with to any all your et ou les des en pour avec sous vos"
_NO_NAME = "".join(rf"(?<!\b{word})" for word in _NO_NAMES.split())
_DISGUISE = re.compile(
    r"(?P<hxxp>(?<![^\W_])h(?:xx|\*\*|\+\+)p(?=s?\b))"
    r"|(?P<colon>(?<=[ps])(?:\[:\]|\(:\)|\[:(?=//)|[ \t]:|:[ \t])(?=\]?(?:[/\\]|\[/)))"
    r"|(?P<slash>\[/\])"
    r"|(?P<brackets>(?<=[^\W_])[ \t]?[\[({<][ \t]?(?:\.|dot|d0t|point)[ \t]?[\])}>][ \t]?(?=[^\W_]))"
    rf"|(?P<word>(?<=[^\W_]){_NO_NAME}[ \t](?:dot|d0t|point(?![ \t]de\b))[ \t]{_AFTER})"
    rf"|(?P<spaces>(?<=[^\W_]){_NO_NAME}(?:[ \t]\.[ \t]?|\.[ \t](?=\w+/)){_AFTER})"
    r"|(?P<dots>(?<=[^\W_])[。．｡․﹒](?=[^\W_]))"
    r"|(?P<invisible>(?<=[\w.:/])[\u00ad\u200b-\u200d\u2060\ufeff]+(?=[\w.:/]))",
    re.IGNORECASE,
)
_BLANKS = (" ", "\t")
_PLAIN = {"hxxp": "http", "colon": ":", "slash": "/", "invisible": ""}


# Where a disguise may begin, or the character after a blank that belongs to it. A class of characters comes first, so
# that everything else is passed over quickly.
_STRANGE = "。．｡․﹒\u00ad\u200b-\u200d\u2060\ufeff"
_MARK = re.compile(
    rf"[.:\[({{<{_STRANGE}]"
    r"(?:(?<=[.:])(?:(?=[ \t])|(?<=[ \t].))"
    r"|(?<=[\[({<])(?=[ \t]?(?:\.|(?i:dot|d0t|point))|[:/])"
    rf"|(?<=[{_STRANGE}]))"
)
# Rare enough to be looked for by themselves.
_SCHEME = re.compile(r"[hH](?=[xX]{2}|\*\*|\+\+)")
_WORD = re.compile(r"[ \t](?=(?i:dot|d0t|point))")


@dataclass(frozen=True, slots=True)
class Undone:
    """`text` without disguises. `edits`: (where it stands in `text`, where it stood, how far it reached, which)."""

    text: str
    edits: tuple[tuple[int, int, int, str], ...]

    def place(self, at: int) -> int:
        """Where a character of `text` stood in the original."""
        index = bisect_right(self.edits, at, key=lambda edit: edit[0]) - 1
        if index < 0:
            return at
        plain, _, end, kind = self.edits[index]
        past = plain + len(_PLAIN.get(kind, "."))
        return end + at - past if at >= past else self.edits[index][1]

    def tricks(self, start: int, end: int) -> set[str]:
        """Which disguises were undone between two places of `text`."""
        if not self.edits:
            return set()
        first = bisect_right(self.edits, start - 1, key=lambda edit: edit[0])
        last = bisect_right(self.edits, end - 1, key=lambda edit: edit[0])
        return {_NAMES.get(edit[3], edit[3]) for edit in self.edits[first:last]}


_NAMES = {"colon": "hxxp", "slash": "hxxp", "word": "dots", "brackets": "dots"}


def undo(text: str) -> Undone:
    """The text as it is meant to be read. One pass; what is not part of a disguise stays as it is."""
    edits: list[tuple[int, int, int, str]] = []
    pieces: list[str] = []
    at = size = 0
    for begin in _beginnings(text) if _KERNEL is None else _KERNEL.beginnings(text):
        match = _DISGUISE.match(text, begin) if begin >= at else None
        if match is None:
            continue
        kind = str(match.lastgroup)
        plain = _PLAIN.get(kind, ".")
        kept = text[at : match.start()]
        size += len(kept)
        pieces += (kept, plain)
        edits.append((size, match.start(), match.end(), kind))
        size += len(plain)
        at = match.end()
    if not edits:
        return Undone(text, ())
    pieces.append(text[at:])
    return Undone("".join(pieces), tuple(edits))


def _beginnings(text: str) -> Iterable[int]:
    """Where a disguise may begin, in order."""
    found = [
        at
        for mark in _MARK.finditer(text)
        for at in (
            (mark.start() - 1, mark.start()) if text[mark.start() - 1 : mark.start()] in _BLANKS else (mark.start(),)
        )
    ]
    rare = [match.start() for match in _SCHEME.finditer(text)]
    if says_dot(text):
        rare += [match.start() for match in _WORD.finditer(text)]
    return sorted({*found, *rare}) if rare else found


def says_dot(text: str) -> bool:
    """Whether the word for a dot may be in the text; yes where `re` sees letters that no lower-casing does."""
    lower = text.lower()
    return "dot" in lower or "d0t" in lower or "point" in lower or "ı" in text or "İ" in text
