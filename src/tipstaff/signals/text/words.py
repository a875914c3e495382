"""The words and sentences of a text; words are bare: lower case, without accents and French elisions
(`d'alcool` is `alcool`)."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from tipstaff.signals.text.western import WESTERN, ForeignWord, western

_WORD = re.compile(r"(?:\b(?:[cdjlmnst]|qu)')?(\w+(?:'\w+)*)")
_SENTENCE = re.compile(r"[^\s.!?…。！？][^.!?…。！？\n]*[.!?…。！？]*")


class Word(NamedTuple):
    """A bare word and where it stands."""

    bare: str
    start: int
    end: int


class _Bare(dict[int, str]):
    """Letter to letter without its accents, learned as letters come by."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        parts = unicodedata.normalize("NFD", letter)
        alone = len(parts) > 1 and all(unicodedata.combining(mark) for mark in parts[1:])
        self[code] = plain = parts[0] if alone else letter
        return plain


_BARE = _Bare({ord("’"): "'", ord("ʼ"): "'", ord("İ"): "i"})


def _western() -> bytes:
    """The same for the letters of Windows-1252, by byte: English and French need no more."""
    letters = [bytes([code]).decode("cp1252", "replace") for code in range(256)]
    return bytes(_BARE[ord(c)].encode("cp1252", "replace")[0] if c != "\ufffd" else i for i, c in enumerate(letters))


_WESTERN = _western()
# Everything but letters, digits and apostrophes as a space.
_PARTED = bytes(code if re.match(r"[\w']", WESTERN[code]) else 32 for code in range(256))


def words_of(text: str) -> list[Word]:
    """The words in order."""
    return words_in(bare(text))


def words_in(plain: str) -> list[Word]:
    """The words in order, of a text that is bare already."""
    new = tuple.__new__  # half the time that the class itself takes
    return [new(Word, (match[1], *match.span(1))) for match in _WORD.finditer(plain)]


def joined_of(plain: str) -> str:
    """The words alone with one space around each, of a text that is bare already; "" when there are none."""
    try:
        data = western(plain).translate(_PARTED)
    except ForeignWord:
        found: list[str] = _WORD.findall(plain)
        return f" {' '.join(found)} " if found else ""
    parts = data.split()
    if b"'" in data:
        parts = [word for part in parts for word in ((part,) if b"'" not in part else _apart(part))]
    return (b" " + b" ".join(parts) + b" ").decode("cp1252") if parts else ""


def _apart(part: bytes) -> list[bytes]:
    """The words of a stretch of letters, digits and apostrophes."""
    return [word.encode("cp1252") for word in _WORD.findall(part.decode("cp1252"))]


def size_of(plain: str) -> int:
    """How many words there are, of a text that is bare already."""
    return max(0, joined_of(plain).count(" ") - 1)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where sentences begin and end: at full stops, question and exclamation marks and line ends."""
    return [(match.start(), match.end()) for match in _SENTENCE.finditer(text)]


def bare(text: str) -> str:
    """Lower case, without accents, with plain apostrophes; exactly as long as the text."""
    if text.isascii():
        return text.lower()
    try:
        return text.lower().encode("cp1252").translate(_WESTERN).decode("cp1252")
    except UnicodeEncodeError:
        stripped = text.translate(_BARE)
        lower = stripped.lower()
        return lower if len(lower) == len(text) else "".join([letter.lower()[:1] for letter in stripped])
