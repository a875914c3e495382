"""Words of several topics found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import bare

re2 = Library("re2")
yaml = Library("yaml")


class Hit(NamedTuple):
    """A word that was found, its topic and its place."""

    topic: str
    word: str
    start: int
    end: int

    def moved(self, by: int) -> Hit:
        """The same at another place."""
        return self._replace(start=self.start + by, end=self.end + by)


class Topics:
    """Words by topic, as `bare` writes them; longer ones win over those they begin with."""

    def __init__(self, given: Mapping[str, list[str]]) -> None:
        self.topics = {bare(word): topic for topic, words in given.items() for word in words}
        options = re2.Options()
        options.max_mem = 64 << 20
        options.longest_match = True
        self._all = re2.compile(rf"\b(?:{self.alternatives})\b", options)

    @property
    def alternatives(self) -> str:
        """All words as an expression."""
        return "|".join(sorted(map(re.escape, self.topics), key=len, reverse=True))

    def hits(self, lower: str) -> Iterator[Hit]:
        """Every word in a text in its `bare` form, in order."""
        for match in self._all.finditer(lower):
            yield Hit(self.topics[match[0]], match[0], match.start(), match.end())

    def any(self, lower: str) -> bool:
        """Whether there is any."""
        return self._all.search(lower) is not None


def load(name: str) -> dict[str, dict[str, Any]]:
    """A table of words about persons that ships with the project."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "personal" / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded
