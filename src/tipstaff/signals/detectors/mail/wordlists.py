"""Words by which mail names its way out, its privacy policy and its address, in many languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

re2 = Library("re2")
yaml = Library("yaml")

_APOSTROPHES = str.maketrans("’ʼ`", "'''")
LONGEST = 60_000


class Words(NamedTuple):
    """Expressions over bare text and over addresses."""

    said: Any
    paths: Any


def bare(text: str) -> str:
    """Without accents, in lower case, one space between words: what the words are compared with."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
        text = unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
    return re.sub(r"\s+", " ", text.lower())


@lru_cache(maxsize=8)
def words(kind: str) -> Words:
    """The words of a kind: unsubscribe, privacy, address."""
    entries = yaml.safe_load((DATA / "mail" / "link_words.yaml").read_text(encoding="utf-8"))[kind]
    phrases = [bare(phrase) for language, said in entries.items() if language != "paths" for phrase in said]
    return Words(_any_of(phrases), _any_of(entries["paths"], whole=False))


def _any_of(phrases: Sequence[str], whole: bool = True) -> Any:
    """One expression for all; whole words where the writing has spaces between words."""
    spaced = [p for p in phrases if p.isascii() or re.match(r"[\u0370-\u058f]", p)]
    others = [p for p in phrases if p not in spaced]
    edge = r"(?:^|[^\p{L}\p{N}])" if whole else ""
    after = r"(?:$|[^\p{L}\p{N}])" if whole else ""
    parts = [f"{edge}(?:{'|'.join(map(re2.escape, spaced))}){after}"] if spaced else []
    return re2.compile("|".join([*parts, *map(re2.escape, others)]))
