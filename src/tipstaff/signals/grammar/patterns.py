"""Patterns: sets in an order, a few words apart.

    people be vermin            three sets, up to two other words between neighbours
    people ~8 they ~1 kill      up to eight, then up to one
    insult|slur person          either set
    !people not deserve life    a pattern that speaks of a denial itself: a "not" takes nothing away
    people. 'go home'           every set whose name begins with `people.`; words as they stand

A pattern is looked for only where its anchor stands: the first of its items that no everyday word belongs to. Around
it, no more than the stated number of words is looked at, so the work grows with the text and not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from tipstaff.signals.grammar.phrases import Hit

GAP = 2
# A pattern reaches over so many words at most.
WIDEST = 64
_PHRASE = 8  # words that a phrase of a pattern has at most
_ITEM = re.compile(r"~(\d+)|'([^']+)'|([\w.|-]+)")


class Item(NamedTuple):
    """One place of a pattern: the sets that may stand there, and how many words may lie before it."""

    sets: frozenset[str]
    gap: int


class Pattern(NamedTuple):
    """A pattern, the class that it speaks for, and how much."""

    of: str
    weight: float
    items: tuple[Item, ...]
    anchor: int
    denies: bool
    written: str


class Match(NamedTuple):
    """A pattern that was found, by its hits in order."""

    pattern: Pattern
    hits: tuple[Hit, ...]

    @property
    def first(self) -> int:
        """The first word."""
        return self.hits[0].first

    @property
    def last(self) -> int:
        """The last word."""
        return self.hits[-1].last


def parse(written: str, of: str, weight: float, sets: Iterable[str], everyday: Iterable[str]) -> Pattern:
    """Read a pattern.

    Args:
        written: as described above.
        of: the class it speaks for.
        weight: 0 to 1, how sure it is alone.
        sets: every set there is.
        everyday: the sets that cannot be an anchor.

    Raises:
        ValueError: it names a set that there is not, has no place to look for it at, or reaches too far.
    """
    known, common = set(sets), set(everyday)
    items: list[Item] = []
    gap = GAP
    for distance, words, names in _ITEM.findall(written.removeprefix("!")):
        if distance:
            gap = int(distance)
            continue
        meant = frozenset({f"'{words}'"}) if words else _resolve(names, known, written)
        items.append(Item(meant, gap))
        gap = GAP
    rare = [number for number, item in enumerate(items) if not item.sets & common and not _literal(item)]
    if not rare:
        raise ValueError(f"`{written}` is made of everyday words alone")
    if sum(item.gap + _PHRASE for item in items) > WIDEST:
        raise ValueError(f"`{written}` reaches over more than {WIDEST} words")
    return Pattern(of, weight, tuple(items), rare[0], written.startswith("!"), written)


def literals(written: str) -> list[str]:
    """The words that stand in a pattern as they are."""
    return [words for _, words, _ in _ITEM.findall(written) if words]


def _literal(item: Item) -> bool:
    return any(name.startswith("'") for name in item.sets)


def _resolve(names: str, known: set[str], written: str) -> frozenset[str]:
    meant: set[str] = set()
    for name in names.split("|"):
        found = {one for one in known if one.startswith(name)} if name.endswith(".") else {name} & known
        if not found:
            raise ValueError(f"`{written}` names the set `{name}`, which there is not")
        meant |= found
    return frozenset(meant)


class Sought(NamedTuple):
    """A pattern as it is looked for: its place among all, the bit of each of its items, and all of these together."""

    number: int
    pattern: Pattern
    bits: tuple[int, ...]
    needs: int


class Place(NamedTuple):
    """An item that some patterns share: its sets, its bit, and the patterns that have their anchor there."""

    sets: frozenset[str]
    bit: int
    anchors: tuple[Sought, ...]


def places_of(patterns: Sequence[Pattern]) -> list[Place]:
    """The different items of all patterns."""
    bits: dict[frozenset[str], int] = {}
    for pattern in patterns:
        for item in pattern.items:
            bits.setdefault(item.sets, 1 << len(bits))
    anchors: dict[frozenset[str], list[Sought]] = {}
    for number, pattern in enumerate(patterns):
        mine = tuple(bits[item.sets] for item in pattern.items)
        sought = Sought(number, pattern, mine, reduce(or_, mine))
        anchors.setdefault(pattern.items[pattern.anchor].sets, []).append(sought)
    return [Place(sets, bit, tuple(anchors.get(sets, ()))) for sets, bit in bits.items()]
