"""In which language is the text? By script where that decides, else by the small words that every sentence needs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tipstaff.cel.types import STRING
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import Signal, View

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_LEAST = 1.5


@lru_cache(maxsize=1)
def _small_words() -> dict[str, list[str]]:
    """Small word to the languages that use it."""
    known: dict[str, list[str]] = {}
    for line in (DATA / "small_words.txt").read_text(encoding="utf-8").splitlines():
        name, *words = line.split()
        for word in words if len(name) == 2 else ():
            known.setdefault(word, []).append(name)
    return known


def language(view: View) -> str:
    """ISO 639-1, or "" when the text is too short or in a language that is not among these."""
    text = view.text.folded.text
    text = text[:2_000]
    words = _WORD.findall(text)
    for name, script in () if text.isascii() else _SCRIPTS:
        if len(script.findall(text)) * 3 > len(words):
            return "uk" if name == "ru" and _UKRAINIAN.search(text) else name
    return _by_small_words(words)


def _by_small_words(words: list[str]) -> str:
    scores: dict[str, float] = {}
    known = _small_words()
    for word in words:
        languages = known.get(word, ())
        for name in languages:
            scores[name] = scores.get(name, 0.0) + 1 / len(languages)
    if not scores:
        return ""
    best = max(scores, key=lambda name: scores[name])
    others = max((score for name, score in scores.items() if name != best), default=0.0)
    return best if scores[best] >= _LEAST and scores[best] > others else ""


SIGNALS = (
    Signal(
        name="text.language",
        type=STRING,
        cost=15,
        version="1",
        languages=("en", "fr", "es", "de", "it", "pt", "nl"),
        about="ISO 639-1 of the text; empty when it does not tell.",
        compute=language,
    ),
)
