"""Hashed n-grams: what the small models see of a text, computed once for all of them.

The bare text (folded, without accents) is shaped: links become `<url>`, addresses `<mail>`, numbers keep their length.

    words   words and signs, pairs of neighbours, and traits of its letters (length, capitals, digits, shouting)
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
# Longer texts are judged by their beginning: a mail says early on what it wants, and the other half of the mail
# collection is judged no worse by so much than by twice as much.
LIMIT = 4_000
_OPENING = 2_000  # of which the traits are taken
_URL = re.compile(
    r"https?://\S{1,2000}|www\.\S{1,2000}|\b[a-z0-9-]{1,63}\."
    r"(?:com|net|org|info|biz|co|ly|me|uk|fr|io|top|xyz|click|shop|tv|mobi|app|site|online)\b(?:/\S{0,2000})?"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,200}\b")
_DOTTED = re.compile(r"[a-z0-9]\.[a-z]|://")
# Numbers are as many noughts as they have digits, up to twelve.
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|0{1,12}|<\w+>|[£$€%!?&*:]")
_DIGITS = "123456789"
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


def features_of(cased: str, bare: str) -> Features:
    """The features of a text: `folded.cased` and `bare` of `tipstaff.signals.text.wording`."""
    shaped = shaped_of(bare[:LIMIT])
    words = WORD.findall(shaped)
    if not words:
        nothing = numpy.zeros(0, dtype=numpy.intp)
        return Features(nothing, nothing)
    places = numpy.concatenate([*word_hashes(words), *char_hashes(shaped)])
    traits = [crc32(trait, start) & (SIZE - 1) for trait in _traits(cased[:_OPENING]) for start in _TRAIT_THRICE]
    places = places_of(places)
    places[2 * len(words) - 1 :] += SIZE
    found = _distinct(numpy.concatenate([numpy.array(traits, dtype=numpy.uint32), places]))
    middle = found.searchsorted(SIZE)
    return Features(found[:middle], found[middle:] - SIZE)


def _distinct(places: Any) -> Any:
    """Sorted, each once."""
    places.sort()
    new = numpy.empty(len(places), dtype=bool)
    new[0] = True
    numpy.not_equal(places[1:], places[:-1], out=new[1:])
    return places[new]


def shaped_of(bare: str) -> str:
    """Links and addresses as `<url>` and `<mail>`, all digits alike."""
    if _DOTTED.search(bare):
        bare = _URL.sub(" <url> ", bare)
    if "@" in bare:
        bare = _MAIL.sub(" <mail> ", bare)
    for digit in _DIGITS:
        bare = bare.replace(digit, "0")
    return bare


def word_hashes(words: list[str]) -> tuple[Any, Any]:
    """Hashes of words in order, and of the pairs of neighbours."""
    hashes = numpy.fromiter(map(crc32, map(str.encode, words)), dtype=numpy.uint32, count=len(words))
    return hashes, hashes[:-1] * _STEP + hashes[1:]


def char_hashes(shaped: str) -> tuple[Any, Any, Any]:
    """Hashes of the runs of 2, 3 and 4 characters of a shaped text, in order, white space evened out."""
    even = f" {' '.join(shaped.split())} "
    codes = numpy.frombuffer(even.encode("utf-32-le", "replace"), dtype=numpy.uint32)
    two = codes[:-1] * _STEP + codes[1:]
    three = two[:-1] * _STEP + codes[2:]
    return two, three, three[:-1] * _STEP + codes[3:]


def places_of(hashes: Any) -> Any:
    """Places in a table, of hashes."""
    return (hashes * _SPREAD) >> (32 - BITS)


def _traits(cased: str) -> tuple[bytes, ...]:
    """Length, capitals, digits and words in capitals, each in a few steps."""
    shape = cased.encode("latin-1", "replace").translate(_CLASSES)
    size = len(cased) + 1
    capitals = min(shape.count(b"A") * 10 // size, 8)
    digits = min(shape.count(b"0") * 15 // size, 8)
    length = size // 20 if size < 200 else 10 + min(size // 500, 10)
    shouted = min(len(_SHOUTED.findall(shape)), 4)
    return b"L%d" % length, b"C%d" % capitals, b"D%d" % digits, b"K%d" % shouted
