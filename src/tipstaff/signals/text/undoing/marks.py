"""Marks heaped on letters, and the one form (NFKC) of characters that can be written in several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tipstaff.signals.text.letters import different
from tipstaff.signals.text.undoing.tracing import Edit, Trace

# Vietnamese and polytonic Greek put two marks on a letter, Hebrew with points and accents up to four.
_HEAP = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3,}")
_STRUCK = re.compile("(?:[A-Za-z][\u0334-\u0338\u0489\u20d2\u20d8\u20e5\u20e6\u20eb]){2,}")
_LEFT = re.compile("(?<=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])[\u0300-\u036f]+")
# Six characters in a row that may be marks: beyond Latin, Greek and Cyrillic, and no ASCII.
_LONG = re.compile("[^\x00-\u02ff]{6}")
_LAST_SURE = "\u02ff"  # before the first mark
_NO_BREAK, _SPACE = "\u00a0", " "
_HEAPED = re.compile("[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff\u3130-\u318f\uff9e-\uffdc]")
_BEYOND = re.compile("[^\x00-\x7f]+")
_MOST = 6  # marks that one letter keeps
_FIRST_PLANE = 0xFFFF
_COMBINING_PLANES = 0x1F000


def heaped(letter: str) -> bool:
    """Whether the letter is a mark that `heaps` may take away, whatever else it is."""
    return _HEAPED.match(letter) is not None


def joins(letter: str) -> bool:
    """Whether the letter may become one with a neighbour though it is no mark: parts of Korean syllables.

    Beyond the first plane there are such letters too, in newer versions of Unicode.
    """
    return _JAMO.match(letter) is not None or (ord(letter) > _FIRST_PLANE and letter.isalpha())


def heaps(trace: Trace) -> None:
    """Take away marks that are heaped on letters or strike them out; leave six of any others.

    Putting marks into their order takes quadratic time in how many follow each other, so that no text may keep many.
    """
    letters = different(trace.text)
    if any(map(heaped, letters)):
        _take_away(trace)
    if all(letter <= _LAST_SURE for letter in letters) or not _LONG.search(trace.text):
        return
    trace.rewrite(Edit(found.start() + _MOST, found.end(), "") for found in _patterns().many.finditer(trace.text))


def _take_away(trace: Trace) -> None:
    """The marks that are heaped on letters or strike them out."""
    for found in _HEAP.finditer(trace.text):
        trace.found("marks", found.start(), found.end(), "")
    trace.rewrite(Edit(found.start(), found.end(), "") for found in _HEAP.finditer(trace.text))
    struck = list(_STRUCK.finditer(trace.text))
    for found in struck:
        trace.found("marks", found.start(), found.end(), found[0][::2])
    trace.rewrite(Edit(at, at + 1, "") for found in struck for at in range(found.start() + 1, found.end(), 2))


def compose(trace: Trace) -> None:
    """Bring the text into NFKC; marks that find no place on a Latin letter go. `heaps` must have gone before."""
    text = trace.text
    if unicodedata.is_normalized("NFKC", text) and not _has_marks(text):
        return
    patterns = _patterns()
    if _NO_BREAK in text and not any(map(patterns.joining.match, different(text))):
        # Of which mail has many: each in its place, so that no edit has to lead back.
        text = trace.text = text.replace(_NO_BREAK, _SPACE)
    find = patterns.cluster.finditer
    trace.rewrite(
        Edit(cluster.start(), cluster.end(), composed)
        for start, end in _beyond_ascii(text)
        for cluster in find(text, start, end)
        if (composed := _composed(cluster[0])) != cluster[0]
    )


def _has_marks(text: str) -> bool:
    """Whether there is a mark that may have to go."""
    return any("\u0300" <= letter <= "\u036f" for letter in different(text))


@lru_cache(maxsize=1024)
def _composed(cluster: str) -> str:
    return _LEFT.sub("", unicodedata.normalize("NFKC", cluster))


def _beyond_ascii(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of characters beyond ASCII, each with the one before it, which marks may stand on."""
    shape = text.replace("?", " ").encode("ascii", "replace")
    at = shape.find(b"?")
    while at >= 0 and (found := _BEYOND.match(text, at)):
        yield max(0, at - 1), found.end()
        at = shape.find(b"?", found.end())


class _Patterns(NamedTuple):
    """`many`: runs of too many marks; `cluster`: what must be composed together, a character with its marks, a run of
    jamo; `joining`: what may become one with the character before it."""

    many: re.Pattern[str]
    cluster: re.Pattern[str]
    joining: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    marks, second = [], set()
    for code in range(0x300, _COMBINING_PLANES):
        letter = chr(code)
        if unicodedata.combining(letter):
            marks.append(letter)
        parts = unicodedata.decomposition(letter).split()
        if len(parts) == 2 and parts[0][0] != "<":
            second.add(chr(int(parts[1], 16)))
    every = _ranges(marks)
    joining = _ranges(sorted({*marks, *second, *map(chr, range(0xFF9E, 0xFFA0))}))
    jamo = "[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff\u3130-\u318f\uffa0-\uffdc]"
    cluster = f"{jamo}+[{joining}]*|[^\x00-\x7f][{joining}]*|[\x00-\x7f][{joining}]+"
    many = re.compile(f"[{every}]{{{_MOST + 1},}}")
    return _Patterns(many, re.compile(cluster), re.compile(f"[{joining}]"))


def _ranges(letters: list[str]) -> str:
    """Sorted letters as the inside of a character class."""
    spans: list[list[int]] = []
    for code in map(ord, letters):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in spans)
