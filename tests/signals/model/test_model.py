"""Small models: one pass for all of a file, the same numbers everywhere, reasons that point at words, linear time."""

from __future__ import annotations

import time
from math import exp, sqrt
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from signalkit.pace import calmly, taken

from tipstaff.signals.model.bank import bank, features, reasons, scores_of
from tipstaff.signals.model.features import SIZE, features_of
from tipstaff.signals.model.linear import Bank, Layer, Model, read_models, write_models
from tipstaff.signals.model.shaping import shaped_of
from tipstaff.signals.text.wording import Wording

WON = "WINNER!! You have won a FREE prize of £900, call 09061701461 now"


def layer(seed: int, bias: float = 0.0) -> Layer:
    weights = np.random.default_rng(seed).integers(-127, 128, SIZE, dtype=np.int8)
    return Layer(weights.tobytes(), 0.01, bias)


def model(name: str, seed: int) -> Model:
    return Model(name, "1", layer(seed), layer(seed + 1, 0.5), slope=1.5, offset=-0.25)


def test_the_score_is_what_the_formula_says() -> None:
    text = Wording("Come and see, come and see!")
    seen = features_of(text.raw, text.bare)
    one = model("one", 1)
    sums = [
        sum(np.frombuffer(part.weights, np.int8)[places].tolist()) * part.scale / sqrt(len(places)) + part.bias
        for part, places in ((one.words, seen.words), (one.chars, seen.chars))
    ]
    wanted = 1 / (1 + exp(-(1.5 * sum(sums) / 2 - 0.25)))
    assert Bank([one]).scores(seen)["one"] == pytest.approx(wanted)


def test_many_models_score_as_each_alone() -> None:
    models = [model(str(seed), seed) for seed in range(12)]
    text = Wording(WON)
    seen = features_of(text.raw, text.bare)
    together = Bank(models).scores(seen)
    assert together == {one.name: pytest.approx(Bank([one]).scores(seen)[one.name]) for one in models}


def test_models_survive_being_written() -> None:
    models = [model("a", 1), model("b", 2)]
    assert read_models(write_models(models)) == models


def test_a_word_is_found_where_its_hash_says() -> None:
    """The hash is part of the format: weights that ship mean nothing under another."""
    place = (crc32(b"free") * 0x9E3779B1 % 2**32) >> 16
    text = Wording("free")
    assert place in features_of(text.raw, text.bare).words.tolist()
    codes = [ord(c) for c in " free "]
    two = (codes[1] * 0x01000193 + codes[2]) % 2**32
    assert (two * 0x9E3779B1 % 2**32) >> 16 in features_of(text.raw, text.bare).chars.tolist()


@calmly
@given(st.text(max_size=300))
def test_every_text_has_a_score_and_features_in_the_table(text: str) -> None:
    wording = Wording(text)
    seen = features(wording)
    for places in (seen.words, seen.chars):
        assert places.tolist() == sorted(set(places.tolist()))
        assert all(0 <= place < SIZE for place in places.tolist())
    assert all(0 <= score <= 1 for score in scores_of(wording, "text_spam").values())


def test_a_long_text_has_what_its_parts_have_each_once() -> None:
    words = " ".join(f"w{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(1200))
    long = features_of(words, words)
    parts = [features_of("x", part) for part in (words[:900], words[900:])]
    assert set(long.chars.tolist()) >= set(parts[0].chars.tolist())
    assert len(long.chars) == len(set(long.chars.tolist()))


@pytest.mark.parametrize("text", ["", " ", "...", "\x00\x01\x02", "\u202e", "12"])
def test_a_text_without_words_is_no_spam(text: str) -> None:
    assert scores_of(Wording(text), "text_spam")["sms"] < 0.5


def test_links_addresses_and_numbers_lose_their_names() -> None:
    assert shaped_of("see http://a.example/x?y mail a.b@c.example 0906") == "see  <url>  mail  <mail>  0000"


def test_reasons_point_at_the_words_as_written() -> None:
    text = Wording("hello there, you w0n a fr\u200bee prize")
    found = reasons(text, "text_spam", "sms")
    assert {part.what for part in found} & {"w0n", "fr\u200bee", "prize"}
    assert all(text.raw[part.start : part.end] == part.what for part in found)
    assert [part.adds for part in found] == sorted((part.adds for part in found), reverse=True)


def test_the_band_of_what_ships_is_a_band() -> None:
    for one in bank("text_spam").models.values():
        assert 0 < one.band[0] <= one.band[1] < 1


@pytest.mark.parametrize("piece", ["a ", "free call now ", "a", "1", "www.a", "a@", "a.b", "é", "\u0301", "- ", "<"])
def test_time_is_linear(piece: str) -> None:
    def spent(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        return taken(lambda text: scores_of(Wording(text), "text_spam"), text)

    spent(2_000)
    assert spent(50_000) < 3.5 * spent(25_000) + 0.01


def test_ten_megabytes_are_judged_by_their_beginning() -> None:
    start = time.process_time()
    scores_of(Wording(WON * 1000), "text_spam")
    small = time.process_time() - start
    start = time.process_time()
    huge = Wording(WON * 160_000)
    scores_of(huge, "text_spam")
    assert len(huge.raw) == 100_000
    assert time.process_time() - start < 10 * small + 0.05
