"""Hashed n-grams: what the small models see of a text, computed once for all of them.

The bare text (folded, without accents) is shaped: links become `<url>`, addresses `<mail>`, numbers keep their length.

    words   words and signs, pairs of neighbours, and traits of its letters (length, capitals, digits, shouting)
    chars   runs of 2 to 4 characters, digits all alike

Each is a set of places in a table of 65,536: presence counts, not how often. Hashes are 32-bit arithmetic, the same on
every machine and run; words start from their CRC-32.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zlib import crc32

from tipstaff.signals.lazily import Library
from tipstaff.signals.model.shaping import LIMIT, LONG, WORD, evened, shaped_of
from tipstaff.signals.model.tokens import hashed_tokens

numpy = Library("numpy")

BITS: Final = 16
SIZE: Final = 1 << BITS
OPENING: Final = 2_000  # characters of which the traits are taken
_SPREAD, _STEP = 0x9E3779B1, 0x01000193
# From so many places on, marking them in a table takes less time than sorting them.
_MANY = 4_000
# A trait is one thing among hundreds of words; it stands under several numbers so that it weighs as much as a few.
_TRAIT_THRICE = (0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)
CLASSES: Final = bytes(
    65 if chr(code).isupper() else 48 if chr(code).isdigit() else 97 if chr(code).isalpha() else 32
    for code in range(256)
)


class Features(NamedTuple):
    """What a text has: numpy arrays of places in the tables of a model, sorted, each once; those of `chars` in the
    second half of `places`, from `SIZE` on. All empty: there are no words."""

    places: Any
    middle: int

    @property
    def words(self) -> Any:
        """Places in the table of words."""
        return self.places[: self.middle]

    @property
    def chars(self) -> Any:
        """Places in the table of runs of characters."""
        return self.places[self.middle :] - SIZE


def features_of(cased: str, bare: str) -> Features:
    """The features of a text: `folded.cased` and `bare` of `tipstaff.signals.text.wording`."""
    shaped = shaped_of(bare[:LIMIT])
    words = _hashed_words(shaped)
    if not len(words):
        return Features(numpy.zeros(0, dtype=numpy.intp), 0)
    traits = _places_of_traits(*_traits(cased[:OPENING]))
    even = evened(shaped)
    codes = numpy.frombuffer(even.encode("utf-32-le", "replace"), dtype=numpy.uint32)
    middle, runs = len(traits) + 2 * len(words) - 1, len(codes)
    places = numpy.empty(middle + 3 * runs - 6, dtype=numpy.uint32)
    hashes = places[len(traits) :]
    _hash_pairs(words, hashes)
    _hash_runs(codes, places[middle:])
    numpy.multiply(hashes, _number(_SPREAD), hashes)
    numpy.right_shift(hashes, _number(32 - BITS), hashes)
    places[: len(traits)] = traits
    return _distinct(places, middle)


def _distinct(places: Any, middle: int) -> Features:
    """Both parts sorted, each place once."""
    chars = places[middle:]
    numpy.add(chars, _number(SIZE), chars)
    if len(places) > _MANY:
        seen = numpy.zeros(2 * SIZE, dtype=bool)
        seen[places] = True
        distinct = numpy.flatnonzero(seen)
        return Features(distinct, int(distinct.searchsorted(SIZE)))
    places[:middle].sort()
    chars.sort()
    new = numpy.empty(len(places), dtype=bool)
    new[0] = True
    numpy.not_equal(places[1:], places[:-1], new[1:])
    return Features(places[new], int(numpy.count_nonzero(new[:middle])))


def _hashed_words(shaped: str) -> Any:
    """The CRC-32 of each word of a shaped text, in order."""
    if len(shaped) >= LONG:
        found = hashed_tokens(shaped)
        if found is not None:
            return found
    return _hashed(WORD.findall(shaped))


def word_hashes(words: Sequence[str]) -> tuple[Any, Any]:
    """Hashes of words in order, and of the pairs of neighbours."""
    hashes = _hashed(words)
    return hashes, hashes[:-1] * _STEP + hashes[1:]


def _hashed(words: Sequence[str]) -> Any:
    return numpy.fromiter(map(crc32, map(str.encode, words)), dtype=numpy.uint32, count=len(words))


def char_hashes(shaped: str) -> tuple[Any, Any, Any]:
    """Hashes of the runs of 2, 3 and 4 characters of a shaped text, in order, white space evened out."""
    codes = numpy.frombuffer(evened(shaped).encode("utf-32-le", "replace"), dtype=numpy.uint32)
    size = len(codes)
    out = numpy.empty(3 * size - 6, dtype=numpy.uint32)
    _hash_runs(codes, out)
    return out[: size - 1], out[size - 1 : 2 * size - 3], out[2 * size - 3 :]


def places_of(hashes: Any) -> Any:
    """Places in a table, of hashes."""
    return (hashes * _SPREAD) >> (32 - BITS)


def _hash_pairs(words: Any, out: Any) -> None:
    """Words, then pairs of neighbours, into the beginning of `out`."""
    size = len(words)
    out[:size] = words
    pairs = out[size : 2 * size - 1]
    numpy.multiply(words[:-1], _number(_STEP), pairs)
    numpy.add(pairs, words[1:], pairs)


def _hash_runs(codes: Any, out: Any) -> None:
    """Runs of two characters, then of three, then of four; each is made from the shorter one that begins it."""
    before, at, step = codes, 0, _number(_STEP)
    for longer in (1, 2, 3):
        after = out[at : at + len(codes) - longer]
        numpy.multiply(before[: len(after)], step, after)
        numpy.add(after, codes[longer:], after)
        before, at = after, at + len(after)


@lru_cache(maxsize=8)
def _number(value: int) -> Any:
    """A number as an array without dimensions: numpy takes half the time over one."""
    return numpy.array(value, dtype=numpy.uint32)


def _traits(cased: str) -> tuple[int, int, int, int]:
    """Length, capitals, digits and words in capitals, each in a few steps."""
    shape = cased.encode("latin-1", "replace").translate(CLASSES)
    size = len(cased) + 1
    capitals = min(shape.count(b"A") * 10 // size, 8)
    digits = min(shape.count(b"0") * 15 // size, 8)
    length = size // 20 if size < 200 else 10 + min(size // 500, 10)
    return length, capitals, digits, _shouted(shape) if b"AAA" in shape else 0


def _shouted(shape: bytes) -> int:
    """Words in capitals: of three letters, or that begin with four; up to four such words."""
    apart = b" " + shape.replace(b" ", b"  ") + b" "
    return min(apart.count(b" AAA ") + apart.count(b" AAAA"), 4)


@lru_cache(maxsize=4096)
def _places_of_traits(length: int, capitals: int, digits: int, shouted: int) -> Any:
    traits = (b"L%d" % length, b"C%d" % capitals, b"D%d" % digits, b"K%d" % shouted)
    found = [crc32(trait, start) & (SIZE - 1) for trait in traits for start in _TRAIT_THRICE]
    return numpy.array(found, dtype=numpy.uint32)
