"""Ways to hide a text from filters, for measuring what is still caught. Deterministic for a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Final

# Written down here by hand: the attacker's table is not the one that folding reads.
_HOMOGLYPHS = str.maketrans("aceopxyijsABEHKMOPTX", "асеорхуіјѕАВЕНКМОРТХ")
_LEET = str.maketrans("aeiost", "431057")
_MARKS = "\u0301\u0300\u0302\u0308"


def homoglyphs(text: str, rng: random.Random) -> str:
    """Seven of ten letters that have a Cyrillic look-alike."""
    return "".join(c.translate(_HOMOGLYPHS) if rng.random() < 0.7 else c for c in text)


def zero_width(text: str, rng: random.Random) -> str:
    """Invisible characters inside words."""
    return "".join(
        c + rng.choice("\u200b\u200c\u200d\u2060") if c.isalpha() and rng.random() < 0.5 else c for c in text
    )


def leet(text: str, rng: random.Random) -> str:
    """Digits for letters in words of three letters and more: about two of three that could be."""
    return " ".join(
        "".join(c.translate(_LEET) if rng.random() < 0.66 else c for c in word)
        if sum(map(str.isalpha, word)) > 2
        else word
        for word in text.lower().split(" ")
    )


def full_width(text: str, _: random.Random) -> str:
    """Full-width forms of letters and digits."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


def bold(text: str, _: random.Random) -> str:
    """Mathematical bold letters."""
    return "".join(_bold(c) for c in text)


def marks(text: str, rng: random.Random) -> str:
    """An accent on half of the letters."""
    return "".join(c + rng.choice(_MARKS) if c.isalpha() and rng.random() < 0.5 else c for c in text)


def spaced(text: str, _: random.Random) -> str:
    """Words of more than three letters spelled out with spaces, the gaps between words kept wider."""
    words = [" ".join(word) if len(word) > 3 and word.isalpha() else word for word in text.split(" ")]
    return "  ".join(words)


def spaced_narrow(text: str, _: random.Random) -> str:
    """The same with single spaces everywhere, so that the gaps between words are lost."""
    return " ".join(" ".join(word) if len(word) > 3 and word.isalpha() else word for word in text.split(" "))


def _bold(c: str) -> str:
    if "a" <= c <= "z":
        return chr(0x1D41A + ord(c) - ord("a"))
    return chr(0x1D400 + ord(c) - ord("A")) if "A" <= c <= "Z" else c


ATTACKS: Final[Mapping[str, Callable[[str, random.Random], str]]] = {
    "homoglyphs": homoglyphs,
    "zero-width": zero_width,
    "leet": leet,
    "full width": full_width,
    "maths bold": bold,
    "marks": marks,
    "spaced": spaced,
    "spaced, gaps lost": spaced_narrow,
}
