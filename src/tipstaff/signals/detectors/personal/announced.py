"""Numbers of documents that a word announces: passports, driving licences, voter, military and tax numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import bare

yaml = Library("yaml")

# What may stand between the announcing words and the number.
_BETWEEN = (
    r"(?:[\s:#=()\"'.,;-]{0,3}(?:numbers?|numero|nummer|num|nr|no|n°|nº|n|id|is|was|est|le|la|ist|es|card|carte|licence|license|uk|us|usa|"
    r"french|francais|american|british|german|canadian|expires|fiscal|personal|new|old|my|mon|its|the|:))"
)
_NUMBER = r"(?P<value>[a-z0-9](?:[ -]?[a-z0-9]){4,19})(?![a-z0-9])"
_DATE = re.compile(r"(?:19|20)\d{2}[ -]?[01]\d[ -]?[0-3]\d$|[0-3]\d[ -][01]\d[ -](?:19|20)\d{2}$")


class Announced:
    """All documents; read them with `announced`."""

    def __init__(self, entries: dict[str, dict[str, Any]]) -> None:
        self._needs = {kind: int(entry["needs"]) for kind, entry in entries.items()}
        self._kinds = {bare(word): kind for kind, entry in entries.items() for word in entry["said"]}
        words = "|".join(sorted(map(re.escape, self._kinds), key=len, reverse=True))
        self._words = re.compile(rf"(?<!\w)(?P<word>{words})(?!\w){_BETWEEN}{{0,4}}[\s:#=()\"'.,;-]{{0,3}}")
        self._number = re.compile(_NUMBER)

    def found(self, text: str) -> Iterator[Found]:
        """Every announced number of the text. Places are of the text only if `bare` keeps its length."""
        lower = bare(text)
        if len(lower) != len(text):
            lower = text.lower() if len(text.lower()) == len(text) else text
        for words in self._words.finditer(lower):
            match = self._number.match(lower, words.end())
            kind = self._kinds[words["word"]]
            if match and (end := _end_of_number(match["value"], self._needs[kind])):
                value = match["value"][:end]
                yield Found(kind, "government", match.start(), match.start() + end, hash(re.sub("[ -]", "", value)))


def _end_of_number(value: str, needs: int) -> int:
    """Where the number ends: words without a digit that follow it are not part of it. 0 when it is none."""
    parts = re.split(r"([ -])", value)
    while parts and not any(char.isdigit() for char in parts[-1]):
        parts.pop()
    number = "".join(parts)
    if sum(char.isdigit() for char in number) < needs or _DATE.match(number):
        return 0
    # The first group must hold a digit or be short (`AB 123456`): otherwise it is a word.
    first = parts[0]
    return len(number) if len(first) <= 4 or any(char.isdigit() for char in first) else 0


@lru_cache(maxsize=1)
def announced() -> Announced:
    """The documents that ship with the project."""
    return Announced(yaml.safe_load((DATA / "personal" / "announced.yaml").read_text(encoding="utf-8")))
