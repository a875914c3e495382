"""Train the models behind `mail.spam`.

    python -m training.mail_spam [--check]

Reads the training half of the SpamAssassin corpus from TIPSTAFF_SHARED_DATA and writes
src/tipstaff/signals/data/mail_spam.bin; the same data and seed give the same bytes; `--check` fails when they would
differ. After `training.text_spam`, whose model of mail it weighs together with what mails look like.

Two models: `whole` for mails with their header, `body` for what comes without. Of the words it learns from answers that
the text model gives without the row's fold, and chooses the band on answers without the fold as well.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Iterator, Set
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tipstaff.signals.mailparse.headers import Headers
from tipstaff.signals.mailparse.looks import looks_of
from tipstaff.signals.mailparse.message import read_message
from tipstaff.signals.model.bank import bank
from tipstaff.signals.model.features import SIZE
from tipstaff.signals.model.linear import Layer, sigmoid
from tipstaff.signals.model.stacked import Stacked, places_of, text_logit, write_stacked
from tipstaff.signals.shipped import DATA
from training.fitting import Recipe, band_of, fit_layer, out_of_fold
from training.shipping import ship
from training.spamdata import SHARED, mails
from training.text_spam import MAIL_RECIPE, mail_rows

VERSION = "2"
MODEL = DATA / "mail_spam.bin"
# Chosen on the folds of the training half.
RECIPE = Recipe(c=300.0, seed=20261122, flagged=0.0035)


class Mail(NamedTuple):
    """A mail of the training half: its fold, label, what the words say without its fold, and its tokens."""

    fold: int
    spam: bool
    words: float
    whole: Set[str]
    body: Set[str]


def main(check: bool) -> int:
    """Train and write (or compare)."""
    known = read()
    made = write_stacked([train(known, name) for name in ("whole", "body")])
    return ship(MODEL, made, check=check)


def read() -> list[Mail]:
    """The training half."""
    examples = mails()[0]
    text = bank("text_spam").models["mail"]
    logits = out_of_fold(mail_rows(), MAIL_RECIPE)  # mails come first, composed ones after them
    raws = dict(_raws({example.source for example in examples}))
    known = []
    for example, logit in zip(examples, logits, strict=False):
        words = text_logit(sigmoid(text.slope * float(logit) + text.offset))
        known.append(Mail(example.fold, example.spam, words, *_looks(raws[example.source])))
    return known


def _looks(raw: bytes) -> tuple[Set[str], Set[str]]:
    """The tokens of a mail with its header, and of its body alone."""
    data = read_message(raw).as_email("service")
    body = (data["subject"], data.get("text", ""), data.get("html", ""))
    return looks_of(Headers.of(data["headers"]), *body), looks_of(Headers(()), *body)


def _raws(wanted: set[str]) -> Iterator[tuple[str, bytes]]:
    with lzma.open(SHARED / "email_spamassassin" / "data.jsonl.xz", "rt") as lines:
        for line in lines:
            row = json.loads(line)
            name = f"{row['group']}/{row['id']}"
            if name in wanted:
                yield name, row["raw_latin1"].encode("latin-1", "replace")


def train(known: list[Mail], name: str) -> Stacked:
    """Fit on everything; weigh, and choose the band, on answers that rows get from fits without their fold."""
    table = _table([getattr(mail, name) for mail in known])
    labels, folds = np.array([mail.spam for mail in known]), np.array([mail.fold for mail in known])
    words, even = np.array([mail.words for mail in known]), np.ones(len(known))
    apart = np.zeros(len(known))
    for fold in range(5):
        here = folds == fold
        apart[here] = _answers(fit_layer(table[~here], labels[~here], even[~here], RECIPE), table[here])
    layer = fit_layer(table, labels, even, RECIPE)
    pair = np.stack([words, apart], axis=1)
    weighed = LogisticRegression(C=100.0).fit(pair, labels)
    of_text, of_looks = (float(part) for part in weighed.coef_[0])
    scores = 1 / (1 + np.exp(-weighed.decision_function(pair)))
    band = band_of(scores, labels, RECIPE)
    return Stacked(name, VERSION, layer, of_text, of_looks, float(weighed.intercept_[0]), band)


def _answers(layer: Layer, table: Any) -> Any:
    return table @ (np.frombuffer(layer.weights, np.int8) * layer.scale) + layer.bias


def _table(tokens: list[Set[str]]) -> Any:
    """Rows of presence, each of length one."""
    places = [places_of(some) for some in tokens]
    ends = np.cumsum([0, *map(len, places)])
    values = np.concatenate([np.full(len(some), 1 / np.sqrt(max(1, len(some)))) for some in places])
    return csr_matrix((values, np.concatenate(places), ends), shape=(len(places), SIZE))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
