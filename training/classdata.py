"""What the models of the text classes learn from, as rows of one class each.

| collection | classes | licence |
|---|---|---|
| HatemojiBuild, train part (Kirk et al. 2022) | hate, threat | CC BY 4.0 |
| sentences of a white supremacist forum (de Gibert et al. 2018) | hate | CC BY-SA 3.0 |
| Wikipedia talk comments, as they were written (Jigsaw) | harassment | CC0 labels, CC BY-SA 3.0 texts |
| honest short messages: UCI, and our own sentences | all, as honest | CC BY 4.0; ours |
| our own frames and sentences (`training/sentences`) | all | ours |

HateCheck, its French twin and the OpenAI moderation set are for tests: nothing here reads them.
"""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from training.fitting import Row
from training.frames import FOLDER, Made, sentences
from training.spamdata import SHARED, own_sentences, sms_french_own, sms_uci

SEED = 20261122
CLASSES = ("hate", "harassment", "threat", "selfharm")
# Honest rows of a collection that has far more of them than of the others.
_FORUM_HONEST, _HAM = 3_500, 2_500


class Labelled(NamedTuple):
    """A text, which classes it belongs to, which of `CLASSES` its label speaks of, and what shares a fold with it."""

    text: str
    classes: frozenset[str]
    known: frozenset[str]
    source: str
    group: str


def labelled() -> list[Labelled]:
    """Everything that is learned from."""
    return [*_emoji(), *_forum(), *_wikipedia(), *_honest(), *_frames("hate"), *_frames("abuse")]


def rows(of: str, known: list[Labelled]) -> list[Row]:
    """The rows of one class; those made from frames count half."""
    return [
        Row(one.text, of in one.classes, fold_of_group(one.group), 0.5 if one.source.startswith("frames") else 1.0)
        for one in known
        if of in one.known
    ]


def development(name: str) -> Iterator[tuple[str, frozenset[str], str, str]]:
    """Text, classes, language and kind of our own development sentences: `hate_dev_en`, `hate_dev_fr`, `abuse_dev`."""
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        first, second, text = line.split("\t")
        if name == "abuse_dev":
            yield text, frozenset(second.split(",")) - {"honest"}, first, second
        else:
            yield text, frozenset({first}) - {"honest"}, name[-2:], second


def _emoji() -> Iterator[Labelled]:
    for row in _csv("hatemoji_build"):
        if row["split"] == "train":
            hate = {"hate"} if row["label"] == "1" else set()
            threat = {"threat"} if row["type"] == "threateninglanguage" else set()
            yield Labelled(row["text"], frozenset(hate | threat), frozenset({"hate", "threat"}), "emoji", row["text"])


def _forum() -> Iterator[Labelled]:
    read = list(_csv("hate_stormfront"))
    honest = [row for row in read if row["label"] != "1"]
    kept = random.Random(SEED).sample(honest, _FORUM_HONEST)
    for row in [row for row in read if row["label"] == "1"] + kept:
        hate = frozenset({"hate"} if row["label"] == "1" else ())
        yield Labelled(row["text"], hate, frozenset({"hate"}), "forum", row["text"])


def _wikipedia() -> Iterator[Labelled]:
    seen: set[str] = set()
    for row in _csv("tox_wikipedia"):
        if row["rev_id"] not in seen:  # the second is the same comment with other identity terms
            seen.add(row["rev_id"])
            toxic = frozenset({"harassment"} if row["label"] == "1" else ())
            yield Labelled(row["text"], toxic, frozenset({"harassment"}), "wikipedia", row["rev_id"])


def _honest() -> Iterator[Labelled]:
    """Messages that are neither spam nor anything else; the fold that `text.spam` is tested on is left out."""
    everything = frozenset(CLASSES)
    ham = [example.text for example in sms_uci() if not example.spam and example.fold != 0]
    ham = random.Random(SEED).sample(ham, min(_HAM, len(ham)))
    ham += [example.text for example in sms_french_own() if not example.spam and example.fold != 0]
    for text in ham:
        yield Labelled(text, frozenset(), everything, "messages", text)
    for example in own_sentences(SEED):
        if not example.spam:
            yield Labelled(example.text, frozenset(), everything, "own", str(example.fold))


def _frames(name: str) -> Iterator[Labelled]:
    for made in sentences(name, SEED):
        yield Labelled(made.text, _classes(name, made), _told(name, made), f"frames {made.language}", made.frame)


def _classes(name: str, made: Made) -> frozenset[str]:
    if made.label == "honest":
        return frozenset()
    threat = {"threat"} if made.kind == "threat" else set()
    return frozenset({made.label if name == "abuse" else "hate"} | threat)


def _told(name: str, made: Made) -> frozenset[str]:
    """What the label of a frame says: an attack on a group says nothing of harassment, an insult is no hate."""
    if name == "abuse":
        told = {"hate", "threat", "selfharm", "harassment"}
        return frozenset(told - ({"harassment"} if made.label in ("threat", "selfharm") else set()))
    quiet = made.kind in ("positive", "neutral", "denied", "despair", "thing", "swear") and made.label == "honest"
    return frozenset({"hate", "threat", "selfharm"} | ({"harassment"} if quiet else set()))


def _csv(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(SHARED / name / "data.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def fold_of_group(group: str) -> int:
    """0 to 4, the same for rows of one group."""
    return int(sha256(group.encode()).hexdigest(), 16) % 5
