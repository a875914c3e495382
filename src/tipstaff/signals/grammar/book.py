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
from itertools import product
from typing import Any, NamedTuple

from tipstaff.signals.grammar.guards import LEFT, Surround, softened, surround
from tipstaff.signals.grammar.patterns import Match, Pattern, Patterns, literals, parse
from tipstaff.signals.grammar.phrases import Hit, Phrases, any_named, joined_words
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import Word

yaml = Library("yaml")

FOLDER = DATA / "classes"
# A class is certain long before so many findings; no text makes us weigh more.
_MOST = 16
_CONSIDERED = 400
# Everyday sets count only so near to telling ones, except these, which say something of the whole text.
_NEAR = 25
_ANYWHERE = ("soften.", "gated.", "campaign.", "fish.")


class Weighed(NamedTuple):
    """A match, the weight that is left of it, and what took the rest away ("" when nothing did)."""

    match: Match
    weight: float
    guard: str


class Scan(NamedTuple):
    """What a book finds in a text: hits by first word, and the matches of each class, the weightiest first."""

    hits: Sequence[Hit]
    classes: Mapping[str, Sequence[Weighed]]

    def score(self, of: str) -> float:
        """0 to 1: 1 less the product of what each finding of a class leaves open."""
        left = 1.0
        for found in self.classes.get(of, ()):
            left *= 1 - found.weight
        return 1 - left

    def weights(self, kind: str) -> dict[str, float]:
        """For sets named `kind.name.weight` (weight in tenths): name to the sum over its different phrases."""
        total: dict[str, float] = {}
        telling = [hit for hit in self.hits if any_named(hit.sets, kind)]
        for name, phrase in {(one, hit.phrase) for hit in telling for one in hit.sets if one.startswith(kind)}:
            of, _, tenths = name[len(kind) + 1 :].partition(".")
            if phrase:
                total[of] = total.get(of, 0.0) + int(tenths) / 10
        return total


NOTHING = Scan((), {})


class Book:
    """All sets and patterns, ready."""

    def __init__(
        self,
        sets: Mapping[str, list[str]],
        everyday: Iterable[str],
        patterns: Sequence[Pattern],
        guards: Mapping[str, Sequence[str]],
    ) -> None:
        common = set(everyday)
        self._telling = Phrases({name: phrases for name, phrases in sets.items() if name not in common})
        self._all = Phrases(sets, [name for name in common if not name.startswith(_ANYWHERE)])
        self._patterns = Patterns(patterns)
        self._guards = guards

    def scan(self, words: Sequence[Word], text: str) -> Scan:
        """Everything in a text.

        Args:
            words: its bare words.
            text: what they stand in, for quotation marks.
        """
        joined = joined_words(words)
        return self.read(joined, words, text) if self.tells(joined) else NOTHING

    def tells(self, joined: str) -> bool:
        """Whether words joined by `joined_words` hold a phrase of more than everyday words: most texts do not."""
        return bool(self._telling.any_in(joined))

    def read(self, joined: str, words: Sequence[Word], text: str) -> Scan:
        """Everything in a text that tells something; `words` and `text` as for `scan`."""
        hits = _told(self._all.hits(joined, words, _NEAR))
        matches = [match for match, _ in zip(self._patterns.matches(hits), range(_CONSIDERED), strict=False)]
        return Scan(hits, self._weigh(matches, surround(hits, words, text), hits) if matches else {})

    def _weigh(
        self, matches: Sequence[Match], around: Surround, hits: Sequence[Hit]
    ) -> Mapping[str, Sequence[Weighed]]:
        """Matches by class, guards applied; of those that overlap the weightiest."""
        soft = {name for hit in hits for name in hit.sets if name.startswith("soften.")}
        weighed: list[Weighed] = []
        for match in matches:
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


def _told(hits: list[Hit]) -> list[Hit]:
    """The hits without those that lie inside an innocent phrase (`chink in the armour`)."""
    innocent = {word for hit in hits if "innocent" in hit.sets for word in range(hit.first, hit.last + 1)}
    if not innocent:
        return hits
    return [hit for hit in hits if not all(word in innocent for word in range(hit.first, hit.last + 1))]


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
