"""The book of phrases and patterns of every class, read from `signals/data/classes/*.yaml`.

    everyday:  {be: "are, is, sont"}                 sets that are looked at only where something else was found
    words:     {people.race: "black people, ..."}    all other sets
    cross:     {people.race: [[colour, folk]]}       every phrase of one set before every phrase of the next
    patterns:  {hate: {0.9: [people be vermin]}}     class, weight, patterns (tipstaff.signals.grammar.patterns)

Phrases are separated by commas. Several files may add to one set.
Two kinds of sets have a meaning of their own: the words of an `innocent` phrase say nothing else, and a set
`soften.hate` anywhere in a text takes some force from what speaks for `hate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import compress, islice, product
from typing import Any

from tipstaff.native.kernels import kernel
from tipstaff.signals.grammar.found import Found, Held, Listed, Spot
from tipstaff.signals.grammar.guards import LEFT, Surround, softened
from tipstaff.signals.grammar.kinds import Groups, Kind, different, in_bytes, kinds_of
from tipstaff.signals.grammar.patterns import WIDEST, Match, Pattern, Place, literals, parse, places_of
from tipstaff.signals.grammar.phrases import Occurrence, Phrases
from tipstaff.signals.grammar.scan import Scan, Weighed
from tipstaff.signals.grammar.search import matches
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.wording import Wording

yaml = Library("yaml")
numpy = Library("numpy")
_KERNEL = kernel("phrases")

FOLDER = DATA / "classes"
# A class is certain long before so many findings; no text makes us weigh more.
_MOST = 16
_CONSIDERED = 400
# Everyday sets count only so near to telling ones, except these, which say something of the whole text.
_NEAR = 25
_ANYWHERE = ("soften.", "gated.", "campaign.", "fish.")


class Book:
    """All sets and patterns, ready."""

    def __init__(
        self,
        sets: Mapping[str, list[str]],
        everyday: Iterable[str],
        patterns: Sequence[Pattern],
        guards: Mapping[str, Sequence[str]],
    ) -> None:
        common = frozenset(everyday)
        local = frozenset(name for name in common if not name.startswith(_ANYWHERE))
        places = places_of(patterns)
        self._phrases = Phrases(sets)
        kinds = {names: Kind(names, common, local, places) for names in set(self._phrases.sets)}
        self._kinds: Sequence[Kind] = [kinds[names] for names in self._phrases.sets]
        self._different = different(self._kinds)
        self._patterns = patterns
        self._guards = guards
        self._groups = Groups(self._kinds)
        self.nothing = Scan(self._phrases, self._groups, Listed(self._kinds, ()), {})
        self._quick = None if _KERNEL is None else self._natively(places)

    def _natively(self, places: Sequence[Place]) -> Any:
        """The kernel's own book."""
        sought = sorted({one for place in places for one in place.anchors}, key=lambda one: one.number)
        return _KERNEL.Phrases(*in_bytes(self._phrases, self._kinds, sought), (_NEAR, WIDEST, _CONSIDERED))

    @cached_property
    def _measures(self) -> tuple[Any, Any]:
        """Of each phrase, whether it counts only near others, and of how many words it is; the kernel has its own."""
        local = [kind.local for kind in self._kinds]
        return numpy.array(local, dtype=bool), numpy.array(self._phrases.sizes, dtype=numpy.intp)

    def scan(self, text: Wording) -> Scan:
        """Everything in a text; nothing when it holds only everyday phrases, as most texts do."""
        read = self.plainly(text) if self._quick is None else self._at_once(self._quick, text)
        if read is None:
            return self.nothing
        found, spots = read
        return Scan(self._phrases, self._groups, found, self._weigh(spots, found, text) if spots else {})

    def _at_once(self, quick: Any, text: Wording) -> tuple[Found, Sequence[Spot]] | None:
        """What `plainly` says, by the kernel."""
        read = quick.scan(text.joined)
        if read is None:
            return None
        held, numbers, spots = read
        each = self._different
        return Held(quick, held, map(each.__getitem__, numbers), len(each)), spots

    def plainly(self, text: Wording) -> tuple[Found, Sequence[Spot]] | None:
        """What counts in a text, and the patterns that are there; None when only everyday phrases are."""
        found = self._phrases.found(text.joined)
        if not any(self._kinds[number].telling for number, _, _ in found):
            return None
        told = self._told(self._nearby(self._phrases.occurrences(text.joined, found), text))
        spots = list(islice(matches(self._phrases.sizes, self._kinds, told), _CONSIDERED))
        return Listed(self._kinds, told), spots

    def _nearby(self, found: list[Occurrence], text: Wording) -> list[Occurrence]:
        """What was found without what counts only near others and stands far from them."""
        if text.size <= _NEAR or not any(kind.local for kind in kinds_of(self._kinds, found)):
            return found
        firsts, numbers = numpy.array(found, dtype=numpy.intp).T
        near_only, sizes = self._measures
        local = near_only[numbers]
        telling = firsts[~local]
        ends = numpy.maximum.accumulate(telling + sizes[numbers[~local]])
        # The last of the telling phrases that begin so near behind, and how far one of those before it reaches.
        last = telling.searchsorted(firsts + _NEAR, side="right") - 1
        kept = ~local | ((last >= 0) & (ends[last] + _NEAR > firsts))
        return found if kept.all() else list(compress(found, kept.tolist()))

    def _told(self, found: list[Occurrence]) -> list[Occurrence]:
        """What was found without what lies inside an innocent phrase (`chink in the armour`)."""
        kinds, sizes = self._kinds, self._phrases.sizes
        if not any(kind.innocent for kind in kinds_of(kinds, found)):
            return found
        innocent = {
            word for first, number in found if kinds[number].innocent for word in range(first, first + sizes[number])
        }
        return [
            (first, number)
            for first, number in found
            if first not in innocent or not innocent.issuperset(range(first, first + sizes[number]))
        ]

    def _weigh(self, spots: Sequence[Spot], found: Found, text: Wording) -> Mapping[str, Sequence[Weighed]]:
        """Matches by class, guards applied; of those that overlap the weightiest."""
        hits = [self._phrases.hit(one) for one in found.among(self._groups.guards)]
        around = Surround(hits, text)
        soft = frozenset().union(*[kind.softens for kind in found.kinds if kind.softens])
        weighed: list[Weighed] = []
        for number, places in spots:
            match = Match(self._patterns[number], tuple(map(self._phrases.hit, places)))
            of = match.pattern.of
            guard = softened(match, around, self._guards.get(of, ())) or ("eased" if of in soft else "")
            weighed.append(Weighed(match, match.pattern.weight * LEFT.get(guard, 1.0), guard))
        weighed.sort(key=lambda one: (-one.weight, one.match.first))
        classes: dict[str, list[Weighed]] = {}
        for one in weighed:
            kept = classes.setdefault(one.match.pattern.of, [])
            if len(kept) < _MOST and not any(_overlap(one.match, other.match) for other in kept):
                kept.append(one)
        return classes


