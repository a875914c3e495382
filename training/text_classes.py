"""Train the fast models behind `text.hate`, `text.harassment`, `text.threat` and `text.selfharm`.

    python -m training.text_classes [--check]

Writes src/tipstaff/signals/data/text_classes.bin; the same data and seed give the same bytes; `--check` fails when they
would differ. What they learn from: `training/classdata.py`. Figures: `make evaluate`.
"""

from __future__ import annotations

import sys

from tipstaff.signals.model.linear import write_models
from tipstaff.signals.shipped import DATA
from training.classdata import CLASSES, SEED, labelled, rows
from training.fitting import Recipe, fit_model
from training.shipping import ship

VERSION = "2"
# Chosen on the folds of the training rows and on our development sentences.
RECIPE = Recipe(c=20.0, seed=SEED, flagged=0.01, caught=0.97)
MODEL = DATA / "text_classes.bin"


def main(check: bool) -> int:
    """Train and write (or compare)."""
    known = labelled()
    made = write_models([fit_model(of, VERSION, rows(of, known), RECIPE) for of in CLASSES])
    return ship(MODEL, made, check=check)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
