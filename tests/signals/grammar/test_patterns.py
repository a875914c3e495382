"""Patterns are found where their sets stand in order, and nowhere else, in work that grows with the text alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly

from tipstaff.signals.grammar.book import Book, book, read
from tipstaff.signals.grammar.phrases import Phrases
from tipstaff.signals.grammar.scan import Scan
from tipstaff.signals.text.wording import Wording
from tipstaff.signals.text.words import words_of

SMALL = {
    "everyday": {
        "be": "are, is, sont",
        "they": "they, them",
        "denial": "not, never, pas",
        "report": "said, dit",
        "reproach": "is wrong, c'est faux",
        "innocent": "red herring",
        "soften.fishy": "aquarium",
    },
    "words": {"folk": "red fish, herring, carp", "slime": "slimy, vermin", "out": "get out"},
    "guards": {"fishy": ["denied", "reported", "reproached"]},
    "patterns": {"fishy": {0.8: ["folk be slime", "folk ~6 they ~1 be slime"], 0.5: ["out 'of here'"]}},
}


def found(text: str, document: dict[str, object] | None = None) -> Scan:
    small: Book = read([document or SMALL])
    return small.scan(Wording(text))


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Carp are slimy", 0.8),
        ("CARP, they say, are slimy!", 0.8),
        ("carp are very very slimy", 0.8),
        ("carp are very very very slimy", 0.0),
        ("slimy are carp", 0.0),
        ("I saw a carp at the market. They are vermin", 0.8),
        ("get out of here", 0.5),
        ("get out, of here", 0.5),
        ("the red herring is slimy", 0.0),  # an innocent phrase says nothing else
        ("the herring is slimy", 0.8),
        ("carp are not slimy", 0.8 * 0.15),
        ('he said "carp are slimy" again', 0.8 * 0.45),
        ("carp are slimy is wrong", 0.8 * 0.25),
        ("he said carp are slimy, which is wrong, is wrong", 0.8 * 0.1),
        ("in the aquarium carp are slimy", 0.8 * 0.5),
        ("carps are slimy", 0.0),  # whole words
        ("", 0.0),
    ],
)
def test_what_is_found_and_what_takes_its_force_away(text: str, score: float) -> None:
    assert found(text).score("fishy") == pytest.approx(score)


def test_a_pattern_that_speaks_of_a_denial_is_not_weakened_by_it() -> None:
    document = {**SMALL, "patterns": {"fishy": {0.9: ["!folk denial slime"]}}}

    assert found("carp not slimy", document).score("fishy") == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("folk be nonsense", "names the set `nonsense`"),
        ("they be", "everyday words alone"),
        ("folk ~60 be slime", "reaches over more than 64 words"),
    ],
)
def test_a_pattern_that_cannot_be_found_is_refused(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read([{**SMALL, "patterns": {"fishy": {0.5: [line]}}}])


@calmly
@given(st.lists(st.sampled_from(["carp", "red", "fish", "herring", "pond", "carp carp"]), max_size=12).map(" ".join))
def test_phrases_are_found_like_a_slow_search_would(text: str) -> None:
    phrases = ["red fish", "fish", "carp carp", "red fish herring"]
    words = words_of(text)
    bare = [word.bare for word in words]
    slow = {
        (phrase, first, first + len(phrase.split()) - 1)
        for phrase in phrases
        for first in range(len(bare))
        if bare[first : first + len(phrase.split())] == phrase.split()
    }

    hits = Phrases({"all": phrases}).hits(Wording(text).joined)

    assert {(hit.phrase, hit.first, hit.last) for hit in hits} == slow


HOSTILE = {
    "insults": "you are vermin " * 2_000,
    "groups": "muslims " * 6_000,
    "quotes": '"kill" ' * 5_000,
    "guards": "not wrong said " * 3_000,
    "long gaps": "jews x x x x x x they " * 2_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_text_not_with_its_square(name: str) -> None:
    text = HOSTILE[name]
    small, large = (_slowest(part) for part in (text[: len(text) // 4], text))
    # A square law would take sixteen times as long for four times the text.
    assert large < 9 * small + 0.02, (small, large)


def _slowest(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        wording = Wording(text)
        assert wording.joined
        started = time.process_time()
        book().scan(wording)
        best = min(best, time.process_time() - started)
    return best
