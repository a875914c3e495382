"""Why a model scores a text as it does: what each word adds to the logit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import sqrt
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.model.features import char_hashes, features_of, places_of, word_hashes
from tipstaff.signals.model.linear import Model
from tipstaff.signals.model.shaping import LIMIT, WORD, shaped_of
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
    """Each token with the weights of its words, of the pairs inside it, and of its characters."""
    features = features_of(text.cased, text.bare)
    if not len(features.words):
        return
    by_words = model.slope * model.words.scale / 2 / sqrt(len(features.words))
    by_chars = model.slope * model.chars.scale / 2 / sqrt(max(1, len(features.chars)))
    of_words = numpy.frombuffer(model.words.weights, dtype=numpy.int8)
    of_chars = numpy.frombuffer(model.chars.weights, dtype=numpy.int8)
    for token in _TOKEN.finditer(text.bare[:LIMIT]):
        shaped = shaped_of(token[0])
        words = WORD.findall(shaped)
        if words:
            adds = by_words * _sum(of_words, word_hashes(words)) + by_chars * _sum(of_chars, char_hashes(shaped))
            yield Part(adds, *_where(text, token))


def _sum(weights: Any, hashes: Iterable[Any]) -> int:
    return sum(int(weights[places_of(some)].sum(dtype=int)) for some in hashes)


def _where(text: Wording, token: re.Match[str]) -> tuple[str, int, int]:
    start, end = text.place(*token.span())
    return text.raw[start:end], start, end
