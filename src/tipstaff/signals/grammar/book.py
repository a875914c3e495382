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
from functools import lru_cache
from itertools import islice, product
from typing import Any

from tipstaff.signals.grammar.guards import LEFT, Surround, softened
from tipstaff.signals.grammar.kinds import Kind
from tipstaff.signals.grammar.patterns import Match, Pattern, literals, parse, places_of
from tipstaff.signals.grammar.phrases import Occurrence, Phrases
from tipstaff.signals.grammar.scan import Scan, Weighed
from tipstaff.signals.grammar.search import matches
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.wording import Wording

yaml = Library("yaml")

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
        self._guards = guards
        self.nothing = Scan(self._phrases, self._kinds, (), {})

    def scan(self, text: Wording) -> Scan:
        """Everything in a text; nothing when it holds only everyday phrases, as most texts do."""
        kinds, found = self._kinds, self._phrases.found(text.joined)
        if not any(kinds[number].telling for number, _, _ in found):
            return self.nothing
        told = self._told(self._nearby(self._phrases.occurrences(text.joined, found), text))
        matched = list(islice(matches(self._phrases, kinds, told), _CONSIDERED))
        return Scan(self._phrases, kinds, told, self._weigh(matched, told, text) if matched else {})

    def _nearby(self, found: list[Occurrence], text: Wording) -> list[Occurrence]:
        """What was found without what counts only near others and stands far from them."""
        if text.size <= _NEAR:
            return found
        kinds, sizes = self._kinds, self._phrases.sizes
        telling = [(first, first + sizes[number]) for first, number in found if not kinds[number].local]
        near = _covered(telling, _NEAR)
        kept, stretch = [], 0
        for one in found:
            while stretch < len(near) and near[stretch][1] <= one.first:
                stretch += 1
            if not kinds[one.number].local or (stretch < len(near) and near[stretch][0] <= one.first):
                kept.append(one)
        return kept

    def _told(self, found: list[Occurrence]) -> list[Occurrence]:
        """What was found without what lies inside an innocent phrase (`chink in the armour`)."""
        kinds, sizes = self._kinds, self._phrases.sizes
        if not any(kinds[number].innocent for _, number in found):
            return found
        innocent = {
            word for first, number in found if kinds[number].innocent for word in range(first, first + sizes[number])
        }
        return [one for one in found if not innocent.issuperset(range(one.first, one.first + sizes[one.number]))]

    def _weigh(
        self, matched: Sequence[Match], found: Sequence[Occurrence], text: Wording
    ) -> Mapping[str, Sequence[Weighed]]:
        """Matches by class, guards applied; of those that overlap the weightiest."""
        hits = [self._phrases.hit(one) for one in found if self._kinds[one.number].guards]
        around = Surround(hits, text)
        soft = {name for hit in hits for name in hit.sets if name.startswith("soften.")}
        weighed: list[Weighed] = []
        for match in matched:
            of = match.pattern.of
            guard = softened(match, around, self._guards.get(of, ())) or ("eased" if f"soften.{of}" in soft else "")
            weighed.append(Weighed(match, match.pattern.weight * LEFT.get(guard, 1.0), guard))
        weighed.sort(key=lambda one: (-one.weight, one.match.first))
        classes: dict[str, list[Weighed]] = {}
        for one in weighed:
            kept = classes.setdefault(one.match.pattern.of, [])
            if len(kept) < _MOST and not any(_overlap(one.match, other.match) for other in kept):
                kept.append(one)
        return classes


def _covered(stretches: Iterable[tuple[int, int]], near: int) -> list[tuple[int, int]]:
    """The words (from, up to) that lie so near to one of the stretches, which come by their beginning."""
    covered: list[tuple[int, int]] = []
    for first, end in stretches:
        begin, stop = first - near, end + near
        if covered and begin <= covered[-1][1]:
            if stop > covered[-1][1]:
                covered[-1] = covered[-1][0], stop
        else:
            covered.append((begin, stop))
    return covered


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
