"""Sets of patterns find what each pattern finds alone, bad ones are told, and none takes long."""

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from tipstaff.cel.failure import CelError
from tipstaff.cel.functions.patterns import MAX_PATTERN, PatternSet, check_pattern, matches

ATOMS = [
    "a",
    "b",
    ".",
    "^",
    "$",
    "[ab]",
    "[^a]",
    "(a|b)",
    "a*",
    "b+",
    "a?",
    "\\b",
    "\\d",
    "(?i:A)",
    "é",
    "😀",
    "\n",
    "(?m:^b)",
]
PATTERNS = st.lists(st.sampled_from(ATOMS), max_size=5).map("".join)
TEXTS = st.text(alphabet="abA1 é😀\n", max_size=12)


@given(st.lists(PATTERNS, min_size=1, max_size=8), TEXTS)
def test_a_set_finds_what_its_patterns_find_one_by_one(patterns: list[str], text: str) -> None:
    alone = {at for at, pattern in enumerate(patterns) if re2.search(pattern, text)}

    assert set(PatternSet(patterns).found(text)) == alone
    assert {at for at, pattern in enumerate(patterns) if matches(text, pattern)} == alone


@pytest.mark.parametrize("pattern", ["[", "(?=a)", r"(a)\1", "a{2000}", "x" * (MAX_PATTERN + 1), "\ud800"])
def test_a_bad_pattern_is_told(pattern: str) -> None:
    assert check_pattern(pattern)
    with pytest.raises(CelError) as failure:
        matches("a", pattern)
    assert failure.value.code == "invalid-argument"
    with pytest.raises(CelError):
        PatternSet(["a", pattern])


def test_a_bad_text_is_told() -> None:
    with pytest.raises(CelError) as failure:
        matches("\ud800", "a")
    assert failure.value.code == "invalid-argument"


def test_patterns_that_do_not_fit_one_automaton_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipstaff.cel.functions.patterns._MEMORY", 1 << 14)
    patterns = [f"word{number}x*[a-f0-9]{{3}}" for number in range(60)]

    found = PatternSet(patterns).found("see word17xxabc and word59fff")

    assert set(found) == {
        at for at, pattern in enumerate(patterns) if re2.search(pattern, "see word17xxabc and word59fff")
    }
    assert 17 in found
    assert 59 in found


def test_more_patterns_than_one_set_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipstaff.cel.functions.patterns.MAX_PATTERNS", 4)
    patterns = [f"w{number}b" for number in range(11)]

    assert sorted(PatternSet(patterns).found("w0b w5b w10b")) == [0, 5, 10]


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*)*x", "(a?){30}a{30}"])
def test_what_backtracks_for_years_elsewhere_is_quick(pattern: str) -> None:
    assert matches("a" * 50_000 + "!", pattern) is bool(re2.search(pattern, "a" * 50_000 + "!"))
