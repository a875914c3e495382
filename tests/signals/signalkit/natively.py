"""Texts that kernels are held to: made up, real, hostile."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import pytest
from hypothesis import strategies as st

import tipstaff
from signalkit.shared import rows
from tipstaff.native.kernels import found

SAMPLE = Path(tipstaff.__file__).parent / "packs" / "samples" / "messages.csv"
COLLECTIONS = ("sms_uci/data.csv.gz", "sms_exais/data.csv.gz", "email_enron1/data.csv.gz", "tox_mlma_fr/data.csv.gz")
HOSTILE: Final = (
    "", "\x00", "\ud800" * 9, "\u0301" * 100_000, "a" * 10_000_000, "<" * 50_000, "<a" * 50_000, "'" * 50_000,
    "a'" * 50_000, "0" * 50_000, "€" * 9_000, "\U0010ffff" * 9_000, " " * 50_000, "a.a@" * 20_000, "they are " * 9_000,
    "a1!" * 20_000, "f r e e " * 9_000, "qu'" * 9_000, "é•" * 9_000, "you are vermin " * 5_000,
    "aaab" * 50_000, "freeee " * 9_000, "hmmm " * 9_000,
)  # fmt: skip
PIECES: Final = (
    "l'eau", "don't", "a'b'c'd", "'", "qu'il", "d'l'an", "c'", "x" * 40, "cœur", "ß", "£5", "€", "0906", "1" * 13, "3g",
    "<b>", "<é_1>", "<", "<<", "http://a.example/x", "www.b.example", "c.com", "d@e.example", "so.on", "!!", "?", "😀",
    "привет", "漢字", "²", "½", "\u0301", "\n", "\x1c", "\u2003", "_", "FREE", "ABCd", "AB3", "\x81", "\ud800", "\x00",
    "٣", "ⅷ", "a" * 300, "ÉTÉ", "naïve", "fr33", "v1agra", "gr8", "2nite", "f.r.e.e", "f r e e", "fr*ee", "freeee", "•",
    "’", "ʼ", "İ", "Σ", "\xad", "\u200b", "10am", "w!n", "Ÿ", "Š", "$100", "|ove", "µ", "hi", "dear", "Ann", "www", "…",
)  # fmt: skip
texts = st.tuples(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40), st.sampled_from(["", " "])).map(
    lambda made: made[1].join(made[0])
)


def needs(name: str) -> pytest.MarkDecorator:
    """Nothing to compare where there is no kernel."""
    return pytest.mark.skipif(found(name).module is None, reason=f"the kernel is {found(name).state}")


def sample() -> list[str]:
    """The messages that ship, and all of them as one text."""
    with SAMPLE.open(encoding="utf-8") as file:
        some = [row["text"] for row in csv.DictReader(file)]
    return [*some, "\n".join(some)]


def real(collection: str, step: int = 4) -> list[str]:
    """Every fourth row of a collection, or a skip that says what is missing."""
    return [row["text"] for row in rows(collection)[::step]]


def short(text: object) -> str:
    """A test's name for a text."""
    return f"{str(text)[:2]!a}x{len(str(text))}"
