"""What patterns require: whatever RE2 matches holds it, in every case of its letters."""

from __future__ import annotations

import re2
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tipstaff.cel.functions.literals import branches
from tipstaff.cel.functions.patterns import check_pattern
from tipstaff.cel.functions.requirement import fold
from tipstaff.cel.functions.sieve import sieve_of
from tipstaff.native.kernels import kernel

WORDS = [
    "buy",
    "sell",
    "cheap ",
    "knock",
    "-",
    "réplique",
    "Œuvre",
    "offs",
    "s",
    "k",
    "É",
    "ß",
    "å",
    "€",
    "{",
    "d. ",
    "STOP",
]
PIECES = [
    ".", "\\w", "\\d", "\\b", "\\s", "[^.]", "[ée]", "[a-z]", "[]x]", "[^]x]", "[[:alpha:]]", "[\\d_]", "[\\-x]",
    "^", "$", "[^\\x00-\\x{10ffff}]", "\\.", "\\n",
]  # fmt: skip
TIMES = ["", "", "", "?", "*", "+", "{2}", "{0,3}", "{1,}", "??", "*?", "{0}"]


def escaped(word: str) -> str:
    return "".join("\\" + letter if letter in ".{" else letter for letter in word)


def parts(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.tuples(
        st.sampled_from(["(?:", "(", "(?i:", "(?P<n>", "(?i)(?:"]), st.lists(inner, min_size=1, max_size=3)
    )
    return group.map(lambda made: made[0] + "|".join(made[1]) + ")")


ATOM = st.sampled_from(WORDS).map(escaped) | st.sampled_from(PIECES)
PART = st.recursive(ATOM, parts, max_leaves=8)
SEQUENCE = st.lists(st.tuples(PART, st.sampled_from(TIMES)).map("".join), min_size=1, max_size=4).map("".join)
PATTERN = st.tuples(st.sampled_from(["", "(?i)", "(?is)", "(?s-i)"]), st.lists(SEQUENCE, min_size=1, max_size=3)).map(
    lambda made: made[0] + "|".join(made[1])
)
TEXT = st.lists(
    st.sampled_from([*WORDS, "ſ", "\u212a", "İ", ".", " ", "x", "7", "\n", "\0", "ab"]) | st.characters(), max_size=10
)


def cases(text: str, upper: bool) -> str:
    return text.upper() if upper else text


@given(PATTERN, st.builds(cases, TEXT.map("".join), st.booleans()))
@example("(?i)kiss", "\u212aIſS")
@example("(?i)(?:buy|sell)[^.]*(?:réplique|knock-?offs?)", "SELL some KNOCKOFF")
@settings(max_examples=1500)
def test_what_matches_holds_what_is_required(pattern: str, text: str) -> None:
    assume(not check_pattern(pattern))
    assume(not any("\ud800" <= character <= "\udfff" for character in text))
    found, folded = branches(pattern), fold(text)
    if found is None or re2.search(pattern, text) is None:
        return
    assert any(all(any(literal in folded for literal in either) for either in way) for way in found), found


def test_what_is_required_is_told() -> None:
    assert branches(r"(?i)Buy [^.]*(?:replicas?|knock-?offs?)") == [
        (frozenset({"replica", "knockoff", "knock-off"}), frozenset({"buy "}))
    ]
    assert branches("cheap rolex|seed phrase") == [(frozenset({"cheap rolex"}),), (frozenset({"seed phrase"}),)]
    assert branches(r"r[ée]plique[sz]?") == [(frozenset({"réplique", "replique"}),)]
    assert branches(r"abc(?:[^\x00-\x{10ffff}])|def") == [(frozenset({"def"}),)]
    assert branches(r"[^\x00-\x{10ffff}]") == []


def test_what_is_not_known_requires_nothing() -> None:
    for pattern in (
        r"\d{5}",
        "ab",
        "abc|x",
        "(?:abc)?",
        r"\pLabc",
        r"\Qabc\E",
        r"\x61bc",
        "(?:" * 41 + "abc" + ")" * 41,
        "",
    ):
        assert branches(pattern) is None, pattern


def test_letters_are_folded_as_the_automaton_does() -> None:
    letters = [chr(code) for code in range(1, 256) if fold(chr(code)) == chr(code) and chr(code).isalpha()]
    every = "".join(map(chr, [*range(0x80), *range(0xA0, 0xD800), *range(0xE000, 0x20000)]))
    assert len(letters) == 26 + 29 + 2
    for letter in letters:
        same = set(re2.findall(f"(?i){letter}", every))
        assert {letter, letter.upper()} <= same
        assert {fold(one) for one in same} == {letter}


def test_literals_that_begin_alike_are_no_sieve() -> None:
    """Each place of a hostile text would be compared with all of them."""
    alike = [f"https://{number:04d}\\.example/[a-z]{{3,}}" for number in range(100)]
    apart = [f"{number:04d}-https\\.example/[a-z]{{3,}}" for number in range(100)]
    assert sieve_of(alike) is None
    assert (sieve_of(apart) is None) is (kernel("literals") is None)
