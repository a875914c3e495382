"""The words and sentences of a text; words are bare: lower case, without accents and French elisions
(`d'alcool` is `alcool`)."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from tipstaff.native.kernels import kernel
from tipstaff.signals.text.letters import LONG, different
from tipstaff.signals.text.western import WESTERN, ForeignWord, western

_KERNEL = kernel("wording")
_LETTERS = kernel("letters")
_WORD = re.compile(r"(?:\b(?:[cdjlmnst]|qu)')?(\w+(?:'\w+)*)")
_ELIDED = frozenset((b"c", b"d", b"j", b"l", b"m", b"n", b"s", b"t", b"qu"))
_SPACE = ord(" ")
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
    joined: str = joined_plainly(plain) if _KERNEL is None else _KERNEL.joined(plain)
    return joined


def joined_plainly(plain: str) -> str:
    """The same without the kernel."""
    try:
        data = western(plain).translate(_PARTED)
    except ForeignWord:
        found: list[str] = _WORD.findall(plain)
        return f" {' '.join(found)} " if found else ""
    parts = (_kept(data.split(b"'")) if b"'" in data else data).split()
    return (b" " + b" ".join(parts) + b" ").decode("cp1252") if parts else ""


def _kept(parts: list[bytes]) -> bytes:
    """What stood between apostrophes, with those inside words; French elisions go."""
    pieces: list[bytes] = []
    inside = False  # the part goes on with a word
    for part, following in pairwise(parts):
        if not part or not following or part[-1] == _SPACE or following[0] == _SPACE:
            pieces += (part, b" ")
            inside = False
            continue
        begins = part.rfind(b" ") + 1
        if part[begins:] in _ELIDED and (begins or not inside):
            pieces.append(part[:begins])
        else:
            pieces += (part, b"'")
        inside = True
    pieces.append(parts[-1])
    return b"".join(pieces)


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
        if _LETTERS is not None and len(text) >= LONG and (found := _bare_at_once(text)) is not None:
            return found
        return bare_plainly(text)


def bare_plainly(text: str) -> str:
    """The same for any text, without the kernel."""
    stripped = text.translate(_BARE)
    lower = stripped.lower()
    return lower if len(lower) == len(text) else "".join([letter.lower()[:1] for letter in stripped])


def _bare_at_once(text: str) -> str | None:
    """The same for long texts that Windows-1252 has not enough letters for: each of their letters is looked up once.
    None when one is no single letter in lower case, or reads by what stands beside it.
    """
    letters = different(text)
    reads = [_BARE[ord(letter)] for letter in letters]
    lower = "".join(reads).lower()
    if len(lower) != len(letters) or "Σ" in reads:
        return None
    found: str = _LETTERS.replaced(text, "".join(letters) + ascii_uppercase, lower + ascii_lowercase)
    return found