def _overlap(one: Match, other: Match) -> bool:
    return one.first <= other.last and other.first <= one.last


@lru_cache(maxsize=1)
def book() -> Book:
    """The book that ships with the project."""
    return read(
        [yaml.load(path.read_text(encoding="utf-8"), Loader=_loader()) for path in sorted(FOLDER.glob("*.yaml"))]
    )


def read(documents: Iterable[Mapping[str, Any]]) -> Book:
    """A book from its documents.

    Raises:
        ValueError: a pattern that names no set, or has no anchor.
    """
    known = list(documents)
    sets: dict[str, list[str]] = {}
    for document in known:
        for part in ("everyday", "words"):
            for name, line in document.get(part, {}).items():
                sets.setdefault(name, []).extend(split(line))
    for document in known:
        for name, crossings in document.get("cross", {}).items():
            for parts in crossings:
                phrases = [" ".join(words) for words in product(*(sets[part] for part in parts))]
                sets.setdefault(name, []).extend(phrases)
    everyday = {name for document in known for name in document.get("everyday", ())}
    written = [
        (of, weight, line)
        for document in known
        for of, weights in document.get("patterns", {}).items()
        for weight, lines in weights.items()
        for line in lines
    ]
    names = list(sets)
    patterns = [parse(line, of, float(weight), names, everyday) for of, weight, line in written]
    for words in {words for *_, line in written for words in literals(line)}:
        sets[f"'{words}'"] = [words]
        everyday.add(f"'{words}'")
    guards = {of: names_of for document in known for of, names_of in document.get("guards", {}).items()}
    return Book(sets, everyday, patterns, guards)


def split(line: str) -> list[str]:
    """Phrases of a line, which has commas between them."""
    return [phrase.strip() for phrase in str(line).split(",") if phrase.strip()]


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader
