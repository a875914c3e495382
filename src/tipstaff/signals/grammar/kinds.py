"""What is known beforehand of phrases that belong to the same sets, so that a text need not be asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter

from tipstaff.signals.grammar.guards import concerned
from tipstaff.signals.grammar.patterns import Place, Sought
from tipstaff.signals.grammar.phrases import Phrases

_NUMBER = itemgetter(1)
_TELLING, _LOCAL, _INNOCENT = 1, 2, 4


def kinds_of(kinds: Sequence[Kind], found: Iterable[tuple[int, int]]) -> frozenset[Kind]:
    """The kinds of what was found (`Occurrence`); `kinds` are those of all phrases by their number."""
    return frozenset(map(kinds.__getitem__, map(_NUMBER, found)))


class Kind:
    """A combination of sets that some phrases belong to.

    `stems` are what the sets' names begin with, up to the first full stop. `places` are the places of patterns that
    such a phrase may stand at, a bit each; `patterns` those that are looked for where it stands. `softens`: classes
    whose findings lose force with it. `telling`: one of the sets is no everyday set. `local`: all count only near
    others. `guards`: guards look at it.
    """

    def __init__(
        self, sets: frozenset[str], everyday: frozenset[str], local: frozenset[str], places: Iterable[Place]
    ) -> None:
        self.sets = sets
        self.stems = frozenset(name.partition(".")[0] for name in sets if "." in name)
        self.telling = not sets <= everyday
        self.local = sets <= local
        self.innocent = "innocent" in sets
        self.softens = frozenset(self.rests("soften"))
        self.guards = concerned(sets) or bool(self.softens)
        mine = [place for place in places if not place.sets.isdisjoint(sets)]
        self.places = sum(place.bit for place in mine)
        self.patterns: Sequence[Sought] = sorted(
            {sought for place in mine for sought in place.anchors}, key=lambda sought: sought.number
        )

    def rests(self, stem: str) -> Sequence[str]:
        """The names of sets that begin with `stem.`, without that, sorted."""
        return sorted(name[len(stem) + 1 :] for name in self.sets if name.startswith(f"{stem}."))


class Group:
    """Phrases of some kinds.

    `rests`: of each phrase, by its number, what else is known of it (`Kind.rests`); `flags`: a byte for each different
    kind, 1 for those of the group.
    """

    def __init__(self, kinds: Sequence[Kind], rests: Mapping[Kind, Sequence[str]]) -> None:
        self.rests = {number: rests[kind] for number, kind in enumerate(kinds) if kind in rests}
        self.flags = bytes([kind in rests for kind in different(kinds)])

    @cached_property
    def tenths(self) -> Mapping[int, Sequence[tuple[str, int]]]:
        """Of each phrase of sets named `stem.name.weight` (weight in tenths) its names and weights."""
        weighed = {rests: [_weighed(rest) for rest in rests] for rests in set(map(tuple, self.rests.values()))}
        return {number: weighed[tuple(rests)] for number, rests in self.rests.items()}


def _weighed(rest: str) -> tuple[str, int]:
    name, _, weight = rest.partition(".")
    return name, int(weight)


class Groups:
    """Phrases by what the names of their sets begin with, and those that guards look at; each group made once."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self._kinds = kinds
        self._known: dict[str, Group] = {}

    def of(self, stem: str) -> Group:
        """Those that belong to a set `stem.…`."""
        found = self._known.get(stem)
        if found is None:
            rests = {kind: kind.rests(stem) for kind in set(self._kinds) if stem in kind.stems}
            found = self._known[stem] = Group(self._kinds, rests)
        return found

    @cached_property
    def guards(self) -> Group:
        """Those that guards look at."""
        return Group(self._kinds, {kind: () for kind in set(self._kinds) if kind.guards})


def different(kinds: Sequence[Kind]) -> Sequence[Kind]:
    """Each kind once, by the number that the kernel knows it by."""
    return list(dict.fromkeys(kinds))


def in_bytes(phrases: Phrases, kinds: Sequence[Kind], patterns: Sequence[Sought]) -> tuple[Sequence[object], ...]:
    """Phrases, the number of each one's kind, of all kinds the flags, places and patterns, and all patterns: what the
    kernel is made of.

    Args:
        phrases: the phrases.
        kinds: the kind of each, by its number.
        patterns: all patterns, by their number.
    """
    each = different(kinds)
    number = {kind: at for at, kind in enumerate(each)}
    size = max(kind.places.bit_length() for kind in kinds) // 8 + 1
    flags = [_TELLING * kind.telling | _LOCAL * kind.local | _INNOCENT * kind.innocent for kind in each]
    return (
        tuple(phrases.written),
        tuple([number[kind] for kind in kinds]),
        bytes(flags),
        tuple([kind.places.to_bytes(size, "little") for kind in each]),
        tuple([tuple([one.number for one in kind.patterns]) for kind in each]),
        tuple([(one.pattern.anchor, _items(one)) for one in patterns]),
    )


def _items(sought: Sought) -> tuple[tuple[int, int], ...]:
    """The place of each item of a pattern, and how many words may lie before it."""
    gaps = [item.gap for item in sought.pattern.items]
    return tuple(zip([bit.bit_length() - 1 for bit in sought.bits], gaps, strict=True))
