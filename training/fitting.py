"""Fit, calibrate and pack a model (`tipstaff.signals.model.linear`) from labelled texts.

Needs scikit-learn (extra `evaluate`): liblinear's dual coordinate descent, deterministic for a seed. Same rows, same
seed: same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tipstaff.signals.model.features import SIZE, Features, features_of
from tipstaff.signals.model.linear import Layer, Model, sigmoid
from tipstaff.signals.text.wording import Wording

# The share of the features that each of several fits sees.
_SEEN = 0.5


class Row(NamedTuple):
    """A text to learn from. Near-copies must share `fold` (0 to 4), so that nothing is judged by its own copy."""

    text: str
    label: bool
    fold: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit.

    `c` is the inverse of regularisation. `contrast` above 0 lets a feature count by how differently it stands in the
    two classes: its log-count ratio to that power (Wang and Manning 2012, "Baselines and bigrams", without the sign).
    With `bags` above 0 the weights are the mean of that many fits, each of which sees half of the features, so that no
    few words carry a class alone. Neither costs anything when texts are scored.

    The band is chosen so that at most `flagged` of the honest lie above it and
    `caught` of the others not below it. `calibrated_on` says which rows count for calibration and band: real ones.
    """

    c: float = 200.0
    seed: int = 20261118
    contrast: float = 0.0
    bags: int = 0
    flagged: float = 0.002
    caught: float = 0.95
    calibrated_on: Callable[[Row], bool] = lambda _: True


@lru_cache(maxsize=30_000)
def seen(text: str) -> Features:
    """The features of a text, as the detectors see them."""
    wording = Wording(text)
    return features_of(wording.folded.cased, wording.bare)


def fit_model(name: str, version: str, rows: Sequence[Row], recipe: Recipe = Recipe()) -> Model:
    """Fit on all rows; calibrate, and choose the band, on the logits that rows get from fits without their fold."""
    tables = tables_of(rows)
    labels = np.array([row.label for row in rows])
    logits = out_of_fold(rows, recipe, tables)
    used = np.array([recipe.calibrated_on(row) for row in rows])
    slope, offset = platt(logits[used], labels[used])
    words, chars = (fit_layer(table, labels, weights_of(rows), recipe) for table in tables)
    scores = np.array([sigmoid(slope * z + offset) for z in logits[used]])
    return Model(name, version, words, chars, slope, offset, band_of(scores, labels[used], recipe))


def out_of_fold(rows: Sequence[Row], recipe: Recipe, tables: tuple[Any, Any] | None = None) -> Any:
    """For each row the mean logit of the layers of a fit that has not seen its fold."""
    tables = tables or tables_of(rows)
    labels, weights = np.array([row.label for row in rows]), weights_of(rows)
    folds = np.array([row.fold for row in rows])
    logits = np.zeros(len(rows))
    for apart in sorted(set(folds.tolist())):
        here = folds == apart
        for table in tables:
            layer = fit_layer(table[~here], labels[~here], weights[~here], recipe)
            logits[here] += table[here] @ (np.frombuffer(layer.weights, np.int8) * layer.scale) + layer.bias
    return logits / 2


def scorer(rows: Sequence[Row], recipe: Recipe = Recipe()) -> Callable[[Sequence[str]], list[float]]:
    """Fit once, and give what turns texts into uncalibrated logits: for judging in folds."""
    tables, labels, weights = tables_of(rows), np.array([row.label for row in rows]), weights_of(rows)
    layers = [fit_layer(table, labels, weights, recipe) for table in tables]

    def logits(texts: Sequence[str]) -> list[float]:
        total = np.zeros(len(texts))
        for layer, table in zip(layers, tables_of([Row(text, False, 0) for text in texts]), strict=True):
            total += table @ (np.frombuffer(layer.weights, np.int8) * layer.scale) + layer.bias
        return [float(logit) for logit in total / 2]

    return logits


def platt(given: Any, positive: Any) -> tuple[float, float]:
    """The slope and offset that turn logits of texts not trained on into probabilities (Newton's method)."""
    logits, labels = np.asarray(given, float), np.asarray(positive, bool)
    slope, offset = 1.0, 0.0
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(slope * logits + offset, -30, 30)))
        error, weight = p - labels, p * (1 - p) + 1e-9
        gradient = np.array([(error * logits).sum(), error.sum()])
        curve = np.array(
            [[(weight * logits**2).sum(), (weight * logits).sum()], [(weight * logits).sum(), weight.sum()]]
        )
        step = np.linalg.solve(curve + 1e-6 * np.eye(2), gradient)
        slope, offset = slope - float(step[0]), offset - float(step[1])
    return slope, offset


