"""Patterns that are words with gaps: the same answer as RE2's, in time that grows with the text alone."""

from __future__ import annotations

import time

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel.functions.gaps import gaps

GAPPED = ("free +prize", "update +report +free", "aab+ca+d", "ab+ab+ab+a", "é +ü", "x:/+y")
OTHERS = (
    "free", "a+", "ab+", "+", "a++b", "a+b", "aa+b", "ab+b", "a b+?c", "ab+c*", "(ab+c)", "ab+c|d", "ab+c$", "ab+.",
    "a\\.b+c", "[ab]b+c", "ab+c{2}", "", "ab+c+d", "(?i)ab+c",
)  # fmt: skip


@pytest.mark.parametrize("pattern", GAPPED)
def test_words_with_gaps_are_known(pattern: str) -> None:
    assert gaps(pattern) is not None


@pytest.mark.parametrize("pattern", OTHERS)
def test_everything_else_is_left_to_the_automaton(pattern: str) -> None:
    assert gaps(pattern) is None


@given(st.text("abd +", max_size=10) | st.sampled_from(GAPPED), st.text("abd ", max_size=24))
def test_it_finds_what_re2_finds(pattern: str, text: str) -> None:
    find = gaps(pattern)
    if find is not None:
        assert (find(text) is not None) == (re2.search(pattern, text) is not None)


@pytest.mark.parametrize("piece", ["ab", "b", "a", "abb", "abba", "ab" * 5 + "b" * 50])
def test_time_grows_with_the_text_and_not_with_its_square(piece: str) -> None:
    find = gaps("ab+ab+ab+ab+c")
    assert find is not None

    def taken(length: int) -> float:
        text = (piece * length)[:length]
        runs = []
        for _ in range(5):
            started = time.process_time()
            for _ in range(3):
                find(text)
            runs.append(time.process_time() - started)
        return min(runs)

    # Sixteen times the text: a square would take 256 times as long.
    assert taken(160_000) < 60 * taken(10_000)
