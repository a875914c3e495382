"""The hashes of all words of a long text at once: what `zlib.crc32` says of each, without an object a word.

A CRC is linear: it is the sum (exclusive or) of what each byte adds by its distance from the word's end, and of what
the length adds. So one look-up a letter and one sum a word do, however many words there are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zlib import crc32

from tipstaff.signals.lazily import Library
from tipstaff.signals.model.shaping import WORD
from tipstaff.signals.text.western import WESTERN, ForeignWord, western

numpy = Library("numpy")

_NOTHING, _LETTER, _DIGIT, _SIGN, _APOSTROPHE, _TAG = range(6)
_SIGNS = "£$€%!?&*:"
# Longer words, and those with letters of more than one byte in UTF-8, are hashed one by one.
_LONGEST = 32
_TAGS = re.compile(r"<\w+>")
# Longer numbers are several words; rare, and left to the plain way.
_LONG_NUMBER = b"0" * 13


def _kind(letter: str) -> int:
    if letter in _SIGNS:
        return _SIGN
    if letter in "0'":
        return _DIGIT if letter == "0" else _APOSTROPHE
    return _LETTER if WORD.fullmatch(letter) else _NOTHING


_KINDS: Final = bytes(_kind(letter) for letter in WESTERN)
# Letters and signs that are several bytes in UTF-8.
_HIGH: Final = bytes(code > 127 and _KINDS[code] != _NOTHING for code in range(256))


class _Tables(NamedTuple):
    """What a byte adds by 256 times its distance from the end, plus itself; what a length adds."""

    bytes: Any
    lengths: Any


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    added = [
        crc32(bytes([byte]) + bytes(behind)) ^ crc32(bytes(behind + 1))
        for behind in range(_LONGEST)
        for byte in range(256)
    ]
    lengths = [crc32(bytes(size)) for size in range(_LONGEST + 1)]
    return _Tables(numpy.array(added, dtype=numpy.uint32), numpy.array(lengths, dtype=numpy.uint32))


def hashed_tokens(shaped: str) -> Any:
    """The CRC-32 of every match of `WORD` in a shaped text, in order; None for a text that only the plain way reads."""
    try:
        data = western(shaped)
    except ForeignWord:
        return None
    if _LONG_NUMBER in data:
        return None
    kinds = numpy.frombuffer(bytearray(data.translate(_KINDS)), dtype=numpy.uint8)
    _join(data, kinds)
    for number, tag in enumerate(_TAGS.finditer(shaped) if "<" in shaped else ()):
        kinds[tag.start() : tag.end()] = _TAG + number % 2
    return _hashes(shaped, data, kinds)


def _join(data: bytes, kinds: Any) -> None:
    """An apostrophe between letters is one, unless the word has one already."""
    at, last = data.find(b"'", 1), -1
    while 0 < at < len(data) - 1:
        if kinds[at - 1] == _LETTER == kinds[at + 1]:
            if last > 0 and (kinds[last:at] == _LETTER).all():
                last = -1
            else:
                kinds[at], last = _LETTER, at
        at = data.find(b"'", at + 1)


def _hashes(shaped: str, data: bytes, kinds: Any) -> Any:
    new = numpy.empty(len(kinds), dtype=bool)
    new[0] = True
    numpy.not_equal(kinds[1:], kinds[:-1], new[1:])
    new |= kinds == _SIGN
    starts = numpy.flatnonzero(new)
    ends = numpy.append(starts[1:], len(kinds))
    sizes = ends - starts
    told = (kinds[starts] != _NOTHING) & (kinds[starts] != _APOSTROPHE)
    behind = numpy.repeat(ends - 1, sizes) - numpy.arange(len(kinds))
    numpy.minimum(behind, _LONGEST - 1, out=behind)
    tables = _tables()
    added = tables.bytes.take(behind * 256 + numpy.frombuffer(data, dtype=numpy.uint8))
    hashes = numpy.bitwise_xor.reduceat(added, starts) ^ tables.lengths.take(numpy.minimum(sizes, _LONGEST))
    for number in _one_by_one(data, starts, sizes, told):
        hashes[number] = crc32(shaped[starts[number] : ends[number]].encode())
    return hashes[told]


def _one_by_one(data: bytes, starts: Any, sizes: Any, told: Any) -> list[int]:
    """The numbers of words that are too long, or have letters of several bytes."""
    found = set(numpy.flatnonzero((sizes > _LONGEST) & told).tolist())
    if not data.isascii():
        places = numpy.flatnonzero(numpy.frombuffer(data.translate(_HIGH), dtype=numpy.uint8))
        found.update((starts.searchsorted(places, side="right") - 1).tolist())
    return sorted(found)
