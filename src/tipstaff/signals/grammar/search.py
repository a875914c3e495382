"""Patterns looked for among the phrases of a text.

Most texts hold the anchor of some pattern and lack the rest of it: which items stand anywhere in the text is known
first, as bits, and only patterns that have all of theirs are looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tipstaff.signals.grammar.found import Spot
from tipstaff.signals.grammar.kinds import Kind, kinds_of
from tipstaff.signals.grammar.patterns import WIDEST, Sought
from tipstaff.signals.grammar.phrases import Occurrence


class _Standing(NamedTuple):
    """A phrase in the text: its words, the items that it may stand for, and its number."""

    first: int
    last: int
    places: int
    number: int


_Places = Mapping[int, Sequence[_Standing]]


def matches(sizes: Sequence[int], kinds: Sequence[Kind], occurrences: Sequence[Occurrence]) -> Iterator[Spot]:
    """Each pattern at each of its anchors, once, by the anchor's place.

    Args:
        sizes: how many words each phrase has, by its number.
        kinds: the kind of each phrase, by its number.
        occurrences: the phrases of the text, by first word.
    """
    present = kinds_of(kinds, occurrences)
    sought_of = possible(present)
    if not sought_of:
        return
    wanted = 0
    for patterns in sought_of.values():
        for sought in patterns:
            wanted |= sought.needs
    concerned = {kind for kind in present if kind.places & wanted}
    standing = [
        _Standing(first, first + sizes[number] - 1, kinds[number].places, number)
        for first, number in occurrences
        if kinds[number] in concerned
    ]
    starts: dict[int, list[_Standing]] = {}
    ends: dict[int, list[_Standing]] = {}
    for one in standing:
        starts.setdefault(one.first, []).append(one)
        ends.setdefault(one.last, []).append(one)
    blocks = _Blocks(standing, sought_of)
    for one in standing:
        kind = kinds[one.number]
        for sought in blocks.possible(kind, one.first) if kind in sought_of else ():
            found = _around(sought, one, starts, ends)
            if found:
                yield Spot(sought.number, tuple([(at.first, at.number) for at in found]))


class _Blocks:
    """A text in blocks of words: which items stand in a block or beside it. No pattern reaches further."""

    def __init__(self, standing: Sequence[_Standing], possible: Mapping[Kind, Sequence[Sought]]) -> None:
        self._anywhere = possible
        self._places: dict[int, int] = {}
        for one in standing:
            block = one.first // WIDEST
            self._places[block] = self._places.get(block, 0) | one.places
        self._possible: dict[tuple[Kind, int], Sequence[Sought]] = {}

    def possible(self, kind: Kind, first: int) -> Sequence[Sought]:
        """The patterns with an anchor of that kind at that word that have all their items near."""
        block = first // WIDEST
        found = self._possible.get((kind, block))
        if found is None:
            places = self._places
            near = places.get(block - 1, 0) | places[block] | places.get(block + 1, 0)
            found = [sought for sought in self._anywhere[kind] if not sought.needs & ~near]
            self._possible[kind, block] = found
        return found


def possible(kinds: Iterable[Kind]) -> dict[Kind, list[Sought]]:
    """For each kind with anchors the patterns that have all their items somewhere in the text."""
    present = 0
    for kind in kinds:
        present |= kind.places
    found = {
        kind: [sought for sought in kind.patterns if not sought.needs & ~present] for kind in kinds if kind.patterns
    }
    return {kind: patterns for kind, patterns in found.items() if patterns}


def _around(sought: Sought, anchor: _Standing, starts: _Places, ends: _Places) -> tuple[_Standing, ...]:
    """What stands for the items of a pattern around its anchor; empty when it is not there."""
    at = sought.pattern.anchor
    before = _before(sought, at, anchor, ends)
    after = _after(sought, at, anchor, starts) if before is not None else None
    return () if before is None or after is None else (*before, anchor, *after)


def _after(sought: Sought, at: int, one: _Standing, starts: _Places) -> tuple[_Standing, ...] | None:
    if at + 1 == len(sought.bits):
        return ()
    bit, gap = sought.bits[at + 1], sought.pattern.items[at + 1].gap
    for word in range(one.last + 1, one.last + 2 + gap):
        for other in starts.get(word, ()):
            if bit & other.places:
                rest = _after(sought, at + 1, other, starts)
                if rest is not None:
                    return (other, *rest)
    return None


def _before(sought: Sought, at: int, one: _Standing, ends: _Places) -> tuple[_Standing, ...] | None:
    if at == 0:
        return ()
    bit, gap = sought.bits[at - 1], sought.pattern.items[at].gap
    for word in range(one.first - 1, one.first - 2 - gap, -1):
        for other in ends.get(word, ()):
            if bit & other.places:
                rest = _before(sought, at - 1, other, ends)
                if rest is not None:
                    return (*rest, other)
    return None
