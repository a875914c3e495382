"""What a mail looks like and how it reads, weighed together: one regression over hashed tokens (weights of one byte),
and a second one over two numbers, its answer and that of the text model.

    looks = scale * sum(weights) / sqrt(tokens) + bias
    score = sigmoid(of_text * logit(text) + of_looks * looks + offset)
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log, sqrt
from typing import Any, NamedTuple
from zlib import crc32

import msgspec
from msgspec import Struct

from tipstaff.native.kernels import kernel
from tipstaff.signals.model.features import SIZE
from tipstaff.signals.model.linear import Layer, sigmoid
from tipstaff.signals.shipped import DATA

_KERNEL = kernel("mail")
# A text model's answer is never taken for more certain than this.
_SUREST = 1e-7


class Stacked(Struct, frozen=True):
    """One model. `band` as in `tipstaff.signals.model.linear.Model`."""

    name: str
    version: str
    layer: Layer
    of_text: float
    of_looks: float
    offset: float
    band: tuple[float, float]


class Reason(NamedTuple):
    """A token and what it adds to the logit."""

    adds: float
    token: str


def stacked_score(model: Stacked, text: float, tokens: Iterable[str]) -> float:
    """0 to 1.

    Args:
        model: the model.
        text: score of the text model, 0 to 1.
        tokens: of `tipstaff.signals.mailparse.looks`.
    """
    looks = looks_logit(model.layer, tokens)
    return sigmoid(model.of_text * text_logit(text) + model.of_looks * looks + model.offset)


def reasons_of(model: Stacked, tokens: Iterable[str], most: int = 5) -> list[Reason]:
    """The tokens that speak most for what the model looks for, strongest first."""
    known = list(tokens)
    weights = memoryview(model.layer.weights).cast("b")
    step = model.of_looks * model.layer.scale / sqrt(max(1, len(places_of(known))))
    told = (Reason(step * weights[place], token) for token in known for place in places_of([token]))
    return sorted((one for one in told if one.adds > 0.1), key=lambda one: (-one.adds, one.token))[:most]


def looks_logit(layer: Layer, tokens: Iterable[str]) -> float:
    """What the tokens add up to."""
    weighed: Any = weighed_plainly if _KERNEL is None else _KERNEL.weighed
    places, added = weighed(tokens, layer.weights)
    return float(layer.scale * added / sqrt(max(1, places)) + layer.bias)


def weighed_plainly(tokens: Iterable[str], weights: bytes) -> tuple[int, int]:
    """At how many places of a table tokens are, and what stands there added up, without the kernel."""
    places = places_of(tokens)
    return len(places), sum(map(memoryview(weights).cast("b").__getitem__, places))


def text_logit(score: float) -> float:
    """A score as log-odds, no surer than one in ten million."""
    bounded = min(max(score, _SUREST), 1 - _SUREST)
    return log(bounded / (1 - bounded))


def places_of(tokens: Iterable[str]) -> list[int]:
    """Places of tokens in a table of 65,536, sorted, each once."""
    return sorted({crc32(token.encode()) & (SIZE - 1) for token in tokens})


@lru_cache(maxsize=4)
def stacked(file: str) -> Mapping[str, Stacked]:
    """The models of `signals/data/<file>.bin`, by name."""
    read = msgspec.msgpack.decode(zlib.decompress((DATA / f"{file}.bin").read_bytes()), type=list[Stacked])
    return {model.name: model for model in read}


def write_stacked(models: list[Stacked]) -> bytes:
    """Models as bytes, packed."""
    return zlib.compress(msgspec.msgpack.encode(models), 9)
