"""Train the network of the accurate tier (`tipstaff.signals.model.neural`) behind `text.hate_accurate` and its kin.

    python -m training.text_accurate [--check]

Needs the extras `accurate` and `evaluate`. Writes src/tipstaff/signals/data/text_accurate.bin; `--check` fails when the
same data and seed give other bytes. It learns from the rows of the fast models (`training/classdata.py`), all classes
at once; what a label does not speak of counts for nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from tipstaff.signals.model.neural import STRETCH, Network, embedded
from tipstaff.signals.shipped import DATA
from training.classdata import CLASSES, SEED, Labelled, fold_of_group, labelled
from training.shipping import ship

VERSION = "2"
MODEL = DATA / "text_accurate.bin"
# Chosen on our development sentences. Several fits from other beginnings are averaged: one network beside the other.
HIDDEN, FITS, EPOCHS, RATE, DECAY, BATCH, SCALE = 128, 3, 12, 2e-3, 1e-4, 200, 10.0
# Embedding is what training costs. Where rows of a source say much the same, each so many-th is read: one variant of
# a sentence of ours, half of what a frame becomes. Of the forum every attack is.
EVERY = {"forum": 7, "wikipedia": 2, "messages": 4, "own": 6, "frames en": 2, "frames fr": 2}


class Learned(NamedTuple):
    """Weights in float32, in the order of `Network`."""

    first: Any
    first_bias: Any
    second: Any
    second_bias: Any

    def outputs(self, rows: Any) -> Any:
        """One column a class."""
        return np.maximum(rows @ self.first + self.first_bias, 0) @ self.second + self.second_bias


class Table(NamedTuple):
    """Rows to learn from: inputs, labels (1 or 0), what each label counts for, and folds."""

    inputs: Any
    labels: Any
    counts: Any
    folds: Any

    def part(self, chosen: Any) -> Table:
        """Some of the rows."""
        return Table(self.inputs[chosen], self.labels[chosen], self.counts[chosen], self.folds[chosen])


def main(check: bool) -> int:
    """Train and write (or compare)."""
    known = part_of(labelled())
    made = msgspec.msgpack.encode(train(known, embedded_in_parts([one.text[:STRETCH] for one in known])))
    return ship(MODEL, made, check=check)


def part_of(known: Sequence[Labelled]) -> list[Labelled]:
    """The rows that are read."""
    met: Counter[str] = Counter()
    kept = []
    for one in known:
        every = stands_for(one)
        met[one.source] += every > 1
        kept += [one] if every == 1 or met[one.source] % every == 0 else []
    return kept


def stands_for(one: Labelled) -> int:
    """How many rows a row that is read stands for, so that attacks are no more likely than they were among all."""
    return 1 if one.source == "forum" and one.classes else EVERY.get(one.source, 1)


def embedded_in_parts(texts: Sequence[str]) -> Any:
    """The embeddings of many texts."""
    return np.concatenate([embedded(texts[at : at + 64]) for at in range(0, len(texts), 64)])


def train(known: Sequence[Labelled], rows: Any) -> Network:
    """Fit on everything; calibrate on the outputs that rows get from fits without their fold."""
    centre = rows.mean(axis=0).astype(np.float16)
    table = table_of(known, (rows - centre.astype(np.float32)) * SCALE)
    apart = np.zeros_like(table.labels)
    for fold in range(5):
        here = table.folds == fold
        apart[here] = fit_together(table.part(~here)).outputs(table.inputs[here])
    learned = fit_together(table)
    # The emoji collection holds each sentence beside its near-copy of the other label: not what texts are like.
    usual = np.array([0 if one.source == "emoji" else stands_for(one) for one in known])
    calibrated = [
        _platt(apart[:, at], table.labels[:, at], np.where(table.counts[:, at] > 0, usual, 0))
        for at in range(len(CLASSES))
    ]
    half = [weights.astype(np.float16).tobytes() for weights in (learned.first * SCALE, *learned[1:])]
    return Network(
        VERSION,
        CLASSES,
        HIDDEN * FITS,
        centre.tobytes(),
        *half,
        slopes=tuple(slope for slope, _ in calibrated),
        offsets=tuple(offset for _, offset in calibrated),
    )


def _platt(outputs: Any, labels: Any, stands: Any) -> tuple[float, float]:
    """The slope and offset that turn outputs into probabilities, where each row stands for so many."""
    chosen = stands > 0
    learner = LogisticRegression(C=100.0)
    learner.fit(outputs[chosen].reshape(-1, 1), labels[chosen] > 0, sample_weight=stands[chosen])
    return float(learner.coef_[0, 0]), float(learner.intercept_[0])


def table_of(known: Sequence[Labelled], inputs: Any) -> Table:
    """Labels, and which of them are known."""
    labels = np.array([[of in one.classes for of in CLASSES] for one in known], dtype=np.float32)
    counts = np.array([[of in one.known for of in CLASSES] for one in known], dtype=np.float32)
    return Table(inputs.astype(np.float32), labels, counts, np.array([fold_of_group(one.group) for one in known]))


def fit_together(table: Table) -> Learned:
    """Several fits as one network whose outputs are their mean."""
    fits = [fit(table, SEED + number) for number in range(FITS)]
    return Learned(
        np.concatenate([one.first for one in fits], axis=1),
        np.concatenate([one.first_bias for one in fits]),
        np.concatenate([one.second for one in fits]) / FITS,
        np.mean([one.second_bias for one in fits], axis=0),
    )


def fit(table: Table, seed: int = SEED) -> Learned:
    """Adam on the logistic loss of all classes, over shuffled batches."""
    rng = np.random.default_rng(seed)
    width = table.inputs.shape[1]
    weights = [
        rng.normal(0, np.sqrt(2 / width), (width, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        rng.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, len(CLASSES))).astype(np.float32),
        np.zeros(len(CLASSES), np.float32),
    ]
    moments = [(np.zeros_like(w), np.zeros_like(w)) for w in weights]
    step = 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(table.inputs))
        for at in range(0, len(order), BATCH):
            step += 1
            _descend(weights, _gradients(weights, table.part(order[at : at + BATCH])), moments, step)
    return Learned(*weights)


def _gradients(weights: list[Any], batch: Table) -> list[Any]:
    before = batch.inputs @ weights[0] + weights[1]
    hidden = np.maximum(before, 0)
    outputs = hidden @ weights[2] + weights[3]
    error = (1 / (1 + np.exp(-np.clip(outputs, -30, 30))) - batch.labels) * batch.counts / len(batch.inputs)
    back = (error @ weights[2].T) * (before > 0)
    return [
        batch.inputs.T @ back + DECAY * weights[0],
        back.sum(axis=0),
        hidden.T @ error + DECAY * weights[2],
        error.sum(axis=0),
    ]


def _descend(weights: list[Any], gradients: list[Any], moments: list[tuple[Any, Any]], step: int) -> None:
    for at, gradient in enumerate(gradients):
        mean, square = moments[at]
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        moments[at] = (mean, square)
        weights[at] -= (RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)).astype(
            np.float32
        )


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
