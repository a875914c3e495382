"""What takes a pattern's force away: a denial, a report of what others say, a reproach to those who say it.

I don't hate them               denied
he said "they are vermin"       reported
calling them vermin is wrong    reproached
proud to be one of them         reclaimed
they were deported in 1942      recounted
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from tipstaff.signals.grammar.patterns import Match
from tipstaff.signals.grammar.phrases import Hit
from tipstaff.signals.text.wording import Wording
from tipstaff.signals.text.words import size_of

# What is left of a pattern's weight. Estimates of ours, set on development sentences (training/sentences).
LEFT = {
    "denied": 0.15,
    "reported": 0.45,
    "reproached": 0.25,
    "reported and reproached": 0.1,
    "reclaimed": 0.3,
    "recounted": 0.3,
    "eased": 0.5,
}
# How many words around a match a reproach or a report is looked for in.
_NEAR = 20
_MARKS = ("denial", "denial.after", "report", "reproach", "pride", "recount")
_MARK_SETS = frozenset(_MARKS)
VOID = "no.guard"
_DENIED_BEFORE, _REPORTED_BEFORE, _PROUD = 3, 6, 6
# How many words before a match something may stand that tells of the past.
_TOLD_BEFORE = 1
_OPENING = "\"“„«'‘"
_QUOTED = re.compile(r"[\"“„][^\"“”„]{2,300}[\"”“]|«[^«»]{2,300}»|(?<!\w)['‘][^'‘’]{2,200}['’](?!\w)")


class Surround:
    """What stands around the matches of a text: the words at which denials (before, behind), reports and so on begin.

    Args:
        hits: what was found of the sets that guards look at.
        text: the text, for quotations.
    """

    def __init__(self, hits: Iterable[Hit], text: Wording) -> None:
        void: set[int] = set()
        marks: dict[str, set[int]] = {name: set() for name in _MARKS}
        for sets, _, first, last in hits:
            if VOID in sets:
                void.update(range(first, last + 1))
            for name in _marks_of(sets):
                marks[name].add(first)
        self._text = text
        self.denials, self.afterwards, self.reports, self.reproaches, self.prides, self.recounts = (
            frozenset(marks[name] - void) for name in _MARKS
        )

    @cached_property
    def quoted(self) -> Sequence[tuple[int, int]]:
        """First and last words of quotations."""
        found: list[tuple[int, int]] = []
        words = at = 0
        for start, end in quotations(self._text.folded.text):
            first = words + size_of(self._text.bare[at:start])
            words = first + size_of(self._text.bare[start:end])
            found.append((first, words - 1))
            at = end
        return found


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where quotations begin and end, the marks included: what `_QUOTED` finds, tried where a mark stands."""
    at = 0
    for place in sorted({place for mark in _OPENING if mark in text for place in _places(text, mark)}):
        if place >= at and (found := _QUOTED.match(text, place)):
            at = found.end()
            yield found.span()


def _places(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def softened(match: Match, around: Surround, known: Container[str]) -> str:
    """Which guard applies, of those that the match's class knows: a key of `LEFT`, or ""."""
    first, last = match.first, match.last
    if not match.pattern.denies and "denied" in known and _denied(around, first, last):
        return "denied"
    reported = "reported" in known and (
        _quoted(around, first, last) or _any(around.reports, first - _REPORTED_BEFORE, first - 1)
    )
    if "reproached" in known and (
        _any(around.reproaches, first - _NEAR, first - 1) or _any(around.reproaches, last + 1, last + _NEAR)
    ):
        return "reported and reproached" if reported else "reproached"
    if reported:
        return "reported"
    if "recounted" in known and _any(around.recounts, first - _TOLD_BEFORE, last):
        return "recounted"
    return "reclaimed" if "reclaimed" in known and _any(around.prides, first - _PROUD, last + _PROUD) else ""


def _denied(around: Surround, first: int, last: int) -> bool:
    """Whether a "not" stands before or inside the match, or a French one right behind it."""
    return last + 1 in around.afterwards or _any(around.denials, first - _DENIED_BEFORE, last)


def concerned(sets: frozenset[str]) -> bool:
    """Whether guards look at phrases of these sets."""
    return VOID in sets or not sets.isdisjoint(_MARK_SETS)


@lru_cache(maxsize=1024)
def _marks_of(sets: frozenset[str]) -> frozenset[str]:
    return sets & _MARK_SETS


def _any(marks: frozenset[int], first: int, last: int) -> bool:
    return bool(marks) and not marks.isdisjoint(range(first, last + 1))


def _quoted(around: Surround, first: int, last: int) -> bool:
    """Whether the match stands in a quotation; the first of the quotations that begins at or before it decides."""
    at = bisect_right(around.quoted, (first, 1 << 60)) - 1
    return at >= 0 and last <= around.quoted[at][1]
