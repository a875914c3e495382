"""The kernel of hashed features says what the Python beside it says, over made-up texts, real ones and hostile ones."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from signalkit.natively import COLLECTIONS, HOSTILE, needs, real, sample, short, texts
from signalkit.pace import calmly

from tipstaff.native.kernels import found
from tipstaff.signals.model import linear
from tipstaff.signals.model.bank import FILES, bank, shipped
from tipstaff.signals.model.shaping import shaped_of
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.wording import Wording

pytestmark = needs("features")


def agree(cased: str, bare: str) -> None:
    for known in shipped().values():
        assert known.judge(cased, bare) == known.judge_plainly(cased, bare)
    assert _shaped(bare) == shaped_of(bare)


def _shaped(bare: str) -> str:
    shaped: str = found("features").module.shaped(bare)
    return shaped


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
    models = [known.whole(name) for known in shipped().values() for name in known.models]
    for some in (models[:1], models * 2, models[:16] * 4, models * 9):
        made = linear.Bank([replace(one, name=str(at)) for at, one in enumerate(some)])
        assert made.judge("Win 100", "win 100") == made.judge_plainly("Win 100", "win 100")


def test_the_largest_weights_add_up() -> None:
    """More than 256 places of the largest and of the smallest weights."""
    text = " ".join(f"{one}{other}" for one in "abcdefghij" for other in "klmnopqrst" * 4)
    for weight in (b"\x7f", b"\x80"):
        layer = linear.Layer(weight * 65_536, 0.0001, 0.1)
        made = linear.Bank([linear.Model("one", "1", layer, layer, 1.1, 0.2)])
        assert made.judge(text, text) == made.judge_plainly(text, text) != (0.5,)


def test_weights_are_held_once_and_come_back_as_they_were_given() -> None:
    read = {
        f"{file}/{one.name}": one for file in FILES for one in linear.read_models((DATA / f"{file}.bin").read_bytes())
    }
    for known in shipped().values():
        for name, model in known.models.items():
            assert model.words.weights == model.chars.weights == b""
            file, _, short = name.partition("/")
            assert known.whole(name) == replace(read[name], name=name)
            assert bank(file).whole(short) == read[name]
            assert bank(file).models[short].words.weights == b""
    assert {name for known in shipped().values() for name in known.models} == set(read)


def test_a_table_refuses_what_it_cannot_hold() -> None:
    table = found("features").module.Table
    right, six = (b"\0" * 131_072,), b"\0" * 48
    for columns, figures in (((), b""), ((b"x",), six), (right * 65, six * 65), (right, six[:-1])):
        with pytest.raises(ValueError, match=r"models|weights"):
            table(columns, figures, b" " * 256, 10, 10)
    made = table(right, six, b" " * 256, 10, 10)
    for number in (-1, 1, 1 << 40):
        with pytest.raises(IndexError):
            made.weights(number)
    for rest in ((b" ", 10, 10), (b" " * 256, 0, 10), (b" " * 256, 10**7, 10), (b" " * 256, 10, 0)):
        with pytest.raises(ValueError, match="256"):
            table(right, six, *rest)
    with pytest.raises(TypeError):
        table(right, six, b" " * 256, 10, 10).scores("a", b"a")
    with pytest.raises(TypeError):
        table.__new__(table).scores("a", "a")
    with pytest.raises(TypeError, match="text"):
        found("features").module.shaped(b"a@b")
    with pytest.raises(TypeError):
        found("features").module.rounded("0.5")


# What links and addresses are made of, and what ends them.
LINKED = ("a", "b", "w", "m", "1", "é", "_", "-", ".", "..", "/", "@", ":", "+", " ", "\n", "٣", "\ud800", "x" * 64)
LINKED += ("www.", "http://", "https://", "http:/", "com", ".com", ".co", ".fr/", ".mobi", "a@b.c", "x@y.zz")


@calmly
@given(st.lists(st.sampled_from(LINKED), max_size=40).map("".join))
def test_links_and_addresses_are_shaped_the_same(text: str) -> None:
    assert _shaped(text) == shaped_of(text)
    assert _shaped(text * 40) == shaped_of(text * 40)


@given(st.floats(0, 1) | st.integers(0, 20_000).map(lambda part: part / 20_000) | st.floats())
def test_scores_are_rounded_the_same(number: float) -> None:
    for near in (number, math.nextafter(number, 1), math.nextafter(number, 0)):
        if math.isfinite(near):
            assert linear.rounded(near) == round(near, 4)
