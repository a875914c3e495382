"""Numbers of documents that a word announces: passports, driving licences, voter, military and tax numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.detectors.personal.look import TOLD, Finder, Look, any_of
from tipstaff.signals.detectors.personal.starts import matches_at
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import bare

automata = Library("ahocorasick_rs")
yaml = Library("yaml")

# What may stand between the announcing words and the number.
_BETWEEN = (
    r"(?:[\s:#=()\"'.,;-]{0,3}(?:numbers?|numero|nummer|num|nr|no|n°|nº|n|id|is|was|est|le|la|ist|es|card|carte|"
    r"licence|license|uk|us|usa|french|francais|american|british|german|canadian|fiscal|personal|new|old|my|mon|"
    r"its|the|:)(?!\w))"
)
# Whose it is: `of John Smith:`, `de Marie Curie est`. A sign or a verb must end the name.
_WHOSE = r"(?:\s(?:of|for|de|du|von|di)(?:\s[^\W\d_][\w'-]{0,30}){1,3}\s?(?=[:=#]|is\b|est\b|ist\b|es\b))?"
_AFTER = r"[\s:#=()\"'.,;-]{0,3}"
_NUMBER = re.compile(r"[a-z0-9](?:[ -]?[a-z0-9]){4,19}(?![a-z0-9])")
_DATE = re.compile(r"(?:19|20)\d{2}[ -]?[01]\d[ -]?[0-3]\d$|[0-3]\d[ -][01]\d[ -](?:19|20)\d{2}$")


class Announced:
    """All documents of the table."""

    def __init__(self, entries: dict[str, dict[str, Any]]) -> None:
        self._needs = {kind: int(entry["needs"]) for kind, entry in entries.items()}
        self._kinds = {bare(word): kind for kind, entry in entries.items() for word in entry["said"]}
        # One pass over the text tells where any of the words stands; there the expression is tried.
        self._places = automata.AhoCorasick(list(self._kinds))
        self._words = re.compile(
            f"(?P<word>{any_of(self._kinds).pattern}){_BETWEEN}{{0,4}}{_WHOSE}{_BETWEEN}{{0,2}}{_AFTER}"
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Every announcing word."""
        return tuple(self._kinds)

    def find(self, look: Look) -> Iterator[tuple[int, Found]]:
        """Each announced number. A text whose bare form has another length is read in its own."""
        lower = look.lower if look.aligned else look.text.lower()
        starts = sorted({start for _, start, _ in self._places.find_matches_as_indexes(lower, overlapping=True)})
        for words in matches_at(self._words, lower, starts):
            match = _NUMBER.match(lower, words.end())
            kind = self._kinds[words["word"]]
            if match and (size := _size(match[0], self._needs[kind])):
                compact = re.sub("[ -]", "", match[0][:size])
                yield TOLD, Found(kind, "government", match.start(), match.start() + size, hash(compact))


def _size(value: str, needs: int) -> int:
    """How long the number is: words without a digit that follow it are not part of it. 0 when it is none."""
    parts = re.split(r"([ -])", value)
    while parts and not any(char.isdigit() for char in parts[-1]):
        parts.pop()
    number = "".join(parts)
    if sum(char.isdigit() for char in number) < needs or _DATE.match(number):
        return 0
    # The first group must hold a digit or be short (`AB 123456`): otherwise it is a word.
    return len(number) if len(parts[0]) <= 4 or any(char.isdigit() for char in parts[0]) else 0


def documents() -> Announced:
    """The documents that ship with the project."""
    return Announced(yaml.safe_load((DATA / "personal" / "announced.yaml").read_text(encoding="utf-8")))


def finders() -> Iterator[Finder]:
    """The one finder of the documents."""
    known = documents()
    yield Finder(r"[0-9](?:[^0-9]{0,3}[0-9]){4}", known.words, known.find)
