"""Disguises taken off a text, and the name of each that was worn.

    FR€€ ｆｒｅｅ f r e e frее   ──▶   free free free free      tricks: leet, styled, spaced, confusables, ...

A script is never a trick: Cyrillic among Cyrillic, Arabic with its joiners, emoji with theirs stay what they are. Only
what is done to hide a word counts: letters of two alphabets inside one word, invisible characters between Latin
letters, styled alphabets, and digits, spacing or repetition inside a word that filters look for.

Source of the confusable pairs: our own choice of Cyrillic, Greek and Armenian letters that look like Latin ones in
common typefaces, after the idea of Unicode TR 39.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from tipstaff.signals.text.watchwords import WATCHWORDS

_LATIN_LIKE = str.maketrans(
    "аАеЕоОрРсСхХуУіІјЈѕЅԁԛԝһВМНТКвмнткɡαορνιυκτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧεսոօհցı",
    "aAeEoOpPcCxXyYiIjJsSdqwhBMHTKbmhtkgaopviuktxABEZHIKMNOPTYXeunohgi",
)
_LEET = str.maketrans("013457@$€!|+", "oieastaseilt")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]")
_HIDDEN_BETWEEN = re.compile("(?<=[A-Za-z0-9])[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]+(?=[A-Za-z0-9])")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_STYLED = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001f130-\U0001f189]{2,}")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MIXED = re.compile("[A-Za-z][\u0370-\u058f\u0261\u0131]|[\u0370-\u058f\u0261\u0131][A-Za-z]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_DISGUISED = re.compile(r"(?<![\w@.$€!|+])[\w@$€!|+]{3,24}(?![\w@$€!|+])")
_SPACED = re.compile(r"(?<!\w)(?:\w([ .\-_*])){1}(?:\w\1){2,}\w(?!\w)")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_LONGEST = max(map(len, WATCHWORDS)) + 1
_MARKS = re.compile("[\u0300-\u036f]{3,}")


class Folded(Struct, frozen=True):
    """A text without disguises (NFKC, lower case, accents kept) and the tricks that were undone, sorted."""

    text: str
    tricks: tuple[str, ...]


def fold(text: str) -> Folded:
    """Take the disguises off. Linear in the length of the text."""
    tricks: set[str] = set()
    plain = text if text.isascii() else _without_strangers(text, tricks)
    plain = _join_spaced(plain.lower(), tricks)
    plain = _read_leet(plain, tricks)
    plain = _squeeze(plain, tricks)
    return Folded(plain, tuple(sorted(tricks)))


def _without_strangers(text: str, tricks: set[str]) -> str:
    """Undo what needs characters beyond ASCII."""
    if _HIDDEN_BETWEEN.search(text):
        tricks.add("zero-width")
    if _OVERRIDES.search(text) and not _RIGHT_TO_LEFT.search(text):
        tricks.add("bidi")
    if _STYLED.search(text) and not _EAST_ASIAN.search(text):
        tricks.add("styled")
    if _MARKS.search(unicodedata.normalize("NFD", text)):
        tricks.add("marks")
    text = _MARKS.sub("", _OVERRIDES.sub("", _INVISIBLE.sub("", text)))
    return _one_alphabet(unicodedata.normalize("NFKC", text), tricks)


def latin_like(text: str) -> str:
    """The text with every letter that looks like a Latin one replaced by that one."""
    return text.translate(_LATIN_LIKE)


def _one_alphabet(text: str, tricks: set[str]) -> str:
    """Words that mix Latin with look-alike letters become Latin; words of one alphabet stay."""
    if not _MIXED.search(text):
        return text
    tricks.add("confusables")
    return _WORD.sub(lambda word: word[0].translate(_LATIN_LIKE) if _MIXED.search(word[0]) else word[0], text)


def _join_spaced(text: str, tricks: set[str]) -> str:
    """`f r e e` becomes `free` when that hides a watched word; initials and lists of letters stay."""

    def joined(match: re.Match[str]) -> str:
        word = re.sub(r"[\W_]", "", match[0])
        if not _hides(word.translate(_LEET)):
            return match[0]
        tricks.add("spaced")
        return word

    return _SPACED.sub(joined, text)


def _read_leet(text: str, tricks: set[str]) -> str:
    """`v1agra` becomes `viagra` when that is a watched word; product codes and prices stay."""

    def read(match: re.Match[str]) -> str:
        core = match[0].strip("!|+")
        word = core.translate(_LEET)
        if word == core or word not in WATCHWORDS:
            return match[0]
        tricks.add("leet")
        return match[0].replace(core, word)

    return _DISGUISED.sub(read, text)


def _squeeze(text: str, tricks: set[str]) -> str:
    """`freeeee` becomes `free` when that is a watched word; honest emphasis keeps its letters."""
    if not _REPEATED.search(text):
        return text

    def squeezed(match: re.Match[str]) -> str:
        word = match[0]
        if _REPEATED.search(word):
            for times in (r"\1", r"\1\1"):
                shorter = _REPEATED.sub(times, word)
                if shorter in WATCHWORDS:
                    tricks.add("repeated")
                    return shorter
        return word

    return _WORD.sub(squeezed, text)


def _hides(letters: str) -> bool:
    """Whether joined letters are a watched word or begin with one of at least four letters."""
    return letters in WATCHWORDS or any(letters[:size] in WATCHWORDS for size in range(4, min(len(letters), _LONGEST)))
