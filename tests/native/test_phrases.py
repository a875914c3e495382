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
    said, plainly = of._at_once(of._quick, wording), of.plainly(wording)
    if said is None or plainly is None:
        assert said is plainly
        return
    (quick, quick_spots), (slow, spots) = said, plainly
    assert (quick.every, quick.kinds, quick_spots) == (slow.every, slow.kinds, spots)
    groups = [of._groups.guards, *map(of._groups.of, {stem for kind in slow.kinds for stem in kind.stems})]
    assert [quick.among(group) for group in groups] == [slow.among(group) for group in groups]


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


PATTERNS = {
    "be.a": "is, are", "be.b": "be, is not", "x": "ant, ant bee, bee", "y": "cat, cat ant, dog",
    "z": "elk, cat dog elk",
}  # fmt: skip
BUSY = read(
    [
        {
            "everyday": {"be.a": PATTERNS["be.a"], "be.b": PATTERNS["be.b"]},
            "words": {name: PATTERNS[name] for name in "xyz"},
            "patterns": {
                "one": {0.5: ["be. ~3 x ~3 y ~1 be. ~4 z", "x ~0 x ~0 x", "z ~5 be.a ~5 y ~5 x", "x|y ~7 'now' ~2 z"]},
                "two": {0.9: ["be. ~8 be. ~8 y", "be. ~2 be. ~2 be. ~2 z ~2 be.b"]},
            },
        }
    ]
)
CROWDED = ("is", "are", "be", "not", "ant", "bee", "cat", "dog", "elk", "now", "so", "so " * 70)


@calmly
@given(st.lists(st.sampled_from(CROWDED), max_size=90).map(" ".join))
def test_patterns_in_a_crowd_are_the_same(text: str) -> None:
    agree(BUSY, text)


def test_so_many_matches_are_considered_and_no_more() -> None:
    text = "is ant cat is elk " * 300
    agree(BUSY, text)
    assert len(BUSY._at_once(BUSY._quick, Wording(text))[1]) == 400


def test_a_book_refuses_what_it_cannot_hold() -> None:
    make = found("phrases").module.Phrases
    right = (("a b", "b"), (0, 0), b"\1", (b"\1",), ((0,),), ((0, ((0, 2),)),), (25, 64, 400))
    book_of_two = make(*right)
    held, kinds, spots = book_of_two.scan(" b a b ")
    assert (kinds, spots) == ([0], [(0, ((0, 1),)), (0, ((1, 0),)), (0, ((2, 1),))])
    assert book_of_two.among(held, b"\1") == [(0, 1), (1, 0), (2, 1)]
    assert book_of_two.among(held, b"\0") == []
    wrong = (
        (("a", "a"), *right[1:]),
        ((" ",), (0,), *right[2:]),
        (("a" * 129,), (0,), *right[2:]),
        (("a",), (1,), *right[2:]),
        (("a",), (-1,), *right[2:]),
        (("a",), (0, 0), *right[2:]),
        (*right[:2], b"\1\1", *right[3:]),
        (*right[:3], (), (), *right[5:]),
        (*right[:3], (b"\1" * 300,), *right[4:]),
        (*right[:3], (b"",), *right[4:]),
        (*right[:4], ((1,),), *right[5:]),
        (*right[:5], ((1, ((0, 2),)),), right[6]),
        (*right[:5], ((0, ((64, 2),)),), right[6]),
        (*right[:5], ((0, ((0, -1),)),), right[6]),
        (*right[:5], ((0, ((0, 2),) * 17),), right[6]),
        (*right[:5], ((0, ()),), right[6]),
        (*right[:6], (-1, 64, 400)),
        (*right[:6], (25, 0, 400)),
        (*right[:6], (25, 64, -1)),
    )
    for given_ in wrong:
        with pytest.raises(ValueError, match=r"phrase|kind|places|near"):
            make(*given_)
    odd = (
        (("a", 1), *right[1:]), (right[0], ("x", 0), *right[2:]), (*right[:4], ("x",), *right[5:]),
        (*right[:5], ("x",), right[6]), (*right[:5], ((0, (0,)),), right[6]), (*right[:6], (25, 64)),
    )  # fmt: skip
    for given_ in odd:
        with pytest.raises(TypeError):
            make(*given_)
    for call in (
        lambda: book_of_two.scan(b" a "), lambda: make.__new__(make).scan(" a "),
        lambda: book_of_two.among(b"1", b"\1"),
        lambda: book_of_two.among(held, b"\1\1"), lambda: book_of_two.among([], b"\1"),
        lambda: make.__new__(make).among(held, b"\1"),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            call()
    with pytest.raises(ValueError, match="another book"):
        book_of_two.among(b"\1" * 8, b"\1")