def calmly(logits: Any, labels: Any) -> tuple[float, float]:
    """Like `platt`, for labels so rare that Newton's method runs away: with a weak prior that keeps the slope small."""
    learner = LogisticRegression(C=10.0, max_iter=1000, tol=1e-8)
    learner.fit(np.asarray(logits, float).reshape(-1, 1), np.asarray(labels, bool))
    return float(learner.coef_[0][0]), float(learner.intercept_[0])


def band_of(scores: Any, labels: Any, recipe: Recipe) -> tuple[float, float]:
    """Where 95 % of the positives lie above, and where hardly any honest text does."""
    honest, others = np.sort(scores[~labels]), np.sort(scores[labels])
    high = float(honest[max(0, int(np.ceil(len(honest) * (1 - recipe.flagged))) - 1)])
    low = float(others[int(len(others) * (1 - recipe.caught))])
    high = max(high, 0.5)
    return round(min(low, high), 4), round(high, 4)


def fit_layer(table: Any, labels: Any, weights: Any, recipe: Recipe) -> Layer:
    """One regression, its weights in signed bytes."""
    return packed(*learned(table, labels, weights, recipe))


def learned(table: Any, labels: Any, weights: Any, recipe: Recipe) -> tuple[Any, float]:
    """The weights of one regression and its bias, as they were fitted."""
    counts = _contrast(table, labels, weights) ** recipe.contrast if recipe.contrast else np.ones(table.shape[1])
    if not recipe.bags:
        return _regression(table, counts, (labels, weights), recipe)
    chance = np.random.default_rng(recipe.seed)
    # A feature that is seen counts more, so that rows keep their length in the mean.
    seen_by = [np.where(chance.random(len(counts)) < _SEEN, _SEEN**-0.5, 0.0) for _ in range(recipe.bags)]
    fits = [_regression(table, counts * some, (labels, weights), recipe) for some in seen_by]
    return sum(fit[0] for fit in fits) / len(fits), sum(fit[1] for fit in fits) / len(fits)


def _regression(table: Any, counts: Any, told: tuple[Any, Any], recipe: Recipe) -> tuple[Any, float]:
    """One fit to labels and weights, each feature counting as much as told; weights are those of plain features."""
    scaled = table.copy()
    scaled.data = scaled.data * counts[scaled.indices]
    scaled.eliminate_zeros()
    learner = LogisticRegression(
        C=recipe.c, solver="liblinear", dual=True, max_iter=1000, tol=1e-3, random_state=recipe.seed
    )
    learner.fit(scaled, told[0], sample_weight=told[1])
    return learner.coef_[0] * counts, float(learner.intercept_[0])


def _contrast(table: Any, labels: Any, weights: Any) -> Any:
    """How differently each feature stands in the two classes: the absolute logarithm of the ratio of its shares."""
    present = table.astype(bool).astype(float)
    ours, others = (1 + present[some].T @ weights[some] for some in (labels, ~labels))
    return np.abs(np.log(ours / ours.sum()) - np.log(others / others.sum()))


def packed(learned: Any, bias: float, steps: int = 127) -> Layer:
    """Weights in signed bytes, up to `steps` each way; the few largest are cut."""
    largest = float(np.sort(np.abs(learned))[-max(1, len(learned) // 2000)])
    weights = np.clip(np.rint(learned / largest * steps), -steps, steps).astype(np.int8)
    return Layer(weights.tobytes(), largest / steps, bias)


def tables_of(rows: Sequence[Row]) -> tuple[Any, Any]:
    """What the two layers learn from: words, and runs of characters; a row for each text."""
    features = [seen(row.text) for row in rows]
    return _table([f.words for f in features]), _table([f.chars for f in features])


def _table(places: Sequence[Any]) -> Any:
    """Rows of presence, each of length one."""
    ends = np.cumsum([0, *map(len, places)])
    values = np.concatenate([np.full(len(p), 1 / np.sqrt(max(1, len(p)))) for p in places])
    return csr_matrix((values, np.concatenate(places), ends), shape=(len(places), SIZE))


def weights_of(rows: Sequence[Row]) -> Any:
    """What each row counts."""
    return np.array([row.weight for row in rows])
