"""What the letters of a text may be part of, known of each letter once: most steps of folding need not look at a text.

MARK      combines with the letter before        HIDDEN    is not seen, or sets the direction
WORN      a letter in costume                    LOOSE     NFKC changes it, or joins it to its neighbours
FOREIGN   a letter beyond Latin, or one that looks like another
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tipstaff.signals.text.letters import different
from tipstaff.signals.text.undoing import alphabets, invisible, marks, styled

MARK, HIDDEN, WORN, LOOSE, FOREIGN = (1 << bit for bit in range(5))


def traits_of(text: str) -> int:
    """The traits of all letters of a text together."""
    found = 0
    for letter in different(text):
        found |= _traits(letter)
    return found


@lru_cache(maxsize=8192)
def _traits(letter: str) -> int:
    found = 0
    if unicodedata.category(letter)[0] == "M" or unicodedata.combining(letter) or marks.heaped(letter):
        found |= MARK
    if invisible.hidden(letter):
        found |= HIDDEN
    if styled.worn(letter):
        found |= WORN
    if marks.joins(letter) or not unicodedata.is_normalized("NFKC", letter):
        found |= LOOSE
    if alphabets.foreign(letter):
        found |= FOREIGN
    return found
