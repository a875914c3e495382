"""Shortcuts give what the long way gives: every step on every text, every expression tried at every letter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from signalkit.pace import calmly

import tipstaff
from tipstaff.signals.text import folding, letters, shape, words
from tipstaff.signals.text.folding import Folded, fold
from tipstaff.signals.text.shape import Script, Shape, plain_of, script_of
from tipstaff.signals.text.undoing import alphabets, disguises, invisible, marks, spots
from tipstaff.signals.text.words import bare

SAMPLE = Path(tipstaff.__file__).parent / "packs" / "samples" / "messages.csv"
PIECES = (
    "f r e e", "f  r  e  e  n o w", "f.r.e.e!", "1 2 3 4", "a_b_c_d", "v1agra", "fr33!", "c@$h", "n0w", "a!a0", "2nd",
    "fr*ee", "via|gra", "foo_bar", "1*a", "freeeee", "wwww", "xxx", "frее", "кaк", "Привет", "л'eau", "a'b'с", "сору",
    "fr\u200bee", "\u202eeerf\u202c", "\u00ad", "f\u0301\u0302\u0303\u0304ree", "f\u0336r\u0336", "ｆｒｅｅ", "𝐅𝐑𝐄𝐄",
    "ꜰʀᴇᴇ", "ʎǝuoɯ", "🇫🇷", "😀", "é", "œ", "İ", "ı", "½", "…", "™", "ﬁ", "한", "ㄱㅏ", "Σ", "ς", "й", "漢",
    "\u09c7\u09be", "\xa0", "\xa0\u0301", "\xa0\u20e3", "€", "•", "’", "'", "!", " ", "\n", "a", "the words between ",
)  # fmt: skip
# The micro sign is a letter of Latin-1, whose texts are not read for other alphabets, and a Greek one once composed.
strange = st.text(st.characters(exclude_characters="µ", exclude_categories=["Cs"]), max_size=4)
texts = st.lists(st.sampled_from(PIECES) | strange, max_size=25)
FAR = 1 << 40


def seen(folded: Folded) -> tuple[object, ...]:
    places = [folded.place(at, at + 1) for at in range(0, len(folded.text), 5)]
    return folded.text, folded.cased, folded.tricks, folded.undone, places


def the_long_way(text: str) -> Folded:
    """Nothing is left out beforehand, and nothing is looked at only here and there."""

    def suspects_everything(lower: str) -> Shape:
        return Shape(plain_of(lower), True, True, True, True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "traits_of", lambda _: -1)
        patch.setattr(folding, "script_of", lambda _: Script(False, False))
        patch.setattr(disguises, "shape_of", suspects_everything)
        patch.setattr(folding, "ordinary", lambda _: None)
        patch.setattr(marks, "_beyond_ascii", lambda text: [(0, len(text))])
        patch.setattr(marks, "_has_marks", lambda _: True)
        patch.setattr(marks, "heaped", lambda _: True)
        patch.setattr(marks, "_LAST_SURE", "")
        patch.setattr(marks, "_NO_BREAK", "no such word")
        patch.setattr(invisible, "_hyphened", invisible._HYPHENED.finditer)
        for module in (spots, alphabets, letters, words):
            patch.setattr(module, "LONG", FAR)
        return fold(text)


@calmly
@given(texts, st.sampled_from(["", " "]))
@example(["f r e e", "so"], " ")
@example(["\xa0\u0301"], "")
@example(["л'eau", "a'b'с"], " ")
def test_short_texts_fold_as_the_long_way_does(parts: list[str], between: str) -> None:
    text = between.join(parts)
    assert seen(fold(text)) == seen(the_long_way(text))


@calmly
@given(texts, st.sampled_from(["", " ", " and so on "]))
@example(["f r e e", "v1agra", "fr*ee", "freeeee", "xxx"], " ")
@example(["1 a b c d", "a!a0", "0a!a"], ",")
@example(["(f r e e)", "f r  e e!", "+f r e e+"], "")
def test_long_texts_fold_as_the_long_way_does(parts: list[str], between: str) -> None:
    once = between.join([*parts, "x"]) + between
    text = (once * (1 + 500 // len(once)))[:900]
    assert len(text) >= letters.LONG
    assert seen(fold(text)) == seen(the_long_way(text))


def test_the_sample_folds_as_the_long_way_does() -> None:
    with SAMPLE.open(encoding="utf-8") as file:
        rows = [row["text"] for row in csv.DictReader(file)]
    for text in [*rows[::4], *("\n".join(rows[start : start + 40]) for start in range(0, 300, 60))]:
        assert seen(fold(text)) == seen(the_long_way(text))


@calmly
@given(
    st.lists(st.sampled_from(["fr", "e", "\u00ad", "\u00ad", "é", "1", "_", " ", "²", "viagra", "\u200b"])).map("".join)
)
def test_words_with_soft_hyphens_are_those_of_the_expression(text: str) -> None:
    spans = [found.span() for found in invisible._hyphened(text)]
    assert spans == [found.span() for found in invisible._HYPHENED.finditer(text)]


@calmly
@given(texts, st.sampled_from(["", "a", "?"]))
def test_what_is_read_anew_when_composed_has_the_forms_of_the_definition(parts: list[str], between: str) -> None:
    folded = fold(between.join(parts))
    if folded.forms is not None:
        plain = bare(folded.text)
        assert folded.forms == (folded.text, plain, words.joined_plainly(plain))


@calmly
@given(st.text(max_size=40), st.sampled_from(["é", "й", "😀", "Σ", "漢", "İ"]))
def test_long_texts_are_bare_as_short_ones(text: str, more: str) -> None:
    long = (text + more) * (1 + letters.LONG // (len(text) + 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "LONG", FAR)
        plainly = bare(long)
    assert bare(long) == plainly
    assert len(plainly) == len(long)


@calmly
@given(st.text(max_size=30) | st.text("é’…\xa0²ª œ™a", max_size=30))
def test_a_script_that_is_settled_is_not_composed(text: str) -> None:
    script = script_of(text)
    if script.settled:
        trace = folding.Trace(text)
        marks.compose(trace)
        assert trace.text == text
    if script.western:
        assert not shape.script_of(text + "\u200b").western
        assert seen(fold(text)) == seen(the_long_way(text))
