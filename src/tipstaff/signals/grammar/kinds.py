"""What is known beforehand of phrases that belong to the same sets, so that a text need not be asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

from tipstaff.signals.grammar.guards import concerned
from tipstaff.signals.grammar.patterns import Place, Sought

_NUMBER = itemgetter(1)


def kinds_of(kinds: Sequence[Kind], found: Iterable[tuple[int, int]]) -> frozenset[Kind]:
    """The kinds of what was found (`Occurrence`); `kinds` are those of all phrases by their number."""
    return frozenset(map(kinds.__getitem__, map(_NUMBER, found)))


class Kind:
    """A combination of sets that some phrases belong to.

    `stems` are what the sets' names begin with, up to the first full stop. `places` are the places of patterns that
    such a phrase may stand at, a bit each; `patterns` those that are looked for where it stands. `telling`: one of the
    sets is no everyday set. `local`: all are looked at only near others. `guards`: guards look at it.
    """

    def __init__(
        self, sets: frozenset[str], everyday: frozenset[str], local: frozenset[str], places: Iterable[Place]
    ) -> None:
        self.sets = sets
        self.stems = frozenset(name.partition(".")[0] for name in sets if "." in name)
        self.telling = not sets <= everyday
        self.local = sets <= local
        self.innocent = "innocent" in sets
        self.guards = concerned(sets) or "soften" in self.stems
        mine = [place for place in places if not place.sets.isdisjoint(sets)]
        self.places = sum(place.bit for place in mine)
        self.patterns: Sequence[Sought] = sorted(
            {sought for place in mine for sought in place.anchors}, key=lambda sought: sought.number
        )

    def rests(self, stem: str) -> Sequence[str]:
        """The names of sets that begin with `stem.`, without that, sorted."""
        return sorted(name[len(stem) + 1 :] for name in self.sets if name.startswith(f"{stem}."))
