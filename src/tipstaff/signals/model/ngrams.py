"""Hashed n-grams: what a linear model sees of a text.

The folded text is cut into words; numbers keep only their length (`07700 900123` is `#5 #6`), links and addresses
become `<url>` and `<mail>`. Features are words, pairs of neighbours, and a few traits of the text as written: length,
the share of capitals and digits, words in capitals. A feature is a number: the CRC-32 of its bytes, cut to the size of
the table. CRC-32 is the same on every machine and run, and fast.
"""

from __future__ import annotations

import re
from itertools import pairwise
from zlib import crc32

# Longer texts are judged by their beginning: a mail says early on what it wants.
LIMIT = 6_000
_URL = re.compile(
    r"https?://\S{1,2000}|www\.\S{1,2000}|\b[a-z0-9-]{1,63}\."
    r"(?:com|net|org|info|biz|co|ly|me|uk|fr|io|top|xyz|click|shop)\b(?:/\S{0,2000})?"
)
_MAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,200}\b")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|#\d+|<\w+>|[£$€%!?]")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_PAIR = 0x9E3779B9
# A trait is one thing among hundreds of words; it stands under several numbers so that it weighs as much as a few.
_TRAIT = (0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)


def features(raw: str, folded: str, mask: int) -> set[int]:
    """The features of a text: numbers from 0 to `mask`; empty for a text without words.

    Args:
        raw: as written.
        folded: lower case, disguises taken off.
        mask: size of the table less one; the size is a power of two.
    """
    shaped = _NUMBER.sub(_length, _MAIL.sub(" <mail> ", _URL.sub(" <url> ", folded[:LIMIT])))
    words = [word.encode() for word in _WORD.findall(shaped)]
    if not words:
        return set()
    found = {crc32(word) & mask for word in words}
    found.update([crc32(second, crc32(first, _PAIR)) & mask for first, second in pairwise(words)])
    for trait in _traits(raw[:LIMIT]):
        found.update([crc32(trait, start) & mask for start in _TRAIT])
    return found


def _traits(raw: str) -> tuple[bytes, ...]:
    """Length, capitals, digits and words in capitals, each in a few steps."""
    size = len(raw) + 1
    capitals = sum(map(str.isupper, raw)) * 10 // size
    digits = sum(map(str.isdecimal, raw)) * 15 // size
    length = size // 20 if size < 200 else 10 + min(size // 500, 10)
    shouted = min(len(_CAPITALS.findall(raw)), 4)
    return b"L%d" % length, b"C%d" % min(capitals, 8), b"D%d" % min(digits, 8), b"K%d" % shouted


def _length(match: re.Match[str]) -> str:
    return f" #{min(len(match[0]), 12)} "
