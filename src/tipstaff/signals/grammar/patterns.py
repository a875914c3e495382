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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tipstaff.signals.grammar.phrases import Hit

GAP = 2
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
        ValueError: it names a set that there is not, or has no place to look for it at.
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


class Patterns:
    """Patterns by the set that each is looked for at."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        by_anchor: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            for name in sorted(pattern.items[pattern.anchor].sets):
                by_anchor.setdefault(name, []).append(pattern)
        self._by_anchor: Mapping[str, Sequence[Pattern]] = by_anchor
        self._anchors = frozenset(by_anchor)

    def matches(self, hits: Sequence[Hit]) -> Iterator[Match]:
        """Each pattern at each of its anchors, once."""
        if all(hit.sets.isdisjoint(self._anchors) for hit in hits):
            return
        starts: dict[int, list[Hit]] = {}
        ends: dict[int, list[Hit]] = {}
        for hit in hits:
            starts.setdefault(hit.first, []).append(hit)
            ends.setdefault(hit.last, []).append(hit)
        for hit in hits:
            if hit.sets.isdisjoint(self._anchors):
                continue
            tried: set[int] = set()
            for name in hit.sets:
                for pattern in self._by_anchor.get(name, ()):
                    if id(pattern) not in tried:
                        tried.add(id(pattern))
                        found = _around(pattern, hit, starts, ends)
                        if found:
                            yield Match(pattern, found)


Places = Mapping[int, Sequence[Hit]]


def _around(pattern: Pattern, anchor: Hit, starts: Places, ends: Places) -> tuple[Hit, ...]:
    """The hits of a pattern around its anchor; empty when it is not there."""
    before = _before(pattern.items, pattern.anchor, anchor, ends)
    after = _after(pattern.items, pattern.anchor, anchor, starts) if before is not None else None
    return () if before is None or after is None else (*before, anchor, *after)


def _after(items: Sequence[Item], at: int, hit: Hit, starts: Places) -> tuple[Hit, ...] | None:
    if at + 1 == len(items):
        return ()
    item = items[at + 1]
    for word in range(hit.last + 1, hit.last + 2 + item.gap):
        for other in starts.get(word, ()):
            if not item.sets.isdisjoint(other.sets):
                rest = _after(items, at + 1, other, starts)
                if rest is not None:
                    return (other, *rest)
    return None


def _before(items: Sequence[Item], at: int, hit: Hit, ends: Places) -> tuple[Hit, ...] | None:
    if at == 0:
        return ()
    wanted, gap = items[at - 1].sets, items[at].gap
    for word in range(hit.first - 1, hit.first - 2 - gap, -1):
        for other in ends.get(word, ()):
            if not wanted.isdisjoint(other.sets):
                rest = _before(items, at - 1, other, ends)
                if rest is not None:
                    return (*rest, other)
    return None
