"""Train the models behind `text.campaigns`: which of the eleven kinds of bulk campaign a text is of.

    python -m training.text_campaigns [--check | --figures]

Writes src/tipstaff/signals/data/text_campaigns.bin; the same data and seed give the same bytes; `--check` fails when
they would differ. What they learn from: `training/campaigndata.py`. Figures: `make evaluate`; `--figures` prints what
the folds say (docs/models/text-campaigns.md).

A model for each kind, told apart from everything else. They know what a kind is talked about with; the lexicon
(`signals/data/classes/campaigns.yaml`) knows what names it. A kind is named where the lexicon names it and its model
does not contradict (its band's lower end), or where the model is sure by itself (the upper end). Both ends are those
that give the best F1 on rows that the fits have not seen, under a bound of honest texts above the upper one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from tipstaff.signals.detectors.classes.campaigns import KINDS, named_by, named_by_phrases
from tipstaff.signals.model.linear import Model, write_models
from tipstaff.signals.shipped import DATA
from training.campaigndata import SEED, Told, openings, told
from training.fitting import Recipe, Row, calmly, learned, packed, tables_of
from training.shipping import ship

VERSION = "2"
RECIPE = Recipe(c=20.0, seed=SEED, contrast=0.5)
# What a text of the kind counts beside the many that are not; in how many steps weights are kept.
POSITIVE, STEPS = 4.0, 31
# Of honest mails and messages as people send them, at most this share lies above a kind's upper end; of the texts that
# the lexicon names rightly, at most this share below the lower one.
HONEST, CONTRADICTED = 0.0003, 0.1
PLAIN = ("honest mail", "honest messages", "honest own")
# A model that finds a kind less likely than not names it beside the lexicon alone.
EVEN = 0.5
# Ends that are tried: quantiles of the scores.
_TRIED = 200
MODEL = DATA / "text_campaigns.bin"


def main(args: Sequence[str]) -> int:
    """Train and write, or compare, or say what the folds say."""
    known = told()
    phrases = [named_by_phrases(one.text) for one in known]
    judged = list(fit(known, phrases))
    if "--figures" in args:
        print("\n".join(figures(known, phrases, judged)))
        return 0
    made = write_models([model for model, _ in judged])
    return ship(MODEL, made, check="--check" in args)


def in_folds() -> dict[str, frozenset[str]]:
    """The kinds of every text that is learned from, as fits name them that have not seen its fold (ends of bands are
    those that ship: chosen on all folds together)."""
    known = told()
    phrases = [named_by_phrases(one.text) for one in known]
    judged = [(model, scores.tolist()) for model, scores in fit(known, phrases)]
    return {
        one.text: named_by(one.text, phrases[at], {model.name: (scores[at], model.band) for model, scores in judged})
        for at, one in enumerate(known)
        if one.source == "mails"
    }


def fit(known: Sequence[Told], phrases: Sequence[frozenset[str]]) -> Iterator[tuple[Model, Any]]:
    """A model for each kind, and the scores that texts get from fits without their fold."""
    learned_from, judged = [*known, *openings(known)], len(known)
    tables = tables_of([Row(one.text, False, one.fold) for one in learned_from])
    for kind in KINDS:
        labels = np.array([kind in one.kinds for one in learned_from])
        weights = np.array([one.weight for one in learned_from]) * np.where(labels, POSITIVE, 1.0)
        logits = _out_of_fold(tables, labels, weights, [one.fold for one in learned_from])[:judged]
        slope, offset = calmly(logits, labels[:judged])
        words, chars = (packed(*learned(table, labels, weights, RECIPE), steps=STEPS) for table in tables)
        scores = 1 / (1 + np.exp(-np.clip(slope * logits + offset, -30, 30)))
        model = Model(kind, VERSION, words, chars, slope, offset)
        yield replace(model, band=ends(kind, known, phrases, scores)), scores


def ends(kind: str, known: Sequence[Told], phrases: Sequence[frozenset[str]], scores: Any) -> tuple[float, float]:
    """From the lower end on the lexicon is believed; from the upper one on the model alone is."""
    right = np.array([kind in one.kinds for one in known])
    said = np.array([kind in found for found in phrases])
    counts = np.array([0.0 if one.source == "together" else 1.0 for one in known])
    honest = np.array([one.source in PLAIN for one in known])
    floor = max(EVEN, float(np.quantile(scores[honest], 1 - HONEST)))
    tried = np.unique(np.quantile(scores[right], np.linspace(0, 1, _TRIED)))
    high = max(
        (float(t) for t in tried if t > floor), key=lambda t: _f1((scores >= t) | said, right, counts), default=1.0
    )
    most = float(np.quantile(scores[right & said], CONTRADICTED)) if (right & said).any() else 0.0
    lows = (0.0, *(float(t) for t in tried if t <= most))
    low = max(lows, key=lambda t: _f1((scores >= high) | (said & (scores >= t)), right, counts))
    return round(min(low, high), 6), round(high, 6)


def figures(
    known: Sequence[Told], phrases: Sequence[frozenset[str]], judged: Sequence[tuple[Model, Any]]
) -> Iterator[str]:
    """For each kind and source the F1 of the lexicon, of the model at its upper end, and of both; then honest texts."""
    sources = sorted({one.source for one in known if not one.source.startswith("honest")} - {"together"})
    for source in sources:
        here = np.array([one.source == source for one in known])
        yield f"{source}: {here.sum()}"
        for model, scores in judged:
            right = np.array([model.name in one.kinds for one in known])[here]
            said = np.array([model.name in found for found in phrases])[here]
            alone = scores[here] >= model.band[1]
            both = alone | (said & (scores[here] >= model.band[0]))
            ones = np.ones(len(right))
            cells = [f"{_f1(guess, right, ones):.3f}" for guess in (said, alone, both)]
            yield f"| {model.name} | {right.sum()} | {' | '.join(cells)} | {model.band} |"
    for source in sorted({one.source for one in known if one.source.startswith("honest")}):
        places = [at for at, one in enumerate(known) if one.source == source]
        flagged = sum(any(scores[at] >= model.band[1] for model, scores in judged) for at in places)
        named = sum(bool(phrases[at]) for at in places)
        yield f"{source}: {len(places)}, named by a model alone: {flagged}; by the lexicon: {named}"


def _f1(guess: Any, right: Any, counts: Any) -> float:
    hit = float((counts * (guess & right)).sum())
    return 2 * hit / max(1e-9, float((counts * guess).sum() + (counts * right).sum()))


def _out_of_fold(tables: tuple[Any, Any], labels: Any, weights: Any, folds: Sequence[int]) -> Any:
    """For every row the mean logit of layers that have not seen its fold, weights packed as they ship."""
    apart, logits = np.array(folds), np.zeros(len(folds))
    for fold in range(5):
        here = apart == fold
        for table in tables:
            layer = packed(*learned(table[~here], labels[~here], weights[~here], RECIPE), steps=STEPS)
            logits[here] += table[here] @ (np.frombuffer(layer.weights, np.int8) * layer.scale) + layer.bias
    return logits / 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
