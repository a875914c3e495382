"""Published collections of real messages, read from a folder where they lie; none of them ships with Tipstaff.

Only rows count that no detector was trained on: a fifth of the SMS collections (near-copies share a side), the half of
the mail collection that its split file keeps apart, and collections that are for tests alone.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final, Literal

from msgspec import Struct

FOLDS: Final = 5
APART: Final = 0
"""The fold that training leaves alone."""

SPAM_SHARE: Final = 4
"""One spam message is played for so many honest ones."""

_ALIKE: Final = 120


class RealMessage(Struct, frozen=True):
    """One message with what people labelled it. `kind` mail: `text` is a raw RFC 5322 message, a character per byte."""

    collection: str
    row: str
    text: str
    spam: bool
    kind: Literal["sms", "mail"] = "sms"


COLLECTIONS: Final[Mapping[str, Literal["sms", "mail"]]] = {
    "sms_uci": "sms",
    "sms_uci_mt_fr": "sms",
    "sms_exais": "sms",
    "email_spamassassin": "mail",
}
"""Folder to what lies in it: UCI SMS, the same in French by machine, ExAIS SMS (Nigeria), the SpamAssassin corpus."""


def present(folder: Path) -> list[str]:
    """Which of the collections lie here, in their order."""
    return [name for name in COLLECTIONS if (folder / name).is_dir()]


def read_collection(folder: Path, name: str) -> Iterator[RealMessage]:
    """The rows of a collection that nothing was trained on, in the order of the file.

    Raises:
        OSError: it is not there.
    """
    if COLLECTIONS[name] == "mail":
        yield from _mails(folder / name, name)
    else:
        yield from _texts(folder / name, name)


def some_of(folder: Path, random: Random, most: int) -> list[RealMessage]:
    """At most so many honest messages of each collection that is here, a quarter as much spam, in random order."""
    found: list[RealMessage] = []
    for name in present(folder):
        honest, spam = _by_label(read_collection(folder, name))
        random.shuffle(honest)
        random.shuffle(spam)
        found += honest[:most] + spam[: most // SPAM_SHARE]
    random.shuffle(found)
    return found


def letters(text: str) -> str:
    """What near-copies have in common: their first 120 letters."""
    return re.sub(r"[^a-z]", "", text.lower())[:_ALIKE] or text


def fold(key: str) -> int:
    """On which side of the split a text with these letters is, 0 to 4."""
    return int(sha256(key.encode()).hexdigest(), 16) % FOLDS


def _by_label(messages: Iterator[RealMessage]) -> tuple[list[RealMessage], list[RealMessage]]:
    honest: list[RealMessage] = []
    spam: list[RealMessage] = []
    for one in messages:
        (spam if one.spam else honest).append(one)
    return honest, spam


def _texts(folder: Path, name: str) -> Iterator[RealMessage]:
    """Near-copies count once. The French translation follows its English original to the same side."""
    seen: set[str] = set()
    with gzip.open(folder / "data.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            key = letters(row.get("text_en") or row["text"])
            apart = name == "sms_exais" or fold(key) == APART
            if apart and key not in seen:
                seen.add(key)
                yield RealMessage(name, str(number), row["text"], row["label"] == "1")


def _mails(folder: Path, name: str) -> Iterator[RealMessage]:
    apart = set(json.loads((folder / "split_half_seed5.json").read_text(encoding="utf-8"))["test"])
    with lzma.open(folder / "data.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if f"{row['group']}/{row['id']}" in apart:
                yield RealMessage(name, str(row["id"]), row["raw_latin1"], bool(row["label"]), "mail")
