"""The kernel of hashed features says what the Python beside it says, over made-up texts, real ones and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from signalkit.natively import COLLECTIONS, HOSTILE, needs, real, sample, short, texts
from signalkit.pace import calmly

from tipstaff.native.kernels import found
from tipstaff.signals.model import linear
from tipstaff.signals.model.bank import shipped
from tipstaff.signals.model.features import features_of
from tipstaff.signals.text.wording import Wording

pytestmark = needs("features")


def agree(cased: str, bare: str) -> None:
    bank = shipped()
    told, plain = bank.read(cased, bare), bank.sums(features_of(cased, bare))
    assert (tuple(told.words), tuple(told.chars)) == (tuple(plain.words), tuple(plain.chars))
    assert told[2:] == plain[2:]
    assert all(bank.score(told, name) == bank.score(plain, name) for name in bank.models)


@calmly
@given(texts)
def test_every_text_weighs_the_same(text: str) -> None:
    agree(text, text.lower())
    agree(text * 30, text.lower() * 30)


def test_the_sample_weighs_the_same() -> None:
    for text in sample():
        wording = Wording(text)
        agree(wording.folded.cased, wording.bare)


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_real_texts_weigh_the_same(collection: str) -> None:
    for text in real(collection):
        wording = Wording(text)
        agree(wording.folded.cased, wording.bare)


@pytest.mark.parametrize("text", HOSTILE, ids=short)
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
