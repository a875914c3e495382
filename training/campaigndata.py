"""What the models of campaign kinds learn from.

- our own messages, English and French (`training/sentences/campaigns_??.tsv`, `campaigns_??_more.tsv`), alone and a few
  of a kind together: their kinds, or none; ours;
- our own sentences of three prohibited kinds that are such campaigns too (`training/sentences/kinds_??.tsv`); ours;
- spam mails of the SpamAssassin corpus that we labelled by reading (`campaign_mails.tsv`,
  `evaluate/campaign_labels.tsv`), texts not shipped;
- campaign_kinds_labelled (mails of the same corpus, messages of the SMS collection): labels free, texts not shipped;
- honest mail of the same corpus (the half that is learned from), honest messages, our own honest messages and
  neighbours: none of the kinds; licences as in `kinddata`.

The beginning of a long mail is learned from once more by itself: what it is about is mostly said there, and the rest is
what all such mails say.

The mails of `evaluate/campaign_labels_second.tsv` are for tests: neither they nor mails that share half of their runs
of four words with one of them are learned from.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tipstaff.signals.detectors.classes.campaigns import KINDS
from training.frames import FOLDER
from training.kinddata import HONEST, sentences
from training.spamdata import HERE, csv_rows, mails, own_sentences, sms_uci

SEED = 20261122
LABELLED = (FOLDER / "campaign_mails.tsv", HERE.parent / "evaluate" / "campaign_labels.tsv")
TESTED = HERE.parent / "evaluate" / "campaign_labels_second.tsv"
# The kinds of campaign_kinds_labelled in our words; its other kinds are none of the eleven.
FOREIGN = {
    "pharma_supplements": "pharmaceuticals",
    "mlm_workathome": "multilevel",
    "credit_repair_debt": "credit-repair",
    "lead_generation_quotes": "lead-generation",
    "gambling": "gambling",
    "penny_stocks": "penny-stocks",
    "loans": "payday-loans",
}
# The kinds of `kinddata` that are such campaigns.
ALSO = {"gambling": "gambling", "medicines": "pharmaceuticals", "pimping": "prostitution"}
_ALSO_WEIGHT = 0.5
_MAILS, _MESSAGES, _OWN = 700, 1_200, 1_500
# What an honest sentence counts that was written to look like a breach.
_ALIKE_WEIGHT = 2.0
# Of texts with more characters than the first, as many as the second once more, and what those count.
_LONG, _OPENING, _OPENING_WEIGHT = 900, 600, 0.3
_OPENED = ("mails", "together", "honest mail", "honest own")
# Mails put together of a kind, language and fold; sentences in each; what such a mail counts.
_TOGETHER, _FEW, _MANY, _TOGETHER_WEIGHT = 6, 2, 4, 0.3
# Words of a mail that are compared, runs of how many, and the share from which two mails are near-copies.
_COMPARED, _RUN, _ALIKE = 300, 4, 0.5


class Told(NamedTuple):
    """A text, its kinds (none: the empty set), its fold, what it counts, and where it is from."""

    text: str
    kinds: frozenset[str]
    fold: int
    weight: float
    source: str


def told() -> list[Told]:
    """Everything that is learned from; each text once."""
    everything = (*_real(), *_sentences(), *_also(), *_together(), *_honest())
    return list({one.text: one for one in everything}.values())


def openings(known: Sequence[Told]) -> list[Told]:
    """The beginnings of the long texts among them."""
    return [
        one._replace(text=one.text[:_OPENING], weight=one.weight * _OPENING_WEIGHT, source="opening")
        for one in known
        if len(one.text) > _LONG and one.source in _OPENED
    ]


def key_of(text: str) -> str:
    """What names a mail in lists of labels: of its first 120 letters, so that no text is shipped."""
    return sha256(re.sub(r"[^a-z]", "", text.lower())[:120].encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def spam_by_key() -> dict[str, str]:
    """Spam mails of both halves of the corpus by their keys."""
    return {key_of(mail.text): mail.text for half in mails() for mail in half if mail.spam}


def _real() -> Iterator[Told]:
    tested = [_runs(spam_by_key()[key]) for key, _ in labels(TESTED) if key in spam_by_key()]
    for text, kinds in (*_labelled(), *_foreign()):
        if not _near(_runs(text), tested):
            yield Told(text, kinds, _fold(text), 1.0, "mails")


def _labelled() -> Iterator[tuple[str, frozenset[str]]]:
    for path in LABELLED:
        for key, kinds in labels(path):
            if key in spam_by_key():
                yield spam_by_key()[key], kinds


def _foreign() -> Iterator[tuple[str, frozenset[str]]]:
    for row in csv_rows("campaign_kinds_labelled"):
        yield row["text"], frozenset({FOREIGN[row["kind"]]} if row["kind"] in FOREIGN else ())


def labels(path: Path) -> list[tuple[str, frozenset[str]]]:
    """Keys of mails and their kinds."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(key, frozenset(kinds.split(",")) - {"none"}) for key, kinds in rows]


def _sentences() -> Iterator[Told]:
    for language in ("en", "fr"):
        yield from _own(language)


def _own(language: str) -> Iterator[Told]:
    for name, source in ((f"campaigns_{language}", "own"), (f"campaigns_{language}_more", "more")):
        for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kinds, text = line.replace("\\n", "\n").split("\t")
                yield Told(text, frozenset(kinds.split(",")) - {HONEST}, _fold(text), 1.0, f"{source} {language}")


def _also() -> Iterator[Told]:
    for one in sentences():
        if one.kind in ALSO:
            kinds = frozenset({ALSO[one.kind]})
            yield Told(one.text, kinds, _fold(one.text), _ALSO_WEIGHT, f"kinds {one.source}")


def _together() -> Iterator[Told]:
    """A few of our own sentences of one kind in one mail."""
    rng = random.Random(SEED)
    for language in ("en", "fr"):
        for kind in KINDS:
            for fold in range(5):
                some = [one.text for one in _own(language) if one.kinds == {kind} and one.fold == fold]
                for _ in range(_TOGETHER if len(some) >= _FEW else 0):
                    text = "\n".join(rng.sample(some, min(len(some), rng.randint(_FEW, _MANY))))
                    yield Told(text, frozenset({kind}), fold, _TOGETHER_WEIGHT, "together")


def _honest() -> Iterator[Told]:
    rng = random.Random(SEED)
    letters = [mail.text for mail in mails()[0] if not mail.spam]
    messages = [message.text for message in sms_uci() if not message.spam and message.fold != 0]
    own = [one.text for one in own_sentences(SEED) if not one.spam]
    alike = [one.text for one in sentences() if one.kind == HONEST]
    for source, texts, most, weight in (
        ("mail", letters, _MAILS, 1.0),
        ("messages", messages, _MESSAGES, 1.0),
        ("own", own, _OWN, 1.0),
        ("alike", alike, len(alike), _ALIKE_WEIGHT),
    ):
        for text in rng.sample(texts, min(most, len(texts))):
            yield Told(text, frozenset(), _fold(text), weight, f"honest {source}")


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())[:_COMPARED]
    return frozenset(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


def _near(runs: frozenset[tuple[str, ...]], others: list[frozenset[tuple[str, ...]]]) -> bool:
    return any(runs and one and len(runs & one) >= _ALIKE * min(len(runs), len(one)) for one in others)


def _fold(text: str) -> int:
    """0 to 4; mails that begin alike share one."""
    return int(sha256(re.sub(r"[^a-z]", "", text.lower())[:60].encode()).hexdigest(), 16) % 5
