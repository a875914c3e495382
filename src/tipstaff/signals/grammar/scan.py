"""What a book of phrases finds in a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tipstaff.signals.grammar.kinds import Kind, kinds_of
from tipstaff.signals.grammar.patterns import Match
from tipstaff.signals.grammar.phrases import Hit, Occurrence, Phrases
from tipstaff.signals.text.keeping import kept


class Weighed(NamedTuple):
    """A match, the weight that is left of it, and what took the rest away ("" when nothing did)."""

    match: Match
    weight: float
    guard: str


class Scan:
    """What a book finds in a text; whatever only some classes or explanations ask for is worked out when they do.

    `occurrences` are what was found, by first word; `classes` the matches of each class, the weightiest first.
    """

    def __init__(
        self,
        phrases: Phrases,
        kinds: Sequence[Kind],
        occurrences: Sequence[Occurrence],
        classes: Mapping[str, Sequence[Weighed]],
    ) -> None:
        self._phrases = phrases
        self._kinds = kinds
        self.occurrences = occurrences
        self.classes = classes

    @kept
    def kinds(self) -> frozenset[Kind]:
        """The kinds of phrases that were found."""
        return kinds_of(self._kinds, self.occurrences)

    @kept
    def stems(self) -> frozenset[str]:
        """What the names of the sets that were found begin with, up to the first full stop."""
        return frozenset().union(*(kind.stems for kind in self.kinds))

    @kept
    def names(self) -> frozenset[str]:
        """The names of the sets that were found."""
        return frozenset().union(*(kind.sets for kind in self.kinds))

    @kept
    def hits(self) -> Sequence[Hit]:
        """Everything that was found, by first word."""
        return [self._phrases.hit(one) for one in self.occurrences]

    def hits_of(self, stem: str) -> Iterator[Hit]:
        """What was found of the sets whose names begin so."""
        if stem in self.stems:
            for one in self.occurrences:
                if stem in self._kinds[one[1]].stems:
                    yield self._phrases.hit(one)

    def score(self, of: str) -> float:
        """0 to 1: 1 less the product of what each finding of a class leaves open."""
        left = 1.0
        for found in self.classes.get(of, ()):
            left *= 1 - found.weight
        return 1 - left

    def weights(self, stem: str) -> dict[str, float]:
        """For sets named `stem.name.weight` (weight in tenths): name to the sum over its different phrases."""
        total: dict[str, float] = {}
        if stem in self.stems:
            for number in sorted({number for _, number in self.occurrences}):
                for of, tenths in self._kinds[number].weights.get(stem, ()):
                    total[of] = total.get(of, 0.0) + tenths / 10
        return total
