"""What is left of a name when letters that look alike are one letter, and case, accents and signs do not count.

`PayPal`, `раураl` (Cyrillic), `paypa1`, `PAY-PAL` and `páypal` have one skeleton. After Unicode Technical Standard 39,
taken further: digits and pairs of letters that pass for one letter in small print count as that letter.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from tipstaff.signals.lasting import short_ones
from tipstaff.signals.shipped import DATA

_DIGITS: Final = dict(zip("0123456789!|$@€£+", "oizeasgtbglisaelt", strict=True))
# Pairs that read as one letter, in this order; `l` and `i` are the same.
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("ii", "u"), ("cl", "d"))
LONGEST: Final = 253


class _Folding(dict[int, str]):
    """Letter to what it counts as; learned as letters come by."""

    def __init__(self) -> None:
        super().__init__({ord(sign): letter for sign, letter in _DIGITS.items()})
        for line in (DATA / "confusables.txt").read_text(encoding="utf-8").splitlines():
            plain, colon, looks = line.partition(": ")
            if colon and not line.startswith("#"):
                self.update({ord(look): _DIGITS.get(plain, plain) for look in looks})

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code)).casefold()
        bare = "".join(part for part in parts if not unicodedata.combining(part))
        if len(bare) == 1 and ord(bare) != code:
            bare = self[ord(bare)]
        elif bare != chr(code):
            bare = bare.translate(self)
        kept = "".join(letter for letter in bare if letter.isalnum())
        self[code] = kept
        return kept


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    return _Folding()


@short_ones(16_384)
def skeleton(name: str) -> str:
    """The skeleton of a name, of its first 253 characters; "" when it holds no letter or digit."""
    bare = name[:LONGEST].casefold().translate(_folding())
    for pair, letter in _PAIRS:
        if pair in bare:
            bare = bare.replace(pair, letter)
    return bare.replace("i", "l")


def letter_by_letter(name: str) -> str:
    """The skeleton without looking at pairs: a slip beside half of a pair is one slip here, and two in the skeleton."""
    return name[:LONGEST].casefold().translate(_folding()).replace("i", "l")
