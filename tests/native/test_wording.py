"""The kernel of wording reads what the Python beside it reads, and leaves to it what may hide something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.natively import COLLECTIONS, HOSTILE, needs, real, sample, short, texts
from signalkit.pace import calmly

from tipstaff.native.kernels import found
from tipstaff.signals.text.folding import fold
from tipstaff.signals.text.ordinary import ordinary
from tipstaff.signals.text.sketch import fixed_plainly, gist_plainly, without_links_plainly
from tipstaff.signals.text.wording import Wording
from tipstaff.signals.text.words import bare, joined_plainly

pytestmark = needs("wording")


def agree(text: str) -> bool:
    """Whether the text is ordinary; in any case all forms are those of the definition."""
    folded = fold(text)
    plain = bare(folded.text)
    joined = joined_plainly(plain)
    kernel = found("wording").module
    assert kernel.joined(plain) == joined
    assert kernel.gist(plain) == gist_plainly(plain)
    assert kernel.fixed(plain) == fixed_plainly(plain)
    assert kernel.may_link(plain) or without_links_plainly(plain) == plain
    forms = ordinary(text)
    if forms is None:
        return False
    assert forms == (folded.text, plain, joined)
    assert (folded.cased, folded.tricks, folded.undone) == (text, (), ())
    assert folded.place(0, len(text)) == (0, len(text))
    return True


@calmly
@given(texts)
def test_every_text_reads_the_same(text: str) -> None:
    agree(text)


SIGNED = ("fr", "ee", "free", "v", "i", "agra", "a", "1", "é", "œ", "?", "!", *"*|~^_·•.- ", "  ", "\n", "x" * 70)


@calmly
@given(st.lists(st.sampled_from(SIGNED), max_size=40).map("".join), st.sampled_from(["", "so " * 200]))
def test_words_with_signs_inside_read_the_same(text: str, before: str) -> None:
    agree(text)
    agree(before + text)


@pytest.mark.parametrize("text", HOSTILE, ids=short)
def test_hostile_texts_read_the_same(text: str) -> None:
    agree(text[:200_000])


def test_the_sample_reads_the_same_and_is_mostly_ordinary() -> None:
    ordinary_ones = [agree(text) for text in sample()]
    assert sum(ordinary_ones) > len(ordinary_ones) / 2


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_real_texts_read_the_same(collection: str) -> None:
    for text in real(collection):
        agree(text)


@pytest.mark.parametrize(
    "text", ["pr!ze5", "x pr!z3 y", "fr33!s", "a!d!o5 b", "4!d3s", "12!fr33", "w!nn3r!", "v!agr4!a"]
)
def test_tokens_with_exclamation_marks_read_the_same(text: str) -> None:
    agree(text)
    agree(f"now {text} and {text}")


@pytest.mark.parametrize(
    "text",
    [
        "fr3e prize",
        "v1agra",
        "f r e e",
        "fr*ee",
        "freeee",
        "fr_ee",
        "f|r|e|e",
        "x fr|ee y",
        "cafe\u0301",
        "ｆｒｅｅ",
        "frее",
        "fr\u200bee",
        "½",
    ],
)
def test_what_may_hide_is_left_to_folding(text: str) -> None:
    assert ordinary(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "plain", "10am £5 $100 gr8 2kg", "hmmm www.a xxx", "L’ÉTÉ à 15 € • www", "\x81", "a!b c", "A-B. C"),
        *("a_b c|d e*f", "see /a_b/c_d.html?e=f_g", "a b c d", "1 2 3 4 5", "x - y - z - w", "fr_ee1", "_fr_ee_"),
    ],
)
def test_what_hides_nothing_is_ordinary(text: str) -> None:
    assert agree(text)


def test_all_forms_of_a_wording_are_those_of_the_definition() -> None:
    text = "L’ÉTÉ chez Ann's: don't wait"
    wording = Wording(text)
    assert (wording.joined, wording.bare, wording.size) == (" ete chez ann's don't wait ", bare(fold(text).text), 5)
    assert wording.folded.text == fold(text).text
    assert wording.quote(0, 5) == "L’ÉTÉ"


def test_a_reading_refuses_what_it_cannot_hold() -> None:
    make = found("wording").module.Reading
    for letters in (("a", "", "a"), ("a", "a", "aa"), ("\u2200", "a", "a"), ("a", "\u2200", "a"), ("a", "a", "\u2200")):
        with pytest.raises(ValueError, match="letter"):
            make(*letters, b"\1\0", (str, str, str, str))
    with pytest.raises(ValueError, match="two bytes"):
        make("a", "a", "a", b"\1", (str, str, str, str))
    with pytest.raises(TypeError):
        make("a", "a", "a", b"\1\0", (str, str, str, str)).ordinary(b"a")
    with pytest.raises(TypeError):
        make.__new__(make).ordinary("a")
    for function in ("joined", "gist", "fixed"):
        with pytest.raises(TypeError):
            getattr(found("wording").module, function)(b"a")


def test_an_error_of_what_is_asked_comes_through() -> None:
    def refuse(_: str) -> str:
        raise LookupError("asked")

    kinds = (0b111).to_bytes(2, "little") + (0b1011).to_bytes(2, "little")
    with pytest.raises(LookupError, match="asked"):
        found("wording").module.Reading("a4", "a4", "a4", kinds, (refuse, str, str, str)).ordinary("a4a")
