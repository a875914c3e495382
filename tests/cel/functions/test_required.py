"""What a pattern is said to require is in every text that it matches."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel.functions.patterns import check_pattern
from tipstaff.cel.functions.required import Required, required


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("win +a +prize", ("prize", "win ")),
        ("urgent.*(now|today)!?", ("urgent",)),
        (r"example\.com/[a-z]+", ("example.com/",)),
        ("abc?def", ("def",)),
        ("abcd{2}ef", ("abc",)),
        ("abcd+ef", ("abcd",)),
        ("^free$", ("free",)),
        ("(?i)free", ()),
        ("free|paid", ()),
        ("(free|paid)", ()),
        (r"\x41bcd", ()),
        (r"\Qa.b\E", ()),
        (r"([)]abc)def", ("def",)),
        (r"[]abc]def", ("def",)),
        ("[[:alpha:]]xyz", ("xyz",)),
        (r"(\)abc)xyz", ("xyz",)),
        ("ab", ("ab",)),
        ("a.b", ()),
        ("été 😀?", ("été ",)),
    ],
)
def test_what_is_required(pattern: str, texts: tuple[str, ...]) -> None:
    assert required(pattern).texts == texts


@pytest.mark.parametrize(("pattern", "whole"), [("free prize", True), (r"a\.b", True), ("free.", False), ("", False)])
def test_a_pattern_without_operators_is_a_search_for_itself(pattern: str, whole: bool) -> None:
    assert required(pattern).whole is whole
    assert not whole or required(pattern) == Required((pattern.replace("\\", ""),), whole=True)


ATOMS = [
    "a", "b", "ab", "abc", "a+", "b*", "c?", "a{2}", "b{0,1}", "(ab)", "(?:a|b)", "|", "[ab]", "[^a]", "[]a]", ".",
    "\\.", "\\d", "\\x61", "(a)?", "^", "$", "\\Qa\\E", "(?i)", "(?i:a)", "{", "}", "]", "a{,2}", "\\pL", "(\\Q)\\E)",
    "((a)b)+", "[\\]]", "\\b", "é",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(ATOMS), max_size=6).map("".join), st.lists(st.text("abcAB1.]}{", max_size=20), max_size=20)
)
def test_every_match_has_what_is_required(pattern: str, texts: list[str]) -> None:
    if check_pattern(pattern):
        return
    wanted = required(pattern)
    for text in texts:
        found = re2.search(pattern, text) is not None
        has_all = all(part in text for part in wanted.texts)
        assert has_all or not found
        assert not wanted.whole or found == has_all
