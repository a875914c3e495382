"""In which language is the text?

By script where that decides; by the small words that sentences can hardly do without where they are clear; else by the
naive Bayes model of py3langid (extra `language`) over the languages below, with a little faith in English and French
first and in small words. Figures: docs/evaluation.md.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from tipstaff.cel.types import STRING
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import Signal, View

langid = Library("py3langid.langid")

LANGUAGES: Final = (
    *("en", "fr", "es", "de", "it", "pt", "nl", "sv", "da", "no", "fi", "pl", "cs", "sk", "hu", "ro", "ru", "uk"),
    *("el", "tr", "ar", "fa", "he", "hi", "th", "vi", "id", "zh", "ja", "ko"),
)
# Languages that are not written in Latin letters: script decides, or nothing does.
_OWN_SCRIPT: Final = frozenset({"ru", "uk", "el", "ar", "fa", "he", "hi", "th", "zh", "ja", "ko"})
_FIRST: Final = frozenset({"en", "fr"})
# Nats. Chosen on French and English tweets (MLMA): higher values go on gaining there, and would cost other languages.
_FAITH, _FAITH_IN_WORDS = 4.0, 8.0
_CLEAR, _TIMES = 2.0, 3.0
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|@\w+|[\d#*_<>|]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
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
_PERSIAN = re.compile("[پچژگ]")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_LEAST_LETTERS = 3  # `ok` is said everywhere


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
    """ISO 639-1, or "" when the text has no words."""
    text = _NOISE.sub(" ", view.text.folded.text[:2_000]).replace("’", "'")
    words = _WORD.findall(text)
    for name, script in () if text.isascii() else _SCRIPTS:
        if len(script.findall(text)) * 3 > len(words):
            return _within(name, text)
    if sum(map(len, words)) < _LEAST_LETTERS:
        return ""
    votes = _votes(words)
    best = max(votes, key=lambda name: votes[name], default="")
    others = max((vote for name, vote in votes.items() if name != best), default=0.0)
    if best and votes[best] >= _CLEAR and votes[best] >= _TIMES * others:
        return best
    return _by_model(text, votes)


def _within(name: str, text: str) -> str:
    """A script's language; Cyrillic and Arabic are several."""
    if name == "ru":
        return "uk" if _UKRAINIAN.search(text) else "ru"
    return "fa" if name == "ar" and _PERSIAN.search(text) else name


def _votes(words: list[str]) -> dict[str, float]:
    """Language to its small words among these; a word of two languages counts half for each."""
    votes: dict[str, float] = {}
    known = _small_words()
    for word in words:
        for name in (languages := known.get(word, ())):
            votes[name] = votes.get(name, 0.0) + 1 / len(languages)
    return votes


def _by_model(text: str, votes: dict[str, float]) -> str:
    def belief(ranked: tuple[str, float]) -> float:
        name, logarithm = ranked
        return logarithm + _FAITH * (name in _FIRST) + _FAITH_IN_WORDS * votes.get(name, 0.0)

    best: str = max(_identifier().rank(text), key=belief)[0]
    return best


@lru_cache(maxsize=1)
def _identifier() -> Any:
    identifier = langid.LanguageIdentifier.from_model_file("data/model.npz.xz")
    identifier.set_languages([name for name in LANGUAGES if name not in _OWN_SCRIPT])
    return identifier


SIGNALS = (
    Signal(
        name="text.language",
        type=STRING,
        cost=26,
        version="2",
        languages=LANGUAGES,
        about="ISO 639-1 of the text; empty when it has no words.",
        compute=language,
    ),
)
