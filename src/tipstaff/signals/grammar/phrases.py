"""Every phrase of a book in one pass over a text, however many phrases there are.

Phrases are compared as bare words (`tipstaff.signals.text.words`): without case, accents, punctuation and French
elisions. The pass is an Aho-Corasick automaton over the words with single spaces between, so that a phrase is found
only as whole words, and in time that grows with the text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.text.words import Word, words_of

automata = Library("ahocorasick_rs")


class Hit(NamedTuple):
    """A phrase that was found: the sets it belongs to, and its first and last word in the text."""

    sets: frozenset[str]
    phrase: str
    first: int
    last: int


class Phrases:
    """Sets of phrases, ready to be looked for.

    Args:
        sets: name to phrases; a phrase may belong to several sets.
    """

    def __init__(self, sets: Mapping[str, Iterable[str]]) -> None:
        belongs: dict[str, set[str]] = {}
        for name, phrases in sets.items():
            for phrase in phrases:
                words = " ".join([word.bare for word in words_of(phrase)])
                if words:
                    belongs.setdefault(words, set()).add(name)
        self._phrases = list(belongs)
        self._sets = [frozenset(names) for names in belongs.values()]
        self._automaton: Any = automata.AhoCorasick([f" {phrase} " for phrase in belongs])

    def __len__(self) -> int:
        return len(self._phrases)

    def any_in(self, joined: str) -> list[tuple[int, int, int]]:
        """Number of the phrase, start and end of each occurrence in words joined by `joined_words`."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(joined, overlapping=True)
        return found

    def hits(self, joined: str, words: Sequence[Word]) -> list[Hit]:
        """Every phrase in the text, overlapping ones too, by first word."""
        found = self.any_in(joined)
        if not found:
            return []
        ends = list(accumulate([len(word.bare) + 1 for word in words]))
        begins = {end: number + 1 for number, end in enumerate(ends)}
        begins[0] = 0
        hits = [
            Hit(self._sets[number], self._phrases[number], begins[start], begins[end - 1] - 1)
            for number, start, end in found
        ]
        hits.sort(key=lambda hit: hit.first)
        return hits


def joined_words(words: Sequence[Word]) -> str:
    """The bare words with one space around each."""
    return f" {' '.join([word.bare for word in words])} " if words else ""
