"""Two logistic regressions over the hashed features of a text, averaged and calibrated; weights of one byte.

    logit = mean of the two layers        layer = scale * sum(weights) / sqrt(features) + bias
    score = sigmoid(slope * logit + offset)

All models of a file are summed in one gather, however many there are.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from math import exp, sqrt
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tipstaff.native.kernels import kernel
from tipstaff.signals.lazily import Library
from tipstaff.signals.model.features import CLASSES, OPENING, SIZE, Features, features_of
from tipstaff.signals.model.shaping import LIMIT

numpy = Library("numpy")
_KERNEL = kernel("features")
# A table of the kernel holds no more models.
_MOST = 64


class Layer(Struct, frozen=True):
    """One regression: `weights` are 65,536 signed bytes, `scale` is what one step is worth. Without weights: whoever
    needs them asks `Bank.whole`."""

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

    @property
    def figures(self) -> tuple[float, ...]:
        """What sums become a score by: scales and biases of words and characters, slope, offset."""
        words, chars = self.words, self.chars
        return words.scale, words.bias, chars.scale, chars.bias, self.slope, self.offset

    def weighing(self, words: bytes, chars: bytes) -> Model:
        """The same with these weights."""
        return replace(self, words=replace(self.words, weights=words), chars=replace(self.chars, weights=chars))


class Sums(NamedTuple):
    """What the weights of each model add up to over the words and the runs of characters of a text, and one over the
    square root of how many of each there are; none: there are no words."""

    words: Sequence[float]
    chars: Sequence[float]
    by_words: float
    by_chars: float


_NOTHING = Sums((), (), 0.0, 0.0)


class Bank:
    """Models that are ready to score, all in one pass.

    Args:
        models: each with its name.
        whole: gives a model with its weights, of those that come without.

    Attributes:
        models: by name; once the kernel has a table of them, without their weights, which that holds already.
    """

    def __init__(self, models: Sequence[Model], whole: Callable[[str], Model] | None = None) -> None:
        self.models: Mapping[str, Model] = {model.name: model for model in models}
        self._column = {name: column for column, name in enumerate(self.models)}
        self._whole = whole

    def whole(self, name: str) -> Model:
        """A model with its weights."""
        model = self.models[name]
        if model.words.weights:
            return model
        if self._whole is not None:
            return self._whole(name)
        both = self._table.weights(self._column[name])
        return model.weighing(both[:SIZE], both[SIZE:])

    @cached_property
    def _weights(self) -> Any:
        """A row for each place, a column for each model. Sums are whole numbers below 2^24, so exact in 32 bits."""
        return _stack([self.whole(name) for name in self.models])

    @cached_property
    def _table(self) -> Any:
        """The same for the kernel."""
        models = [self.whole(name) for name in self.models]
        columns = tuple(model.words.weights + model.chars.weights for model in models)
        figures = array("d", [figure for model in models for figure in model.figures])
        made = _KERNEL.Table(columns, figures, CLASSES, LIMIT, OPENING)
        self.models = {model.name: model.weighing(b"", b"") for model in models}
        return made

    def make_ready(self) -> None:
        """Give the kernel its table, where there is a kernel, and keep the weights there alone."""
        if self._is_native:
            assert self._table

    @property
    def _is_native(self) -> bool:
        return _KERNEL is not None and 0 < len(self.models) <= _MOST

    def judge(self, cased: str, bare: str) -> Sequence[float]:
        """0 to 1 for each model, in their order; all 0 for a text without words. Arguments as of `features_of`."""
        if not self._is_native:
            return self.judge_plainly(cased, bare)
        scores: Sequence[float] = self._table.scores(cased, bare)
        return scores

    def judge_plainly(self, cased: str, bare: str) -> Sequence[float]:
        """The same without the kernel."""
        return tuple(self.scores(features_of(cased, bare)).values())

    def sums(self, features: Features) -> Sums:
        """One look-up for each feature, one sum for all models."""
        middle, size = features.middle, len(features.places)
        if not middle:
            return _NOTHING
        rows = self._weights.take(features.places, axis=0)
        words = _ones()[:middle] @ rows[:middle]
        chars = _ones()[: size - middle] @ rows[middle:]
        return Sums(words.tolist(), chars.tolist(), 1 / sqrt(middle), 1 / sqrt(max(1, size - middle)))

    def score(self, sums: Sums, name: str) -> float:
        """0 to 1 for one model; 0 for a text without words."""
        if not sums.words:
            return 0.0
        column = self._column[name]
        words, chars = sums.words[column] * sums.by_words, sums.chars[column] * sums.by_chars
        return _score(self.models[name], words, chars)

    def scores(self, features: Features) -> dict[str, float]:
        """0 to 1 for each model by its name; all 0 for a text without words."""
        sums = self.sums(features)
        return {name: self.score(sums, name) for name in self.models}


@lru_cache(maxsize=1)
def _ones() -> Any:
    """As many as a text has features at most."""
    return numpy.ones(4 * LIMIT, dtype=numpy.float32)


def _score(model: Model, words: float, chars: float) -> float:
    logit = (model.words.scale * words + model.words.bias + model.chars.scale * chars + model.chars.bias) / 2
    return sigmoid(model.slope * logit + model.offset)


def _stack(models: Sequence[Model]) -> Any:
    """A row for each place, a column for each model: the places of words, then those of characters."""
    if not models:
        return numpy.zeros((2 * SIZE, 0), numpy.float32)
    columns = [model.words.weights + model.chars.weights for model in models]
    return numpy.stack([numpy.frombuffer(column, dtype=numpy.int8) for column in columns], axis=1).astype(numpy.float32)


def rounded(number: float) -> float:
    """A score to four decimals."""
    found: float = round(number, 4) if _KERNEL is None else _KERNEL.rounded(number)
    return found


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    return 1 / (1 + exp(-x)) if x > -700 else 0.0


def read_models(data: bytes) -> list[Model]:
    """Models from the bytes that `write_models` made."""
    return msgspec.msgpack.decode(zlib.decompress(data), type=list[Model])


def write_models(models: Sequence[Model]) -> bytes:
    """Models as bytes, packed."""
    return zlib.compress(msgspec.msgpack.encode(models), 9)
