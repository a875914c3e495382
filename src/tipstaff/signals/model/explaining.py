"""Why a model scores a text as it does: what each word adds to the logit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import sqrt
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.model.features import LIMIT, char_places, features_of, shaped_of, word_places, words_of_shaped
from tipstaff.signals.model.linear import Model
from tipstaff.signals.text.wording import Wording

numpy = Library("numpy")
_TOKEN = re.compile(r"\S+")
_LEAST = 0.05


class Part(NamedTuple):
    """A word of the text as written: what it adds to the logit, and where it stands in the original."""

    adds: float
    what: str
    start: int
    end: int


def parts_of(model: Model, text: Wording, most: int) -> list[Part]:
    """The words that add most, strongest first; each spelling once."""
    found: dict[str, Part] = {}
    for part in _parts(model, text):
        if part.adds > found.get(part.what, Part(_LEAST, "", 0, 0)).adds:
            found[part.what] = part
    return sorted(found.values(), key=lambda part: (-part.adds, part.start))[:most]


def _parts(model: Model, text: Wording) -> Iterator[Part]:
    """Each token with the weights of its words, of its pairs with neighbours (half each) and of its characters."""
    features = features_of(text.raw, text.bare)
    if not len(features.words):
        return
    by_words = model.slope * model.words.scale / 2 / sqrt(len(features.words))
    by_chars = model.slope * model.chars.scale / 2 / sqrt(max(1, len(features.chars)))
    words = numpy.frombuffer(model.words.weights, dtype=numpy.int8)
    chars = numpy.frombuffer(model.chars.weights, dtype=numpy.int8)
    for token in _TOKEN.finditer(text.bare[:LIMIT]):
        shaped = shaped_of(token[0])
        adds = by_words * _of_words(words, words_of_shaped(shaped))
        adds += by_chars * sum(int(chars[places].sum(dtype=int)) for _, places in char_places(shaped))
        start, end = text.place(*token.span())
        yield Part(adds, text.raw[start:end], start, end)


def _of_words(weights: Any, words: list[str]) -> int:
    if not words:
        return 0
    alone, pairs = word_places(words)
    return int(weights[alone].sum(dtype=int)) + int(weights[pairs].sum(dtype=int))
