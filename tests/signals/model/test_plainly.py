"""What is computed all at once is what the plain definition says, feature by feature and word by word.

The plain way below is slow and short on purpose: models are trained on these numbers, so they must never move.
"""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from signalkit.pace import calmly

import tipstaff
from tipstaff.signals.model import shaping
from tipstaff.signals.model.features import features_of
from tipstaff.signals.model.shaping import LIMIT, WORD, evened, shaped_of
from tipstaff.signals.model.tokens import hashed_tokens
from tipstaff.signals.text.wording import Wording

SAMPLE = Path(tipstaff.__file__).parent / "packs" / "samples" / "messages.csv"
WORDS_AND_SIGNS = (
    "l'eau", "don't", "a'b'c", "a'b'c'd", "'", "''", "x" * 40, "cœur", "ß", "£5", "€", "0906", "1" * 13, "3g", "<b>",
    "<a><b>", "<é_1>", "<", "http://a.example/x", "www.b.example", "c.com", "d@e.example", "!!", "?", "😀", "—",
    "привет", "漢字", "²", "½", "\u0301", "\n", "_", "a_b", "FREE", "ABCd", "CALLS", "NOW", "AB3", "\x81", "\ud800",
)  # fmt: skip
MASK = 2**32 - 1


def place(number: int) -> int:
    return (number * 0x9E3779B1 & MASK) >> 16


def plainly(cased: str, bare: str) -> tuple[set[int], set[int]]:
    """Words and chars as the module says what they are, one after the other."""
    shaped = shaped_of(bare[:LIMIT])
    words = [crc32(word.encode()) for word in WORD.findall(shaped)]
    if not words:
        return set(), set()
    pairs = [one * 0x01000193 + other & MASK for one, other in pairwise(words)]
    even = f" {' '.join(shaped.split())} ".encode("utf-32-le", "replace").decode("utf-32-le")
    runs = set()
    for start in range(len(even)):
        number = ord(even[start])
        for letter in even[start + 1 : start + 4]:
            number = number * 0x01000193 + ord(letter) & MASK
            runs.add(place(number))
    return {*map(place, [*words, *pairs]), *traits(cased[:2_000])}, runs


def traits(cased: str) -> set[int]:
    western = ["?" if ord(c) > 255 else c for c in cased]
    capitals, digits, size = sum(c.isupper() for c in western), sum(c.isdigit() for c in western), len(cased) + 1
    told = (
        f"L{size // 20 if size < 200 else 10 + min(size // 500, 10)}",
        f"C{min(capitals * 10 // size, 8)}",
        f"D{min(digits * 15 // size, 8)}",
        f"K{min(sum(map(shouts, ''.join(c if c.isalnum() else ' ' for c in western).split())), 4)}",
    )
    starts = (0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)
    return {crc32(one.encode(), start) & 0xFFFF for one in told for start in starts}


def shouts(word: str) -> bool:
    return all(c.isupper() for c in word[:3]) and (len(word) == 3 or (len(word) > 3 and word[3].isupper()))


def agree(text: str) -> None:
    wording = Wording(text)
    cased, bare = wording.folded.cased, wording.bare
    found = features_of(cased, bare)
    assert (set(found.words.tolist()), set(found.chars.tolist())) == plainly(cased, bare)
    assert len(set(found.places.tolist())) == len(found.places)


def hashes_agree(shaped: str) -> None:
    found = hashed_tokens(shaped)
    if found is not None:
        assert found.tolist() == [crc32(word.encode()) for word in WORD.findall(shaped)]


texts = st.lists(st.sampled_from(WORDS_AND_SIGNS) | st.text(max_size=6), max_size=30)


@calmly
@given(texts, st.sampled_from(["", " "]))
def test_short_texts_have_the_features_of_the_definition(parts: list[str], between: str) -> None:
    agree(between.join(parts))


@calmly
@given(texts, st.sampled_from(["", " ", " the end of it. "]))
def test_long_texts_have_the_features_of_the_definition(parts: list[str], between: str) -> None:
    agree((between.join(parts) or "a ") * 40)


@calmly
@given(texts, st.sampled_from(["", " "]))
@example(["a'b'c'd e'f"], "")
@example(["<a><b>", "<c>", "1 < 2"], " ")
@example(["00000", "x" * 33, "cœur", "£"], " ")
def test_all_words_are_hashed_at_once_as_one_by_one(parts: list[str], between: str) -> None:
    hashes_agree(shaped_of(between.join(parts).lower()) or " ")


def shaped_plainly(bare: str) -> str:
    """Every expression tried at every letter."""
    if shaping._DOTTED.search(bare):
        bare = shaping._URL.sub(" <url> ", bare)
    return re.sub("[1-9]", "0", shaping._MAIL.sub(" <mail> ", bare))


LINKS = (
    "http://a.example/x", "www.9", "www.b.example", "c.com", "c.com/d@e.example", "d@e.example", "f-.com", "1.5", "://",
    ".", "@", "so on.", " ", "\n", "\u2003", "é.fr", "x", "https://",
)  # fmt: skip


@calmly
@given(st.lists(st.sampled_from(LINKS) | st.text("a1.:/@- é", max_size=5), max_size=25))
def test_links_of_long_texts_are_found_as_everywhere(parts: list[str]) -> None:
    once = " ".join(parts) + " x "
    long = (once * (1 + shaping.LONG // len(once)))[: shaping.LONG + 100]
    assert evened(shaped_of(long)) == evened(shaped_plainly(long))
    assert evened(shaped_of(once[:300])) == evened(shaped_plainly(once[:300]))


def test_most_texts_are_hashed_at_once() -> None:
    assert all(hashed_tokens(text) is not None for text in ("l'eau du cœur, 5 € <url> 😀", "a" * 99, "- - -"))
    assert hashed_tokens("привет") is None


def test_the_sample_has_the_features_of_the_definition() -> None:
    with SAMPLE.open(encoding="utf-8") as file:
        rows = [row["text"] for row in csv.DictReader(file)]
    for text in rows[::3]:
        agree(text)
    for start in range(0, 300, 60):
        agree("\n".join(rows[start : start + 60]))


@pytest.mark.parametrize(
    "text", ["AAA", "AAAA", "AAAb", "AAAAb", "AAA1", "AAAA1", "1AAA", "ÀÉÎ", "AAA-AAA AAA.AAA AAA"]
)
def test_words_in_capitals_count(text: str) -> None:
    agree(text)
