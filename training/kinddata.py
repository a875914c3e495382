"""What the models of prohibited kinds learn from.

| collection | as | licence |
|---|---|---|
| our own sentences, English and French (`training/sentences/kinds_*.tsv`) | a kind each, or honest (`-`) | ours |
| our own honest small advertisements and pages of shops (`training/sentences/ads_*.txt`) | honest | ours |
| our own honest messages, notices and mails (`training/sentences/*_ham.txt`), two variants each | honest | ours |
| our own short friendly notices (`training/sentences/notices_??.txt`), half of them | honest | ours |
| SMS Spam Collection: honest ones but the fold that tests `text.spam`, some in French | honest | CC BY 4.0 |
| mail of the SpamAssassin corpus, honest, the half that is learned from | honest | see its source |
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from training.classdata import fold_of_group
from training.fitting import Row
from training.frames import FOLDER
from training.spamdata import mails, own_sentences, sms_french_own, sms_uci

SEED = 20261122
HONEST, LANGUAGES = "-", ("en", "fr")
NOTICES = "notices"
# Beside few sentences of each kind the collections need not be whole.
_MESSAGES, _MAILS, _OWN = 2_500, 600, 3_000
# What an honest sentence counts that was written to look like a kind.
ALIKE = 3.0


class Told(NamedTuple):
    """A text, the kind it belongs to (`-`: honest), and where it is from."""

    text: str
    kind: str
    source: str

    @property
    def alike(self) -> bool:
        """Whether it is one of the sentences beside this file, the honest ones of which look like a kind."""
        return self.source in LANGUAGES


def told() -> list[Told]:
    """Everything that is learned from; each text once."""
    learned = (one for one in notices() if not is_apart(one.text))
    return list({one.text: one for one in (*_collections(), *learned, *sentences())}.values())


def notices() -> Iterator[Told]:
    """Short friendly notices: ready, to be picked up, moved, delivered; school, club, church, doctor, friends."""
    for language in LANGUAGES:
        for text in (FOLDER / f"notices_{language}.txt").read_text(encoding="utf-8").splitlines():
            yield Told(text, HONEST, NOTICES)


def is_apart(text: str) -> bool:
    """Whether a notice is of the half that nothing learns from."""
    return int(sha256(text.encode()).hexdigest()[:8], 16) % 2 == 0


def sentences() -> Iterator[Told]:
    """Our own sentences of kinds, their honest neighbours and honest advertisements; the source is the language."""
    for language in LANGUAGES:
        for line in (FOLDER / f"kinds_{language}.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, text = line.split("\t")
                yield Told(text, kind, language)
        for text in (FOLDER / f"ads_{language}.txt").read_text(encoding="utf-8").splitlines():
            yield Told(text, HONEST, language)


def kinds(known: list[Told]) -> list[str]:
    """The kinds that have sentences, sorted."""
    return sorted({one.kind for one in known} - {HONEST})


def rows(of: str, known: list[Told]) -> list[Row]:
    """Rows that tell one kind from the others; the honest are among them, and not to be learned from."""
    return [Row(one.text, one.kind == of, fold_of_group(one.text)) for one in known]


def rows_of_all(known: list[Told]) -> list[Row]:
    """Rows that tell all kinds together from what is honest."""
    return [Row(one.text, one.kind != HONEST, fold_of_group(one.text), _weight(one)) for one in known]


def _weight(one: Told) -> float:
    return ALIKE if one.kind == HONEST and (one.alike or one.source == NOTICES) else 1.0


def _collections() -> Iterator[Told]:
    rng = random.Random(SEED)
    messages = [e.text for e in (*sms_uci(), *sms_french_own()) if not e.spam and e.fold != 0]
    letters = [e.text for e in mails()[0] if not e.spam]
    own = [e.text for e in own_sentences(SEED) if not e.spam]
    for source, texts, most in (("messages", messages, _MESSAGES), ("mails", letters, _MAILS), ("own", own, _OWN)):
        for text in rng.sample(texts, min(most, len(texts))):
            yield Told(text, HONEST, source)
