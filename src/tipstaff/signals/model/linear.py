"""Two logistic regressions over the hashed features of a text, averaged and calibrated; weights of one byte.

    logit = mean of the two layers        layer = scale * sum(weights) / sqrt(features) + bias
    score = sigmoid(slope * logit + offset)

All models of a file are summed in one gather, however many there are.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from math import exp, sqrt
from typing import Any

import msgspec
from msgspec import Struct

from tipstaff.signals.lazily import Library
from tipstaff.signals.model.features import SIZE, Features

numpy = Library("numpy")


class Layer(Struct, frozen=True):
    """One regression: `weights` are 65,536 signed bytes, `scale` is what one step is worth."""

    weights: bytes
    scale: float
    bias: float


class Model(Struct, frozen=True):
    """One trained class.

    `slope` and `offset` calibrate the mean of the layers (Platt). `band` is (low, high): from `high` on, hardly any
    honest text of the training collections lies (two in a thousand, or what its recipe says); from `low` on, 95 % of
    the others do. Between them a person should look.
    """

    name: str
    version: str
    words: Layer
    chars: Layer
    slope: float
    offset: float
    band: tuple[float, float] = (0.5, 0.9)


class Bank:
    """Models that are ready to score, all in one pass."""

    def __init__(self, models: Sequence[Model]) -> None:
        self.models: Mapping[str, Model] = {model.name: model for model in models}
        self._words = _stack([model.words for model in models])
        self._chars = _stack([model.chars for model in models])

    def scores(self, features: Features) -> dict[str, float]:
        """0 to 1 for each model by its name; all 0 for a text without words."""
        if not len(features.words):
            return dict.fromkeys(self.models, 0.0)
        words = self._words.take(features.words, axis=0).sum(axis=0, dtype=numpy.int32).tolist()
        chars = self._chars.take(features.chars, axis=0).sum(axis=0, dtype=numpy.int32).tolist()
        by_words, by_chars = 1 / sqrt(len(features.words)), 1 / sqrt(max(1, len(features.chars)))
        return {
            model.name: _score(model, word * by_words, char * by_chars)
            for model, word, char in zip(self.models.values(), words, chars, strict=True)
        }


def _score(model: Model, words: float, chars: float) -> float:
    logit = (model.words.scale * words + model.words.bias + model.chars.scale * chars + model.chars.bias) / 2
    return sigmoid(model.slope * logit + model.offset)


def _stack(layers: Sequence[Layer]) -> Any:
    columns = [numpy.frombuffer(layer.weights, dtype=numpy.int8) for layer in layers]
    return numpy.ascontiguousarray(numpy.stack(columns, axis=1)) if columns else numpy.zeros((SIZE, 0), numpy.int8)


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    return 1 / (1 + exp(-x)) if x > -700 else 0.0


def read_models(data: bytes) -> list[Model]:
    """Models from the bytes that `write_models` made."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=list[Model])


def write_models(models: Sequence[Model]) -> bytes:
    """Models as bytes, packed."""
    return zlib.compress(msgspec.msgpack.encode(models), 9)
