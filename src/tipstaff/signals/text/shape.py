"""The shape of a text in bytes, one for each character: what can be searched in a fraction of a microsecond.

a   letter        0   digit, or sign that stands for a letter       !   exclamation mark
*   sign that cuts words        (space)   sign that parts spelled-out letters        ,   all else
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import re2

SIGNS = "0123456789@$|+£"
CUTTING = "*~^_·|"
PARTING = " .-_*~·"
# What lies beyond Latin-1 arrives as a question mark, and may be a letter.
LETTERS: Final = "".join(chr(code) for code in range(256) if chr(code).isalpha() or chr(code) == "?")
# What spelled-out letters cannot stand beside; behind them an exclamation mark may.
BESIDE: Final = LETTERS.replace("?", "") + "0123456789@$|!"
_LEET_WORD, _SPELLED_WORD, _CUT_WORD, _LONG_LETTER = range(4)


def _table(classes: dict[str, str]) -> bytes:
    kinds = [b","[0]] * 256
    for mark, members in {"a": LETTERS, **classes}.items():
        for member in members:
            kinds[ord(member)] = ord(mark)
    return bytes(kinds)


_LEET: Final = _table({"0": SIGNS, "!": "!"})
# An underscore parts nothing that is found in the end, and may be one of the letters.
_SPELLED: Final = _table({"a": LETTERS + SIGNS + "!_", " ": PARTING.replace("_", "")})
_CUT: Final = _table({"*": CUTTING})

_ORDINARY: Final = bytes(
    range(128)
) + "£§©«®°²³·º»¿ÀÁÂÄÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜßàáâäæçèéêëìíîïñòóôöùúûüÿ–—‘’“”…•€™œŒ".encode("cp1252")
# Letters of Latin-1 and Windows-1252 that NFKC changes.
_LOOSE_LATIN: Final = "\xa0¨ª¯²³´µ¸¹º¼½¾".encode("latin-1")
_LOOSE: Final = "\xa0¨ª¯²³´µ¸¹º¼½¾…™˜".encode("cp1252")


class Shape(NamedTuple):
    """Which disguises a text may wear. Never misses one; what it finds may turn out to be ordinary.

    `plain` is the text in lower case, a byte for each character.
    """

    plain: bytes
    leet: bool
    spelled: bool
    cut: bool
    drawn_out: bool

    def in_leet(self) -> bytes:
        """The shape in which words in digits and signs are searched."""
        return self.plain.translate(_LEET)

    def in_letters(self) -> bytes:
        """The shape in which spelled-out words are searched."""
        return self.plain.translate(_SPELLED)

    def in_pieces(self) -> bytes:
        """The shape in which cut words are searched."""
        return self.plain.translate(_CUT)


PLAIN: Final = Shape(b"", False, False, False, False)


def shape_of(text: str) -> Shape:
    """The shape of a text in lower case."""
    plain = plain_of(text)
    found = _disguises().Match(plain)
    return Shape(plain, *(kind in found for kind in range(4))) if found else PLAIN


def plain_of(text: str) -> bytes:
    """A byte for each character."""
    return (text if text.isascii() else text.replace("€", "$").replace("•", "·")).encode("latin-1", "replace")


@lru_cache(maxsize=1)
def _disguises() -> Any:
    """All four, in one pass over the bytes."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    letter, sign, cut = map(_class, (LETTERS, SIGNS, CUTTING))
    single, part = _class(LETTERS + SIGNS + "!"), _class(PARTING)
    before, after = _class(BESIDE, "^"), _class(BESIDE.replace("!", ""), "^")
    patterns = (
        f"{letter}{sign}|{sign}{letter}|{letter}!{letter}",
        f"(?:^|{before}){single}(?:{part}{{1,3}}{single}){{3}}(?:$|{after})",
        f"{letter}{cut}{letter}",
        "|".join(letter * 3 for letter in string.ascii_lowercase if letter != "w"),
    )
    found = re2.Set.SearchSet(options)
    for pattern in patterns:
        found.Add(pattern)
    found.Compile()
    return found


def _class(letters: Iterable[str], negated: str = "") -> str:
    return f"[{negated}" + "".join(f"\\x{ord(letter):02x}" for letter in letters) + "]"


class Script(NamedTuple):
    """`western`: the text holds only what Western European languages are written with, and nothing that nobody sees;
    `settled`: NFKC changes none of it."""

    western: bool
    settled: bool


_OTHER, _SETTLED, _UNSETTLED = Script(False, False), Script(True, True), Script(True, False)


def script_of(text: str) -> Script:
    """How the text is written."""
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        pass
    else:
        if b"\xad" in data:
            return _OTHER
        return _SETTLED if len(data.translate(None, _LOOSE_LATIN)) == len(data) else _UNSETTLED
    try:
        data = text.encode("cp1252")
    except UnicodeEncodeError:
        return _OTHER
    if data.translate(None, _ORDINARY):
        return _OTHER
    return _SETTLED if len(data.translate(None, _LOOSE)) == len(data) else _UNSETTLED
