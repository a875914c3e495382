"""Logistic regression by AdaGrad, in plain Python, and figures that say how good a fit is."""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from math import exp, sqrt
from typing import NamedTuple

from tipstaff.signals.model.ngrams import features
from tipstaff.signals.text.folding import fold

RATE, EPOCHS, CLEAR = 1.0, 10, 1e-3


class Weights(NamedTuple):
    """What was learned: a weight per feature and the bias."""

    weights: list[float]
    bias: float

    def logit(self, found: Sequence[int]) -> float:
        """The raw score of a text with these features."""
        return self.bias + sum([self.weights[f] for f in found]) / sqrt(len(found)) if found else -10.0


class Quality(NamedTuple):
    """Figures at one threshold, and the area under the ROC curve."""

    rows: int
    spam: int
    precision: float
    recall: float
    f1: float
    flagged: float
    auc: float


def seen(text: str, bits: int) -> list[int]:
    """The features of a text, sorted so that sums come out the same everywhere."""
    return sorted(features(text, fold(text).text, (1 << bits) - 1))


def fit(examples: Sequence[tuple[list[int], bool]], bits: int, seed: int) -> Weights:
    """Minimise the logistic loss; steps shrink per feature with what it has moved before."""
    weights, moved = [0.0] * (1 << bits), [1e-6] * (1 << bits)
    bias, bias_moved = 0.0, 1e-6
    rng = random.Random(seed)
    order = list(examples)
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for found, spam in order:
            if not found:
                continue
            scale = 1 / sqrt(len(found))
            error = _sigmoid(bias + scale * sum([weights[f] for f in found])) - spam
            if abs(error) < CLEAR:
                continue
            bias_moved += error * error
            bias -= RATE * error / sqrt(bias_moved)
            step = error * scale
            for f in found:
                moved[f] += step * step
                weights[f] -= RATE * step / sqrt(moved[f])
    return Weights(weights, bias)


def calibrate(logits: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Platt's slope and offset: what the logits of texts not trained on must be changed to, to be probabilities."""
    slope, offset = 1.0, 0.0
    for _ in range(200):
        g0 = g1 = h00 = h01 = h11 = 1e-9
        for z, spam in logits:
            p = _sigmoid(slope * z + offset)
            w = p * (1 - p)
            g0, g1 = g0 + (p - spam) * z, g1 + (p - spam)
            h00, h01, h11 = h00 + w * z * z, h01 + w * z, h11 + w
        det = h00 * h11 - h01 * h01 + 1e-12
        slope -= (h11 * g0 - h01 * g1) / det
        offset -= (h00 * g1 - h01 * g0) / det
    return slope, offset


def quantised(learned: Weights, slope: float, offset: float) -> tuple[bytes, float, float]:
    """Weights in signed bytes, the scale of one step, and the bias, calibration included."""
    largest = sorted(map(abs, learned.weights))[-max(1, len(learned.weights) // 2000)]
    steps = [max(-127, min(127, round(w / largest * 127))) for w in learned.weights]
    return array("b", steps).tobytes(), slope * largest / 127, slope * learned.bias + offset


def quality(scored: Sequence[tuple[float, bool]], threshold: float) -> Quality:
    """How good scores are; ties count half in the area."""
    spam = sum(1 for _, is_spam in scored if is_spam)
    ham = len(scored) - spam
    hits = sum(1 for score, is_spam in scored if is_spam and score >= threshold)
    false = sum(1 for score, is_spam in scored if not is_spam and score >= threshold)
    precision, recall = hits / max(1, hits + false), hits / max(1, spam)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return Quality(len(scored), spam, precision, recall, f1, false / max(1, ham), _area(scored, spam, ham))


def _area(scored: Sequence[tuple[float, bool]], spam: int, ham: int) -> float:
    ranked = sorted(scored)
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += sum(1 for _, is_spam in ranked[at:end] if is_spam) * (at + 1 + end) / 2
        at = end
    return (total - spam * (spam + 1) / 2) / max(1, spam * ham)


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, x))))
