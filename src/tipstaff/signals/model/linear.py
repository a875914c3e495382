"""Logistic regression over hashed n-grams, with weights of one byte."""

from __future__ import annotations

from array import array
from math import exp, sqrt

import msgspec
from msgspec import Struct

from tipstaff.signals.model.ngrams import features


class Head(Struct, frozen=True):
    """One trained model: signed bytes, `scale` of one step, `bias`. The number of weights is a power of two.

    The score is sigmoid(scale * sum of weights / sqrt(number of features) + bias).
    """

    name: str
    version: str
    scale: float
    bias: float
    weights: bytes


class Linear:
    """A head that is ready to score."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self._weights = array("b", head.weights)
        self._mask = len(head.weights) - 1

    def score(self, raw: str, folded: str) -> float:
        """0 to 1 for a text as written and folded; 0 for one without words."""
        found = features(raw, folded, self._mask)
        if not found:
            return 0.0
        weights = self._weights
        total = sum([weights[feature] for feature in found])
        return sigmoid(self.head.scale * total / sqrt(len(found)) + self.head.bias)


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    return 1 / (1 + exp(-x)) if x > -700 else 0.0


def read_heads(data: bytes) -> dict[str, Linear]:
    """Heads by name, from the bytes that `write_heads` made."""
    return {head.name: Linear(head) for head in msgspec.msgpack.decode(data, type=list[Head])}


def write_heads(heads: list[Head]) -> bytes:
    """Heads as bytes."""
    return msgspec.msgpack.encode(heads)
