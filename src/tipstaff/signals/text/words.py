"""The words of a text, bare: lower case, without accents and French elisions (`d'alcool` is `alcool`)."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_WORD = re.compile(r"(?:\b(?:[cdjlmnst]|qu)')?(\w+(?:'\w+)*)")


class Word(NamedTuple):
    """A bare word and where it stands."""

    bare: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words in order."""
    return [Word(match[1], match.start(1), match.end(1)) for match in _WORD.finditer(bare(text))]


def bare(text: str) -> str:
    """Lower case, without accents, with plain apostrophes; as long as the text is in composed form."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join([c for c in decomposed if not unicodedata.combining(c)]).replace("’", "'")
