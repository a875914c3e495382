"""Every phrase of a book in one pass over a text, however many phrases there are.

Phrases are compared as bare words (`tipstaff.signals.text.words`): without case, accents, punctuation and French
elisions. The pass is an Aho-Corasick automaton over the words with single spaces between, so that a phrase is found
only as whole words, and in time that grows with the text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.text.words import bare, joined_of

automata = Library("ahocorasick_rs")
numpy = Library("numpy")

# From so many occurrences on, their words are counted all at once.
MANY = 24


class Hit(NamedTuple):
    """A phrase that was found: the sets it belongs to, and its first and last word in the text."""

    sets: frozenset[str]
    phrase: str
    first: int
    last: int


# A phrase that was found: its first word in the text, and its number. All that most texts need to be known by.
Occurrence = tuple[int, int]


class Phrases:
    """Sets of phrases, ready to be looked for.

    Args:
        sets: name to phrases; a phrase may belong to several sets. Several phrases may read the same as bare words:
            they count as one.

    `written`, `sets` and `sizes` are by the number of a phrase: its bare words, the sets that it belongs to, and how
    many words it has.
    """

    def __init__(self, sets: Mapping[str, Iterable[str]]) -> None:
        belongs: dict[str, set[str]] = {}
        for name, phrases in sets.items():
            for phrase in phrases:
                words = joined_of(bare(phrase))
                if words:
                    belongs.setdefault(words, set()).add(name)
        shared: dict[frozenset[str], frozenset[str]] = {}
        self.written: Sequence[str] = [words.strip() for words in belongs]
        self.sets: Sequence[frozenset[str]] = [
            shared.setdefault(names, names) for names in map(frozenset, belongs.values())
        ]
        self.sizes: Sequence[int] = [words.count(" ") - 1 for words in belongs]
        self._automaton: Any = automata.AhoCorasick(list(belongs))

    def __len__(self) -> int:
        return len(self.written)

    def found(self, joined: str) -> list[tuple[int, int, int]]:
        """Number, start and end of each occurrence in joined words (`Wording.joined`), overlapping ones too."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(joined, overlapping=True)
        return found

    def occurrences(self, joined: str, found: Sequence[tuple[int, int, int]]) -> list[Occurrence]:
        """What was found, by its words, in their order."""
        if len(found) < MANY:
            count = joined.count
            hits = [(count(" ", 0, start), number) for number, start, _ in found]
        else:
            flat = numpy.fromiter(chain.from_iterable(found), dtype=numpy.intp, count=3 * len(found))
            hits = list(zip(_words_before(joined, flat[1::3]), flat[::3].tolist(), strict=True))
        hits.sort(key=_FIRST)
        return hits

    def hit(self, one: Occurrence) -> Hit:
        """An occurrence as what it is."""
        first, number = one
        size = self.sizes[number]
        # Half the time that the class itself takes.
        return tuple.__new__(Hit, (self.sets[number], self.written[number], first, first + size - 1))

    def hits(self, joined: str) -> list[Hit]:
        """The phrases in joined words, overlapping ones too, by first word."""
        return [self.hit(one) for one in self.occurrences(joined, self.found(joined))]


_FIRST = itemgetter(0)


def _words_before(joined: str, starts: Any) -> list[int]:
    """How many words stand before each of these places."""
    codes = numpy.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
    before: list[int] = numpy.flatnonzero(codes == ord(" ")).searchsorted(starts).tolist()
    return before
