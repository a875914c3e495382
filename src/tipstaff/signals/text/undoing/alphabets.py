"""Letters of other alphabets that look like Latin ones, and the other way round.

A script is never a trick: a word of one alphabet stays what it is. A word that mixes alphabets becomes what most of
it says: Latin with Cyrillic look-alikes becomes Latin, Cyrillic with Latin look-alikes becomes Cyrillic. Words that
consist of look-alikes alone become Latin when the text is Latin otherwise and the word is a known one.

Source of the pairs: Unicode TR 39, see `data/text/letters.txt`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.letters import LONG, different
from tipstaff.signals.text.undoing.tracing import Edit, Trace
from tipstaff.signals.text.vocabulary import common_words
from tipstaff.signals.text.words import bare

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_STRANGE = re.compile("[^\x00-\u024f\\W\\d_]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_COUSIN = re.compile("[ıƖƄƍƽƿȣɑɡɩɪɣʋʏƙɓᴏᴑᴜᴠᴡᴢ]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN_END = 0x24F
_FAR = re.compile("[ı-\U0010ffff]")  # the first of the cousins and what lies beyond it
_PLAIN = ("LATIN", "OTHER")
_NATIVE: Final = {"CYRILLIC": "\u0400-\u052f", "GREEK": "\u0370-\u03ff"}


class Pairs(NamedTuple):
    """`latin`: look-alike to Latin letter; `native`: for Cyrillic and Greek, Latin letter to the look-alike."""

    latin: dict[int, str]
    native: dict[str, dict[int, str]]


@lru_cache(maxsize=1)
def pairs() -> Pairs:
    """The pairs, both ways."""
    latin: dict[int, str] = {}
    native: dict[str, dict[int, str]] = {script: {} for script in _NATIVE}
    for line in (DATA / "text" / "letters.txt").read_text(encoding="utf-8").splitlines():
        letter, _, alike = line.partition(" ")
        for other in alike if letter != "#" else "":
            latin.setdefault(ord(other), letter)
            script = _script(other)
            if script in native:
                native[script].setdefault(ord(letter), other)
    return Pairs(latin, native)


def latin_like(text: str) -> str:
    """The text with every letter that looks like a Latin one replaced by that one; as long as before."""
    return text.translate(pairs().latin)


def foreign(letter: str) -> bool:
    """Whether the letter is beyond Latin, or a Latin one that looks like another."""
    return (_STRANGE.match(letter) or _COUSIN.match(letter)) is not None


def undo(trace: Trace) -> None:
    """Bring each word into one alphabet."""
    text = trace.text
    if text.isascii():
        return
    words = list(_foreign_words(text))
    if not words:
        return
    setting = _setting(text, words)
    edits = []
    for found in words:
        if not setting.latin and not _LATIN.search(found[0]):
            continue  # of another alphabet, among others
        reads, trick = _read(found[0], setting)
        if trick:
            trace.found("confusables", found.start(), found.end(), reads)
            edits.append(Edit(found.start(), found.end(), reads))
    trace.rewrite(edits)


def _foreign_words(text: str) -> Iterator[re.Match[str]]:
    """The words that a foreign letter is part of."""
    if len(text) < LONG:
        for found in _WORD.finditer(text):
            if not found[0].isascii() and (_STRANGE.search(found[0]) or _COUSIN.search(found[0])):
                yield found
        return
    done, far = 0, _FAR.search(text)
    while far:
        at = start = far.start()
        if foreign(text[at]):
            while start > done and (text[start - 1] in "'’" or _LETTER.match(text, start - 1)):
                start -= 1
            for found in _WORD.finditer(text, start):
                done = found.end()
                if done > at:
                    yield found
                    break
        far = _FAR.search(text, max(at + 1, done))


class _Setting(NamedTuple):
    """What the words around say: the text is Latin but for look-alikes; alphabets that are certainly written in."""

    latin: bool
    scripts: frozenset[str]


def _setting(text: str, words: list[re.Match[str]]) -> _Setting:
    latin = pairs().latin
    strange = {c for c in different(text) if ord(c) > _LATIN_END and ord(c) not in latin}
    alike = all(_LATIN.search(found[0]) or found[0].translate(latin).isascii() for found in words)
    return _Setting(bool(_LATIN.search(text)) and alike, frozenset(map(_script, strange)))


def _read(word: str, setting: _Setting) -> tuple[str, bool]:
    """How a word reads in one alphabet, and whether that is another than it was written in."""
    latin = word.translate(pairs().latin)
    if not _LATIN.search(word):
        known = setting.latin and latin.isascii() and bare(latin) in common_words()
        return latin, known
    if not any(_script(c) not in _PLAIN for c in word):
        kin = _COUSIN.search(word) is not None and bare(latin) in common_words()
        return latin, kin
    native = _as_native(word, setting)
    if native:
        return native, True
    # A letter that looks like no Latin one makes it a compound of two languages.
    return latin, not any(_script(c) not in _PLAIN for c in latin)


def _as_native(word: str, setting: _Setting) -> str:
    """The word in the alphabet that most of it is written in, when that alphabet is certain; else ""."""
    for script, span in _NATIVE.items():
        own = sum(_script(c) == script for c in word)
        if script in setting.scripts and own * 2 >= len(word):
            read = word.translate(pairs().native[script])
            return read if re.fullmatch(f"[{span}'’]+", read) else ""
    return ""


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The script of a letter by its name: LATIN, CYRILLIC, GREEK, ..., OTHER for what has none."""
    name = unicodedata.name(letter, "OTHER").split(" ")[0]
    return name if unicodedata.category(letter)[0] == "L" else "OTHER"
