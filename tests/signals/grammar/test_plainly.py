"""What is found quickly is what a slow search finds: phrases, what counts only near others, patterns, quotations."""

from __future__ import annotations

import re
from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.grammar import guards
from tipstaff.signals.grammar.book import Book, book, read
from tipstaff.signals.grammar.guards import Surround, quotations
from tipstaff.signals.grammar.patterns import Pattern, parse
from tipstaff.signals.grammar.phrases import Hit
from tipstaff.signals.text.wording import Wording
from tipstaff.signals.text.words import words_of

NEAR = 25
DOCUMENT = {
    "everyday": {"be": "are, is", "they": "they, them", "soften.fishy": "aquarium", "innocent": "red herring"},
    "words": {
        "folk": "red fish, herring, carp",
        "folk.big": "big red fish",
        "slime": "slimy, vermin",
        "out": "get out",
    },
    "patterns": {
        "fishy": {
            0.8: ["folk be slime", "folk ~6 they ~1 be slime", "slime folk.|out", "folk folk"],
            0.5: ["out 'of here'", "they ~3 be out 'now'"],
        }
    },
}
SMALL: Book = read([DOCUMENT])
SETS = {name: line.split(", ") for part in ("everyday", "words") for name, line in DOCUMENT[part].items()}
LITERAL = {"'of here'": ["of here"], "'now'": ["now"]}
PATTERNS = [
    parse(line, "fishy", weight, list(SETS), list(DOCUMENT["everyday"]))
    for weight, lines in DOCUMENT["patterns"]["fishy"].items()
    for line in lines
]
PIECES = (
    "carp", "red", "fish", "big", "herring", "are", "is", "they", "slimy", "get", "out", "of here", "now", "aquarium",
    "the", "so " * 24, "l'eau",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


def slow_hits(text: str) -> list[Hit]:
    """Everything, phrase by phrase; then what stands alone or inside an innocent phrase goes."""
    bare = [word.bare for word in words_of(text)]
    belongs: dict[str, set[str]] = {}
    for name, phrases in {**SETS, **LITERAL}.items():
        for phrase in phrases:
            belongs.setdefault(phrase, set()).add(name)
    every = [
        Hit(frozenset(names), phrase, first, first + len(phrase.split()) - 1)
        for phrase, names in belongs.items()
        for first in range(len(bare))
        if bare[first : first + len(phrase.split())] == phrase.split()
    ]
    local = {*DOCUMENT["everyday"], *LITERAL} - {"soften.fishy"}
    if all(hit.sets <= {*local, "soften.fishy"} for hit in every):
        return []
    telling = [hit for hit in every if not hit.sets <= local]
    near = [hit for hit in every if not hit.sets <= local or any(beside(hit, other) for other in telling)]
    innocent = {w for hit in near if "innocent" in hit.sets for w in range(hit.first, hit.last + 1)}
    return [hit for hit in near if not innocent.issuperset(range(hit.first, hit.last + 1))]


def beside(hit: Hit, other: Hit) -> bool:
    return other.first - NEAR <= hit.first <= other.last + NEAR


def slow_score(hits: list[Hit]) -> float:
    """Every way to put the hits in a pattern's order; of those that overlap the weightiest, then the first."""
    found = sorted({(-p.weight, first, last) for p in PATTERNS for first, last in slow_matches(p, hits)})
    kept: list[tuple[int, int]] = []
    left = 1.0
    for weight, first, last in found:
        if not any(first <= end and begin <= last for begin, end in kept):
            kept.append((first, last))
            left *= 1 + weight * (0.5 if any("soften.fishy" in hit.sets for hit in hits) else 1)
    return 1 - left


def slow_matches(pattern: Pattern, hits: list[Hit]) -> set[tuple[int, int]]:
    ways = [(hit.first, hit.last) for hit in hits if hit.sets & pattern.items[0].sets]
    for item in pattern.items[1:]:
        ways = [
            (first, hit.last)
            for first, last in ways
            for hit in hits
            if hit.sets & item.sets and last < hit.first <= last + 1 + item.gap
        ]
    return set(ways)


def key(hit: Hit) -> tuple[int, int, str]:
    return hit.first, hit.last, hit.phrase


@calmly
@given(texts)
def test_a_scan_finds_what_a_slow_search_does(text: str) -> None:
    scan, slow = SMALL.scan(Wording(text)), slow_hits(text)
    assert sorted(scan.hits, key=key) == sorted(slow, key=key)
    assert scan.names == frozenset().union(*(hit.sets for hit in slow))
    assert scan.stems == {name.partition(".")[0] for name in scan.names if "." in name}


@calmly
@given(texts)
def test_a_class_is_found_when_a_slow_search_finds_it(text: str) -> None:
    found, slow = SMALL.scan(Wording(text)), slow_score(slow_hits(text))
    # Which of several ways counts may differ where they overlap; whether there is one may not.
    assert bool(found.classes) == (slow > 0)
    for one in found.classes.get("fishy", ()):
        ways = slow_matches(one.match.pattern, list(found.hits))
        assert (one.match.first, one.match.last) in ways


@calmly
@given(st.text("ab \"“”„«»'‘’\n.", max_size=60))
def test_quotations_are_those_of_one_expression(text: str) -> None:
    wording = Wording(text)
    folded = wording.folded.text
    plain = [found.span() for found in guards._QUOTED.finditer(folded)]
    starts = [word.start for word in wording.words]
    assert list(quotations(folded)) == plain
    assert Surround([], wording).quoted == [
        (bisect_left(starts, start), bisect_left(starts, end) - 1) for start, end in plain
    ]


@calmly
@given(st.text(max_size=60) | st.text("ab l'qu’dé😀_ \n1а", max_size=60))
def test_joined_words_are_the_words(text: str) -> None:
    wording = Wording(text)
    words = [word.bare for word in wording.words]
    assert wording.joined == (f" {' '.join(words)} " if words else "")
    assert wording.size == len(words)


def test_the_sum_of_weights_counts_each_phrase_once() -> None:
    scan = book().scan(Wording("bet and bet again at the casino, casino, jackpot"))
    phrases = {(name, hit.phrase) for hit in scan.hits for name in hit.sets if name.startswith("campaign.gambling.")}
    assert len(phrases) >= 3
    tenths = sum(int(re.sub(r".*\.", "", name)) for name, _ in phrases)
    assert abs(scan.weights("campaign")["gambling"] - tenths / 10) < 1e-9
