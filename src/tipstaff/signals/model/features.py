"""Hashed n-grams: what the small models see of a text, computed once for all of them.

The bare text (folded, without accents) is shaped: links become `<url>`, addresses `<mail>`, numbers keep their length.

    words   words and signs, pairs of neighbours, and traits of the text as written (length, capitals, digits, shouting)
    chars   runs of 2 to 4 characters, digits all alike

Each is a set of places in a table of 65,536: presence counts, not how often. Hashes are 32-bit arithmetic, the same on
every machine and run; words start from their CRC-32.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple
from zlib import crc32

from tipstaff.signals.lazily import Library

numpy = Library("numpy")

BITS: Final = 16
SIZE: Final = 1 << BITS
# Longer texts are judged by their beginning: a mail says early on what it wants.
LIMIT = 8_000
_LONGEST = 4
_URL = re.compile(
    r"https?://\S{1,2000}|www\.\S{1,2000}|\b[a-z0-9-]{1,63}\."
    r"(?:com|net|org|info|biz|co|ly|me|uk|fr|io|top|xyz|click|shop|tv|mobi|app|site|online)\b(?:/\S{0,2000})?"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,200}\b")
_DOTTED = re.compile(r"[a-z0-9]\.[a-z]|://")
_NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|#\d+|<\w+>|[£$€%!?&*:]")
_ALIKE = str.maketrans("123456789", "000000000")
_SPREAD, _STEP = 0x9E3779B1, 0x01000193
# A trait is one thing among hundreds of words; it stands under several numbers so that it weighs as much as a few.
_TRAIT_THRICE = (0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)
_CLASSES: Final = bytes(
    65 if chr(code).isupper() else 48 if chr(code).isdigit() else 97 if chr(code).isalpha() else 32
    for code in range(256)
)
_SHOUTED = re.compile(rb"(?<![Aa0])AAA+(?![a0])")


class Features(NamedTuple):
    """Places in the tables of a model: numpy arrays of integers, sorted, each once. Both empty: there are no words."""

    words: Any
    chars: Any


def features_of(raw: str, bare: str) -> Features:
    """The features of a text: as written, and bare (see `tipstaff.signals.text.wording`)."""
    shaped = shaped_of(bare[:LIMIT])
    words = words_of_shaped(shaped)
    if not words:
        nothing = numpy.zeros(0, dtype=numpy.intp)
        return Features(nothing, nothing)
    return Features(_words(words, raw[:LIMIT]), _chars(shaped))


def shaped_of(bare: str) -> str:
    """Links and addresses as `<url>` and `<mail>`."""
    if _DOTTED.search(bare):
        bare = _URL.sub(" <url> ", bare)
    return _MAIL.sub(" <mail> ", bare) if "@" in bare else bare


def words_of_shaped(shaped: str) -> list[str]:
    """The words and signs of a shaped text; numbers as `#` and how many digits they have."""
    found: list[str] = WORD.findall(_NUMBER.sub(_length, shaped))
    return found


def _words(words: list[str], raw: str) -> Any:
    seen = numpy.zeros(SIZE, dtype=bool)
    for places in word_places(words):
        seen[places] = True
    seen[[crc32(trait, start) & (SIZE - 1) for trait in _traits(raw) for start in _TRAIT_THRICE]] = True
    return numpy.flatnonzero(seen)


def _chars(shaped: str) -> Any:
    seen = numpy.zeros(SIZE, dtype=bool)
    for _, places in char_places(shaped):
        seen[places] = True
    return numpy.flatnonzero(seen)


def char_places(shaped: str) -> list[tuple[int, Any]]:
    """Places of the runs of 2, 3 and 4 characters of a shaped text, in order, with how long they are."""
    even = f" {' '.join(shaped.translate(_ALIKE).split())} "
    codes = numpy.frombuffer(even.encode("utf-32-le", "replace"), dtype=numpy.uint32)
    step, spread, shift = numpy.uint32(_STEP), numpy.uint32(_SPREAD), numpy.uint32(32 - BITS)
    rolling, found = codes, []
    for length in range(2, min(_LONGEST, len(codes)) + 1):
        rolling = rolling[:-1] * step + codes[length - 1 :]
        found.append((length, ((rolling ^ numpy.uint32(length)) * spread) >> shift))
    return found


def word_places(words: list[str]) -> tuple[Any, Any]:
    """Places of words in order, and places of the pairs of neighbours."""
    hashes = numpy.fromiter(map(crc32, map(str.encode, words)), dtype=numpy.uint32, count=len(words))
    spread, shift = numpy.uint32(_SPREAD), numpy.uint32(32 - BITS)
    pairs = hashes[:-1] * numpy.uint32(_STEP) + hashes[1:]
    return (hashes * spread) >> shift, (pairs * spread) >> shift


def _traits(raw: str) -> tuple[bytes, ...]:
    """Length, capitals, digits and words in capitals, each in a few steps."""
    shape = raw.encode("latin-1", "replace").translate(_CLASSES)
    size = len(raw) + 1
    capitals = min(shape.count(b"A") * 10 // size, 8)
    digits = min(shape.count(b"0") * 15 // size, 8)
    length = size // 20 if size < 200 else 10 + min(size // 500, 10)
    shouted = min(len(_SHOUTED.findall(shape)), 4)
    return b"L%d" % length, b"C%d" % capitals, b"D%d" % digits, b"K%d" % shouted


def _length(match: re.Match[str]) -> str:
    return f" #{min(len(match[0]), 12)} "
