"""The kernel of phrases finds what the Python beside it finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.natively import COLLECTIONS, HOSTILE, needs, real, sample, short, texts
from signalkit.pace import calmly

from tipstaff.native.kernels import found
from tipstaff.signals.grammar.book import Book, book, read
from tipstaff.signals.text.wording import Wording

pytestmark = needs("phrases")

SMALL = read(
    [
        {
            "everyday": {"be": "are, is", "they": "they, them", "soften.fishy": "aquarium", "innocent": "red herring"},
            "words": {
                "folk": "red fish, herring, carp, red",
                "slime": "slimy, vermin, red herring red",
                "out": "get out",
            },
            "patterns": {"fishy": {0.8: ["folk be slime", "folk ~6 they ~1 be slime"], 0.5: ["they ~3 be out 'now'"]}},
        }
    ]
)
WORDS = ("carp", "red", "fish", "herring", "are", "they", "slimy", "get", "out", "now", "aquarium", "so " * 24, "l'eau")


def agree(of: Book, text: str) -> None:
    wording = Wording(text)
    assert of._quick.scan(wording.joined) == of.counting(wording)


@calmly
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_a_small_book_says_the_same_of_every_text(text: str) -> None:
    agree(SMALL, text)


@calmly
@given(st.lists(st.sampled_from(book()._phrases.written) | texts, max_size=40).map(" ".join))
def test_the_book_says_the_same_of_every_text(text: str) -> None:
    agree(book(), text)


@pytest.mark.parametrize("text", HOSTILE, ids=short)
def test_hostile_texts_say_the_same(text: str) -> None:
    agree(book(), text)


def test_the_sample_says_the_same() -> None:
    for text in sample():
        agree(book(), text)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_real_texts_say_the_same(collection: str) -> None:
    for text in real(collection):
        agree(book(), text)


def test_words_that_are_too_long_are_of_no_phrase() -> None:
    assert book()._quick.scan(f" {'a' * 128} {'a' * 129} {'é' * 5_000} ") is None


def test_a_book_refuses_what_it_cannot_hold() -> None:
    make = found("phrases").module.Phrases
    right = (("a b", "b"), (0, 0), b"\1", (b"\1",), ((b"\1",),), 25)
    assert make(*right).scan(" b a b ") == ([(0, 1), (1, 0), (2, 1)], True)
    wrong = (
        (("a", "a"), *right[1:]),
        ((" ",), (0,), *right[2:]),
        (("a" * 129,), (0,), *right[2:]),
        (("a",), (1,), *right[2:]),
        (("a",), (-1,), *right[2:]),
        (("a",), (0, 0), *right[2:]),
        (*right[:2], b"\1\1", *right[3:]),
        (*right[:3], (), (), 25),
        (*right[:3], (b"\1" * 300,), ((b"\1" * 300,),), 25),
        (*right[:4], ((b"\1\1",),), 25),
        (*right[:5], -1),
    )
    for given_ in wrong:
        with pytest.raises(ValueError, match=r"phrase|kind|places|near"):
            make(*given_)
    for odd in ((("a", 1), *right[1:]), (right[0], ("x", 0), *right[2:]), (*right[:4], ("x",), 25)):
        with pytest.raises(TypeError):
            make(*odd)
    with pytest.raises(TypeError):
        make(*right).scan(b" a ")
    with pytest.raises(TypeError):
        make.__new__(make).scan(" a ")
