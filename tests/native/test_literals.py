"""Literals that are looked for all at once: the kernel finds those that stand in the folded text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tipstaff.cel.functions.patterns import PatternSet, _matcher
from tipstaff.cel.functions.requirement import fold
from tipstaff.cel.functions.sieve import sieve_of
from tipstaff.cel.values import CelError
from tipstaff.native.kernels import kernel

KERNEL: Any = kernel("literals")
pytestmark = pytest.mark.skipif(KERNEL is None, reason="the kernel is not in use")

LETTERS = "abcABCéÉÀàſ\u212a€İ\0 ßå\U0001f600"
LITERAL = st.text("abcéà s", min_size=3, max_size=6) | st.text("ab", min_size=3, max_size=40)


@given(st.lists(LITERAL, max_size=40, unique=True), st.text(LETTERS, max_size=300))
@example(["abc", "bca", "abcabc"], "abcabcabc")
@example(["sss"], "ſſſ")
@settings(max_examples=400)
def test_those_are_found_that_stand_in_the_folded_text(literals: list[str], text: str) -> None:
    folded = fold(text)
    wanted = tuple(number for number, literal in enumerate(literals) if literal in folded)
    assert KERNEL.Literals(tuple(literals)).standing(text) == wanted


def test_long_texts_and_many_literals() -> None:
    many = tuple(f"literal {number:04}" for number in range(4096))
    made = KERNEL.Literals(many)
    assert made.standing("LITERAL 0042" * 200_000 + "€literal 4095") == (42, 4095)
    assert made.standing("literal " * 300_000) == ()
    assert made.standing("") == made.standing("li") == ()
    assert KERNEL.Literals(()).standing("abc") == ()


def test_half_a_character_is_left_to_the_patterns() -> None:
    assert KERNEL.Literals(("abc",)).standing("abc\ud800") is None


def test_what_is_no_literal_is_refused() -> None:
    for wrong in (("ab",), ("a" * 257,), ("abC",), ("ab€",), ("ab\0",), (b"abc",), ("abc",) * 4097):
        with pytest.raises(ValueError, match="literal"):
            KERNEL.Literals(wrong)
    for odd in ((["abc"],), (), (("abc",), 1)):
        with pytest.raises(TypeError):
            KERNEL.Literals(*odd)
    with pytest.raises(TypeError):
        KERNEL.Literals(("abc",)).standing(b"abc")


PATTERNS = (
    "(?is)(?:buy|sell|order)[^.]*(?:replicas?|knock-?offs?|contrefa[cç]ons?)" + "|(?:never here|not there)" * 20,
    "(?i)cheap rolex|seed phrase|(?:faux|fausses?) [^.]*(?:papiers?|passeports?|permis)"
    + "|(?:nulle part|jamais)" * 20,
    r"\b[0-9]{5,6}\b",
)


@given(
    st.lists(
        st.sampled_from(
            [
                "buy ",
                "SELL ",
                "replica ",
                "KNOCK-OFF",
                "contrefaçon ",
                "faux ",
                "permis",
                "seed phrase",
                "12345",
                ".",
                "x",
                "é",
            ]
        ),
        max_size=8,
    ).map("".join)
)
def test_a_sieve_changes_nothing_of_what_is_found(text: str) -> None:
    assert sieve_of(PATTERNS) is not None
    assert sorted(PatternSet(PATTERNS).found(text)) == sorted(_matcher(PATTERNS)(text) or ())


def test_a_sieve_says_that_a_text_is_no_valid_unicode() -> None:
    with pytest.raises(CelError, match="not valid Unicode"):
        PatternSet(PATTERNS).found("buy \ud800")


def test_short_patterns_need_no_sieve() -> None:
    assert sieve_of(("casino", "(?i)free +prize")) is None
    assert sieve_of((r"\d{5}" * 100,)) is None
