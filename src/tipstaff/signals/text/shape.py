"""The shape of a text in bytes, one for each character: what can be searched in a fraction of a microsecond.

a   letter        0   digit, or sign that stands for a letter       !   exclamation mark
*   sign that cuts words        (space)   sign that parts spelled-out letters        ,   all else
"""

from __future__ import annotations

import string
from typing import Final, NamedTuple

import re2

_SIGNS = "0123456789@$|+£"
_CUTTING = "*~^_·|"
_PARTING = " .-_*~·"


def _table(classes: dict[str, str]) -> bytes:
    kinds = [b","[0]] * 256
    for code in range(256):
        # What lies beyond Latin-1 arrives as a question mark, and may be a letter.
        if chr(code).isalpha() or chr(code) == "?":
            kinds[code] = ord("a")
    for mark, members in classes.items():
        for member in members:
            kinds[ord(member)] = ord(mark)
    return bytes(kinds)


_LEET: Final = _table({"0": _SIGNS, "!": "!"})
_SPELLED: Final = _table({"a": _SIGNS + "!", " ": _PARTING})
_CUT: Final = _table({"*": _CUTTING})
_TRIPLES: Final = re2.compile("|".join(letter * 3 for letter in string.ascii_lowercase if letter != "w").encode())


_ORDINARY: Final = bytes(
    range(128)
) + "£§©«®°²³·º»¿ÀÁÂÄÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜßàáâäæçèéêëìíîïñòóôöùúûüÿ–—‘’“”…•€™œŒ".encode("cp1252")


class Shape(NamedTuple):
    """Which disguises the text may wear; `leet` is the shape in which they are searched, b"" when there are none."""

    leet: bytes
    spelled: bool
    cut: bool
    drawn_out: bool


def shape_of(text: str) -> Shape:
    """The shape of a text in lower case. Never misses one; what it finds may turn out to be ordinary."""
    plain = (text if text.isascii() else text.replace("€", "$").replace("•", "·")).encode("latin-1", "replace")
    leet = plain.translate(_LEET)
    spelled = b" " + plain.translate(_SPELLED) + b" "
    cut = plain.translate(_CUT)
    return Shape(
        leet if b"a0" in leet or b"0a" in leet or b"a!a" in leet else b"",
        b" a a a " in spelled or b" a  a  a " in spelled or b" a   a   a " in spelled,
        b"a*a" in cut,
        _TRIPLES.search(plain) is not None,
    )


def ordinary(text: str) -> bool:
    """Whether the text holds only what Western European languages are written with, and nothing that nobody sees."""
    try:
        return b"\xad" not in text.encode("latin-1")
    except UnicodeEncodeError:
        pass
    try:
        return not text.encode("cp1252").translate(None, _ORDINARY)
    except UnicodeEncodeError:
        return False
