"""The collections behind `text.spam`, read into examples with their side of the split."""

from __future__ import annotations

import csv
import email
import email.policy
import gzip
import json
import lzma
import os
import random
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tipstaff.signals.text.visible import visible_text

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", HERE.parents[1] / "shared" / "data"))
_NAMED = 60  # letters that name an original
VARIANTS = 6  # of each of our own sentences
NOTICES = ("transactional_ham", "mail_ham", "mail_spam")  # how files of notices and mails end
_COMPOSED, _SENTENCES = 400, (2, 9)  # mails of a language and label put together, and sentences in each


class Example(NamedTuple):
    """A text, whether it is spam, the fold it belongs to (0 to 4; near-copies share one), and where it is from."""

    text: str
    spam: bool
    fold: int
    source: str


def sms_uci() -> list[Example]:
    """UCI SMS Spam Collection (Almeida and Hidalgo, CC BY 4.0), without near-copies (first 120 letters)."""
    seen: set[str] = set()
    examples = []
    for row in csv_rows("sms_uci"):
        letters = _letters(row["text"])
        if letters not in seen:
            seen.add(letters)
            examples.append(Example(row["text"], row["label"] == "1", _fold(letters), "sms_uci"))
    return examples


def sms_french() -> list[Example]:
    """The same messages machine-translated into French, row for row: for tests only. Folds follow the original's."""
    return [
        Example(row["text"], row["label"] == "1", _fold(_letters(row["text_en"])), "sms_uci_mt_fr")
        for row in csv_rows("sms_uci_mt_fr")
    ]


def sms_french_own() -> list[Example]:
    """Messages of the SMS collection in French by our own hand (`sentences/uci_fr.tsv`); folds follow the original's.

    A line holds the beginning of the original's letters, which names it, and the French text.
    """
    path = HERE / "sentences" / "uci_fr.tsv"
    if not path.exists():
        return []
    originals = {_letters(example.text)[:_NAMED]: example for example in sms_uci()}
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, text = line.partition("\t")
        original = originals[name]
        examples.append(Example(text, original.spam, original.fold, "uci_fr"))
    return examples


def sms_exais() -> list[Example]:
    """ExAIS SMS (Nigeria): for tests only."""
    seen: set[str] = set()
    examples = []
    for row in csv_rows("sms_exais"):
        letters = _letters(row["text"])
        if letters not in seen:
            seen.add(letters)
            examples.append(Example(row["text"], row["label"] == "1", 0, "sms_exais"))
    return examples


def mails() -> tuple[list[Example], list[Example]]:
    """SpamAssassin public corpus, as its fixed halves: (train, test)."""
    halves = json.loads((SHARED / "email_spamassassin" / "split_half_seed5.json").read_text())
    by_id = {example.source: example for example in _spamassassin()}
    train, test = ([by_id[name] for name in halves[half] if name in by_id] for half in ("train", "test"))
    return train, test


def own_sentences(seed: int) -> list[Example]:
    """Our own sentences, English and French, their slots filled; one fold for all variants of a sentence."""
    rng = random.Random(seed)
    slots = _slots()
    examples = []
    for path in sorted((HERE / "sentences").glob("??_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for _ in range(VARIANTS):
                text = re.sub(r"\{(\w+)\}", lambda slot: rng.choice(slots[slot[1]]), line)
                text = text.replace("\\n", "\n")  # a mail's subject has a line of its own
                examples.append(Example(text, path.stem.endswith("spam"), _fold(line), path.stem))
    return examples


def composed_mails(seed: int) -> list[Example]:
    """Our own sentences put together to longer mails, English and French, as many of lures as of honest notices."""
    rng = random.Random(seed)
    own = own_sentences(seed)
    made = []
    for language, spam in (("en", False), ("en", True), ("fr", False), ("fr", True)):
        told = [e.text for e in own if e.spam == spam and e.source.startswith(language) and (spam or _notice(e))]
        for number in range(_COMPOSED):
            text = "\n".join(rng.sample(told, rng.randint(*_SENTENCES)))
            made.append(Example(text, spam, number % 5, "composed"))
    return made


def notices() -> list[tuple[str, bool, str]]:
    """Text, whether it is spam, and language of our own development notices: for judging only, never learned from."""
    lines = (HERE / "sentences" / "notices_dev.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(text, label == "spam", language) for label, language, text in rows]


def _notice(example: Example) -> bool:
    return not example.spam and example.source.endswith(NOTICES)


def _spamassassin() -> Iterator[Example]:
    with lzma.open(SHARED / "email_spamassassin" / "data.jsonl.xz", "rt") as lines:
        for line in lines:
            row = json.loads(line)
            text = mail_text(row["raw_latin1"])
            name = f"{row['group']}/{row['id']}"
            yield Example(text, bool(row["label"]), _fold(_letters(text)), name)


def mail_text(raw: str) -> str:
    """Subject, text and visible HTML, as `text.spam` will see them."""
    message = email.message_from_bytes(raw.encode("latin-1"), policy=email.policy.compat32)
    parts = [str(message.get("Subject", ""))]
    for part in message.walk():
        if part.get_content_maintype() == "text" and not part.is_multipart():
            payload = part.get_payload(decode=True)
            words = payload.decode("latin-1") if isinstance(payload, bytes) else ""
            parts.append(visible_text(words) if part.get_content_subtype() == "html" else words)
    return "\n".join(parts)


def _slots() -> dict[str, list[str]]:
    lines = (HERE / "sentences" / "slots.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: choices.split("|") for name, choices in pairs}


def csv_rows(name: str) -> list[dict[str, str]]:
    """The rows of a collection that is one packed table."""
    with gzip.open(SHARED / name / "data.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())[:120] or text


def _fold(key: str) -> int:
    return int(sha256(key.encode()).hexdigest(), 16) % 5


def tweets(language: str, every: int = 1) -> list[Example]:
    """Tweets of MLMA (MIT), `en` or `fr`: rude, but no spam; how people write who sell nothing."""
    texts = [re.sub(r"@(?:user|url)\b", "", row["text"]).strip() for row in csv_rows(f"tox_mlma_{language}")[::every]]
    return [Example(text, False, _fold(_letters(text)), f"tweets_{language}") for text in texts if len(text) > 10]
