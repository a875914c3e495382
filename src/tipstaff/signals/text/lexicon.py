"""Words and phrases by kind, found in one walk over the words of a text.

A lexicon file maps kinds to weights to phrases, with commas between them. Comparison is without accents, case and
French elisions. A phrase has up to four words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import Word, words_of

yaml = Library("yaml")


class Hit(NamedTuple):
    """A phrase that was found: its kind and weight, and where it stands in the text that was searched."""

    kind: str
    weight: float
    phrase: str
    start: int
    end: int


class Lexicon:
    """Phrases of several kinds; read one with `lexicon`."""

    def __init__(self, entries: Mapping[str, Mapping[float, list[str]]]) -> None:
        self._phrases: dict[str, list[tuple[str, float]]] = {}
        self._longest: dict[str, int] = {}  # first word -> words of the longest phrase that begins with it
        for kind, weights in entries.items():
            for weight, phrases in weights.items():
                for phrase in phrases:
                    self._add(kind, float(weight), [word.bare for word in words_of(phrase)])

    def _add(self, kind: str, weight: float, words: list[str]) -> None:
        self._phrases.setdefault(" ".join(words), []).append((kind, weight))
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def hits(self, words: Sequence[Word]) -> Iterator[Hit]:
        """Every phrase of the lexicon in the text, overlapping ones too."""
        longest, phrases = self._longest, self._phrases
        for first, (word, start, _) in enumerate(words):
            for size in range(1, longest.get(word, 0) + 1):
                stretch = words[first : first + size]
                phrase = " ".join([part.bare for part in stretch])
                for kind, weight in phrases.get(phrase, ()) if len(stretch) == size else ():
                    yield Hit(kind, weight, phrase, start, stretch[-1].end)

    def weigh(self, words: Sequence[Word]) -> dict[str, float]:
        """Kind to the sum of weights of its different phrases."""
        different = {(hit.kind, hit.phrase): hit.weight for hit in self.hits(words)}
        total: dict[str, float] = {}
        for (kind, _), weight in different.items():
            total[kind] = total.get(kind, 0.0) + weight
        return total


@lru_cache(maxsize=16)
def lexicon(name: str) -> Lexicon:
    """The lexicon file of that name among the shipped data."""
    document: dict[str, dict[float, str]] = _load(name)
    return Lexicon({kind: {w: _split(line) for w, line in weights.items()} for kind, weights in document.items()})


def _load(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def _split(line: str) -> list[str]:
    return [phrase.strip() for phrase in line.split(",") if phrase.strip()]
