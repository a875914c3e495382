"""The kernel of hashed features says what the Python beside it says, over made-up texts, real ones and hostile ones."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly
from signalkit.shared import rows

import tipstaff
from tipstaff.native.kernels import found
from tipstaff.signals.model import linear
from tipstaff.signals.model.bank import shipped
from tipstaff.signals.model.features import features_of
from tipstaff.signals.text.wording import Wording

pytestmark = pytest.mark.skipif(found("features").module is None, reason=f"the kernel is {found('features').state}")

SAMPLE = Path(tipstaff.__file__).parent / "packs" / "samples" / "messages.csv"
PIECES = (
    "l'eau", "don't", "a'b'c'd", "'", "x" * 40, "cœur", "ß", "£5", "€", "0906", "1" * 13, "3g", "<b>", "<é_1>", "<",
    "<<", "http://a.example/x", "www.b.example", "c.com", "d@e.example", "so.on", "!!", "?", "😀", "привет", "漢字",
    "²", "½", "\u0301", "\n", "\x1c", "\u2003", "_", "FREE", "ABCd", "AB3", "\x81", "\ud800", "\x00", "٣", "ⅷ",
    "a" * 300,
)  # fmt: skip
HOSTILE = (
    "", "\x00", "\ud800" * 9, "\u0301" * 100_000, "a" * 10_000_000, "<" * 50_000, "<a" * 50_000, "'" * 50_000,
    "a'" * 50_000, "0" * 50_000, "€" * 9_000, "\U0010ffff" * 9_000, " " * 50_000, "a.a@" * 20_000,
)  # fmt: skip


def agree(cased: str, bare: str) -> None:
    bank = shipped()
    told, plain = bank.read(cased, bare), bank.sums(features_of(cased, bare))
    assert (tuple(told.words), tuple(told.chars)) == (tuple(plain.words), tuple(plain.chars))
    assert told[2:] == plain[2:]
    assert all(bank.score(told, name) == bank.score(plain, name) for name in bank.models)


@calmly
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60), st.sampled_from(["", " "]))
def test_every_text_weighs_the_same(parts: list[str], between: str) -> None:
    text = between.join(parts)
    agree(text, text.lower())
    agree(text * 30, text.lower() * 30)


def test_the_sample_weighs_the_same() -> None:
    with SAMPLE.open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    for text in (*texts, "\n".join(texts)):
        wording = Wording(text)
        agree(wording.folded.cased, wording.bare)


@pytest.mark.parametrize("collection", ["sms_uci/data.csv.gz", "email_enron1/data.csv.gz"])
def test_real_texts_weigh_the_same(collection: str) -> None:
    for row in rows(collection)[::5]:
        wording = Wording(row["text"])
        agree(wording.folded.cased, wording.bare)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:2]!a}x{len(text)}")
def test_hostile_texts_weigh_the_same(text: str) -> None:
    agree(text, text)


def test_another_number_of_models_weighs_the_same() -> None:
    models = list(shipped().models.values())
    for some in (models[:1], models * 2):
        bank = linear.Bank([linear.Model(str(at), *_parts(one)) for at, one in enumerate(some)])
        told, plain = bank.read("Win 100", "win 100"), bank.sums(features_of("Win 100", "win 100"))
        assert list(told.words) == list(plain.words)
        assert list(told.chars) == list(plain.chars)


def _parts(model: linear.Model) -> tuple[str, linear.Layer, linear.Layer, float, float]:
    return model.version, model.words, model.chars, model.slope, model.offset


def test_a_table_refuses_what_it_cannot_hold() -> None:
    table = found("features").module.Table
    right = (b"\0" * 131_072,)
    for columns in ((), (b"x",), right * 65):
        with pytest.raises(ValueError, match=r"models|weights"):
            table(columns, str, b" " * 256, 10, 10)
    with pytest.raises(ValueError, match="256"):
        table(right, str, b" ", 10, 10)
    with pytest.raises(TypeError):
        table(right, str, b" " * 256, 10, 10).sums("a", b"a")
    with pytest.raises(TypeError, match="text"):
        table(right, len, b" " * 256, 10, 10).sums("a@b", "a@b")
