"""What a book of phrases finds in a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tipstaff.signals.grammar.found import Found
from tipstaff.signals.grammar.kinds import Groups
from tipstaff.signals.grammar.patterns import Match
from tipstaff.signals.grammar.phrases import Hit, Phrases
from tipstaff.signals.text.keeping import kept


class Weighed(NamedTuple):
    """A match, the weight that is left of it, and what took the rest away ("" when nothing did)."""

    match: Match
    weight: float
    guard: str


class Scan:
    """What a book finds in a text; whatever only some classes or explanations ask for is worked out when they do.

    `found` are the phrases that count; `classes` the matches of each class, the weightiest first.
    """

    def __init__(
        self, phrases: Phrases, groups: Groups, found: Found, classes: Mapping[str, Sequence[Weighed]]
    ) -> None:
        self._phrases = phrases
        self._groups = groups
        self.found = found
        self.classes = classes

    @kept
    def stems(self) -> frozenset[str]:
        """What the names of the sets that were found begin with, up to the first full stop."""
        return frozenset().union(*[kind.stems for kind in self.found.kinds])

    @kept
    def names(self) -> frozenset[str]:
        """The names of the sets that were found."""
        return frozenset().union(*[kind.sets for kind in self.found.kinds])

    @kept
    def hits(self) -> Sequence[Hit]:
        """Everything that was found, by first word."""
        return [self._phrases.hit(one) for one in self.found.every]

    def told_of(self, stem: str) -> list[tuple[int, Sequence[str], int]]:
        """What was found of the sets named `stem.…`: first word, the rest of the sets' names, number of the phrase."""
        if stem not in self.stems:
            return []
        group = self._groups.of(stem)
        return [(first, group.rests[number], number) for first, number in self.found.among(group)]

    def phrase(self, number: int) -> str:
        """The bare words of a phrase."""
        return self._phrases.written[number]

    def hits_of(self, stem: str) -> list[Hit]:
        """What was found of the sets named `stem.…`."""
        return [self._phrases.hit((first, number)) for first, _, number in self.told_of(stem)]

    def score(self, of: str) -> float:
        """0 to 1: 1 less the product of what each finding of a class leaves open."""
        left = 1.0
        for found in self.classes.get(of, ()):
            left *= 1 - found.weight
        return 1 - left

    def weights(self, stem: str) -> dict[str, float]:
        """For sets named `stem.name.weight` (weight in tenths): name to the sum over its different phrases."""
        if stem not in self.stems:
            return {}
        group = self._groups.of(stem)
        sums: dict[str, int] = {}
        for number in dict.fromkeys([number for _, number in self.found.among(group)]):
            for of, tenths in group.tenths[number]:
                sums[of] = sums.get(of, 0) + tenths
        return {of: tenths / 10 for of, tenths in sums.items()}
