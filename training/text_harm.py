"""Train the models that find harm in wordings that no pattern knows: one for each class, with a gate of its own.

    python -m training.text_harm [--check | --figures]

Writes src/tipstaff/signals/data/text_harm.bin; the same data and seed give the same bytes; `--check` fails when they
would differ; `--figures` prints what the third kept apart says (docs/models/text-harm.md). What they learn from:
`training/harmdata.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from tipstaff.signals.model.bank import features
from tipstaff.signals.model.linear import Bank, Model, write_models
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.wording import Wording
from training.fitting import Recipe, Row, calmly, learned, packed, tables_of
from training.harmdata import CLASSES, SEED, Told, apart, told
from training.kinddata import HONEST, LANGUAGES
from training.shipping import ship

VERSION = "2"
RECIPE = Recipe(c=20.0, seed=SEED)
# What a text of a class counts beside the many that are not; in how many steps weights are kept.
POSITIVE, STEPS = 4.0, 63
# From the end of a band on, at most these shares of the honest lie in fits that have not seen them: of messages and
# mails as people send them, and of the sentences that were written to look alike.
PLAIN, ALIKE = 0.0005, 0.01
# Below this a model stays silent, however few honest texts lie there.
FLOORS = {"attack": 0.5, "fraud": 0.5, "selfharm": 0.7}
MODEL = DATA / "text_harm.bin"


def main(args: Sequence[str]) -> int:
    """Train and write, or compare, or say what the sentences kept apart say."""
    known = told()
    models = list(fit(known))
    if "--figures" in args:
        print("\n".join(figures(models)))
        return 0
    made = write_models(models)
    return ship(MODEL, made, check="--check" in args)


def fit(known: Sequence[Told]) -> Iterator[Model]:
    """A model for each class."""
    tables = tables_of([Row(one.text, False, one.fold) for one in known])
    folds = np.array([one.fold for one in known])
    for of in CLASSES:
        labels = np.array([one.of == of for one in known])
        used = np.array([one.of == of or of not in one.close for one in known])
        weights = np.array([one.weight for one in known]) * np.where(labels, POSITIVE, 1.0)
        logits = _out_of_fold(tables, labels, weights, used, folds)
        slope, offset = calmly(logits[used], labels[used])
        words, chars = _layers(tables, labels, weights, used)
        scores = 1 / (1 + np.exp(-np.clip(slope * logits + offset, -30, 30)))
        yield replace(Model(of, VERSION, words, chars, slope, offset), band=_band(known, labels, scores, FLOORS[of]))


def _band(known: Sequence[Told], labels: Any, scores: Any, floor: float) -> tuple[float, float]:
    honest = np.array([one.of == HONEST for one in known])
    alike = honest & np.array([one.weight > 1 for one in known])
    plain = honest & np.array([one.weight == 1 for one in known])
    high = max(floor, np.quantile(scores[plain], 1 - PLAIN), np.quantile(scores[alike], 1 - ALIKE))
    low = min(float(np.quantile(scores[labels], 0.1)), float(high))
    return round(low, 4), round(float(np.ceil(high * 100) / 100), 4)


def figures(models: Sequence[Model]) -> Iterator[str]:
    """For each class and language: sentences kept apart, how many lie above the band; then how many any model finds."""
    bank, found = Bank(models), []
    for one in apart():
        scores = bank.scores(features(Wording(one.text)))
        found.append((one, {model.name for model in models if scores[model.name] >= model.band[1]}))
    for model in models:
        named = [(one.of, one.source, model.name in said) for one, said in found]
        own = [[said for of, source, said in named if (of, source) == (model.name, spoken)] for spoken in LANGUAGES]
        honest = [said for of, _, said in named if of == HONEST]
        cells = [f"{sum(some)} of {len(some)}" for some in (*own, honest)]
        yield f"| {model.name} | {' | '.join(cells)} | {model.band} |"
    for of in (*CLASSES, HONEST):
        any_of_them = [bool(said) for one, said in found if one.of == of]
        yield f"any model, {of}: {sum(any_of_them)} of {len(any_of_them)}"


def _out_of_fold(tables: tuple[Any, Any], labels: Any, weights: Any, used: Any, folds: Any) -> Any:
    """For every row the mean logit of layers that have not seen its fold, weights packed as they ship."""
    logits = np.zeros(len(folds))
    for fold in range(5):
        here = folds == fold
        for table, layer in zip(tables, _layers(tables, labels, weights, used & ~here), strict=True):
            logits[here] += table[here] @ (np.frombuffer(layer.weights, np.int8) * layer.scale) + layer.bias
    return logits / 2


def _layers(tables: tuple[Any, Any], labels: Any, weights: Any, on: Any) -> list[Any]:
    return [packed(*learned(table[on], labels[on], weights[on], RECIPE), steps=STEPS) for table in tables]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
