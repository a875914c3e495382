"""Train the models behind `text.kinds` and `text.kind`: is a text a prohibited offer or call, and of which kind?

    python -m training.text_kinds [--check | --figures]

Writes src/tipstaff/signals/data/text_kinds.bin; the same data and seed give the same bytes; `--check` fails when they
would differ; `--figures` prints what the folds say (docs/models/text-kinds.md). What they learn from:
`training/kinddata.py`.

Sentences of one kind are few; those of all kinds together are many and have much in common (no questions asked,
delivered discreetly, contact by messenger). So `any` tells all kinds from honest texts, and a model for each kind tells
it from the other kinds alone. On the folds, models of one kind against everything found half as much.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from tipstaff.signals.detectors.classes.kinds import ANY, SHARE
from tipstaff.signals.model.linear import Layer, Model, write_models
from tipstaff.signals.shipped import DATA
from training.fitting import Recipe, Row, learned, packed, platt, tables_of, weights_of
from training.kinddata import HONEST, SEED, Told, kinds, rows, rows_of_all, told
from training.shipping import ship

VERSION = "2"
RECIPE = Recipe(c=20.0, seed=SEED)
# From the end of the band on, at most these shares of the honest lie: of messages and mails as people send them, and of
# the sentences that were written to look like a kind.
PLAIN, ALIKE = 0.002, 0.05
# In how many steps weights are kept: which kind it is can be told by fewer, which pack into half the bytes.
FINE, COARSE = 127, 15
MODEL = DATA / "text_kinds.bin"


class Judged(NamedTuple):
    """A model, and the score that each text gets from fits without its fold."""

    model: Model
    scores: Any


def main(args: Sequence[str]) -> int:
    """Train and write, or compare, or say what the folds say."""
    known = told()
    judged = list(fit(known))
    if "--figures" in args:
        print("\n".join(figures(known, judged)))
        return 0
    made = write_models([one.model for one in judged])
    return ship(MODEL, made, check="--check" in args)


def fit(known: list[Told]) -> Iterator[Judged]:
    """The model of all kinds, then one for each."""
    tables, everything = tables_of(rows_of_all(known)), np.ones(len(known), bool)
    whole = _judged(ANY, rows_of_all(known), tables, everything, FINE)
    high = level(known, whole.scores)
    low = float(np.quantile(whole.scores[_breaches(known)], 0.05))
    yield _with_band(whole, (round(min(low, high), 4), high))
    for name in kinds(known):
        yield _judged(name, rows(name, known), tables, _breaches(known), COARSE)


def level(known: list[Told], scores: Any) -> float:
    """The score from which no more honest texts lie than may, rounded up to a hundredth."""
    honest, alike = ~_breaches(known), np.array([one.alike for one in known])
    plain, like = scores[honest & ~alike], scores[honest & alike]
    return float(np.ceil(max(np.quantile(plain, 1 - PLAIN), np.quantile(like, 1 - ALIKE)) * 100) / 100)


def figures(known: list[Told], judged: Sequence[Judged]) -> Iterator[str]:
    """Rows of a table: for each kind its sentences, how many reach the level, and how many as this kind; then what
    honest texts do."""
    found, high = judged[0].scores, judged[0].model.band[1]
    names = [one.model.name for one in judged[1:]]
    shares = np.stack([one.scores for one in judged[1:]], axis=1)
    named = shares >= SHARE * shares.max(axis=1, keepdims=True)
    kind, source = np.array([one.kind for one in known]), np.array([one.source for one in known])
    yield f"level {high}; kinds named for each breach {named[kind != HONEST].sum(axis=1).mean():.2f}"
    for name in [*names, "all"]:
        of = (kind == name) if name in names else kind != HONEST
        own = [named[row, names.index(kind[row])] and found[row] >= high for row in np.flatnonzero(of)]
        by_language = [found[of & (source == language)] >= high for language in ("en", "fr")]
        cells = [f"{np.mean(some):.2f}" for some in (found[of] >= high, *by_language, own)]
        yield f"| {name} | {of.sum()} | {' | '.join(cells)} |"
    for one in sorted(set(source.tolist())):
        honest = (kind == HONEST) & (source == one)
        yield f"honest, {one}: {honest.sum()}, of them above the level {(found[honest] >= high).sum()}"


def _breaches(known: list[Told]) -> Any:
    return np.array([one.kind != HONEST for one in known])


def _judged(name: str, told: list[Row], tables: tuple[Any, Any], among: Any, steps: int) -> Judged:
    """Fit on some of the rows; calibrate on logits of fits without a row's fold."""
    logits = _out_of_fold(told, tables, among, steps)
    labels = np.array([row.label for row in told])
    slope, offset = platt(logits[among], labels[among])
    words, chars = _layers(told, tables, among, steps)
    scores = 1 / (1 + np.exp(-np.clip(slope * logits + offset, -30, 30)))
    return Judged(Model(name, VERSION, words, chars, slope, offset), scores)


def _with_band(judged: Judged, band: tuple[float, float]) -> Judged:
    made = judged.model
    return Judged(Model(made.name, made.version, made.words, made.chars, made.slope, made.offset, band), judged.scores)


def _out_of_fold(told: list[Row], tables: tuple[Any, Any], among: Any, steps: int) -> Any:
    """For every row the mean logit of layers that have not seen its fold, weights packed as they ship."""
    folds, logits = np.array([row.fold for row in told]), np.zeros(len(told))
    for apart in sorted(set(folds.tolist())):
        here = folds == apart
        for table, layer in zip(tables, _layers(told, tables, among & ~here, steps), strict=True):
            logits[here] += table[here] @ (np.frombuffer(layer.weights, np.int8) * layer.scale) + layer.bias
    return logits / 2


def _layers(told: list[Row], tables: tuple[Any, Any], on: Any, steps: int) -> list[Layer]:
    labels, weights = np.array([row.label for row in told])[on], weights_of(told)[on]
    return [packed(*learned(table[on], labels, weights, RECIPE), steps=steps) for table in tables]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
