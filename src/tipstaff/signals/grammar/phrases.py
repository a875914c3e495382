"""Every phrase of a book in one pass over a text, however many phrases there are.

Phrases are compared as bare words (`tipstaff.signals.text.words`): without case, accents, punctuation and French
elisions. The pass is an Aho-Corasick automaton over the words with single spaces between, so that a phrase is found
only as whole words, and in time that grows with the text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.text.words import Word, words_of

automata = Library("ahocorasick_rs")
_FIRST = attrgetter("first")


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
        local: the sets that are looked at only near others.
    """

    def __init__(self, sets: Mapping[str, Iterable[str]], local: Iterable[str] = ()) -> None:
        belongs: dict[str, set[str]] = {}
        for name, phrases in sets.items():
            for phrase in phrases:
                words = " ".join([word.bare for word in words_of(phrase)])
                if words:
                    belongs.setdefault(words, set()).add(name)
        self._phrases = list(belongs)
        self._sets = [frozenset(names) for names in belongs.values()]
        self._local = frozenset(local)
        self._is_local = [names <= self._local for names in self._sets]
        self._automaton: Any = automata.AhoCorasick([f" {phrase} " for phrase in belongs])

    def __len__(self) -> int:
        return len(self._phrases)

    def any_in(self, joined: str) -> list[tuple[int, int, int]]:
        """Number of the phrase, start and end of each occurrence in words joined by `joined_words`."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(joined, overlapping=True)
        return found

    def hits(self, joined: str, words: Sequence[Word], near: int = 0) -> list[Hit]:
        """The phrases in the text, overlapping ones too, by first word.

        Args:
            joined: the words, joined by `joined_words`.
            words: the same words.
            near: when positive, phrases of the sets that are looked at only near others count only so many words
                before or behind one of the rest.
        """
        found = self.any_in(joined)
        if not found:
            return []
        begins = dict(
            zip(accumulate([len(word.bare) + 1 for word in words], initial=0), range(len(words) + 1), strict=True)
        )
        if near and self._local:
            found = self._nearby(found, begins, len(words), near)
        sets, phrases = self._sets, self._phrases
        hits = [Hit(sets[number], phrases[number], begins[start], begins[end - 1] - 1) for number, start, end in found]
        hits.sort(key=_FIRST)
        return hits

    def _nearby(
        self, found: list[tuple[int, int, int]], begins: Mapping[int, int], size: int, near: int
    ) -> list[tuple[int, int, int]]:
        local = self._is_local
        beside = bytearray(size)
        for number, start, end in found:
            if not local[number]:
                first, last = max(0, begins[start] - near), min(size, begins[end - 1] + near)
                beside[first:last] = b"\x01" * (last - first)
        return [one for one in found if not local[one[0]] or beside[begins[one[1]]]]


@lru_cache(maxsize=4096)
def any_named(sets: frozenset[str], prefix: str) -> bool:
    """Whether the name of one of a hit's sets begins so; a book has few different combinations of sets."""
    return any(name.startswith(prefix) for name in sets)


def joined_words(words: Sequence[Word]) -> str:
    """The bare words with one space around each."""
    return joined_bares([word.bare for word in words])


def joined_bares(words: Sequence[str]) -> str:
    """The same of the words alone."""
    return f" {' '.join(words)} " if words else ""
