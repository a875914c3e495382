"""Whether a stretch of text speaks of one person: pronouns, titles with a name, relations, ages. English and French."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

yaml = Library("yaml")

# Two capitalised words in a row inside a sentence, or at its beginning before a verb: as good as a name where not
# everything is in capitals.
_TWO = r"[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)? (?:[A-ZÀ-Þ]\. )?[A-ZÀ-Þ][a-zà-ÿ'’-]{2,}\b"
_VERB = (
    r"(?= (?:is|was|has|had|suffers?|suffered|takes|took|lives|lived|works|est|était|a|avait|souffre|prend|habite)\b)"
)
NAME = re.compile(rf"(?<![.!?\n] )(?<!^)\b{_TWO}|\b{_TWO}{_VERB}")
_END = re.compile(r"[.!?;\n]+(?=\s|$)|\n")
_ENDS = ".!?;\n"
# For so few places the sentences around them are found from the places; for more, all are told apart.
_MANY = 12
_HAVING_BEFORE = 60


class Persons(NamedTuple):
    """Expressions over a text's `bare` form."""

    someone: re.Pattern[str]
    second: re.Pattern[str]
    having: re.Pattern[str]
    being: str


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of a text."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def around(text: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences that hold one of the places, in order, each once. Places are sorted, and stand in
    words, not in what ends a sentence.
    """
    if len(places) > _MANY:
        spans = sentences(text)
        at = 0
        for start, end in spans:
            first = at
            while at < len(places) and places[at] < end:
                at += 1
            if at > first:
                yield start, end
        return
    end = 0
    for place in places:
        if place >= end:
            start = _beginning(text, place, end)
            ending = _END.search(text, place)
            end = ending.end() if ending else len(text)
            yield start, end


_TITLE: Final = re.compile(r"\b(?:mrs?|ms|dr|mme|mlle|m|pr|prof|st)$", re.IGNORECASE)


def _beginning(text: str, place: int, least: int) -> int:
    """Where the sentence around a place begins; it does not begin before `least`."""
    at = place
    while True:
        at = max(text.rfind(mark, least, at) for mark in _ENDS)
        if at < 0:
            return least
        if text[at] == "\n" or (text[at + 1].isspace() and not _TITLE.search(text, max(0, at - 5), at)):
            return at + 1


def about_someone(lower: str, written: str) -> bool:
    """Whether a stretch speaks of a first or third person. `lower` is the `bare` form, `written` the original."""
    return bool(persons().someone.search(lower) or NAME.search(written))


def about_reader(lower: str) -> bool:
    """Whether a stretch speaks to the reader."""
    return persons().second.search(lower) is not None


def is_had(lower: str, start: int) -> bool:
    """Whether the words before a place say that somebody has what stands there."""
    return persons().having.search(lower[max(0, start - _HAVING_BEFORE) : start]) is not None


@lru_cache(maxsize=1)
def persons() -> Persons:
    """The words that ship with the project."""
    given: dict[str, list[str]] = yaml.safe_load((DATA / "personal" / "persons.yaml").read_text(encoding="utf-8"))
    several = [*given["first"], *given["third"], *given["roles"], *given["relations"], *given["ages"]]
    being, between = "|".join(given["being"]), "|".join(given["between"])
    return Persons(
        someone=re.compile(
            rf"\b(?:{'|'.join(several)})\b|\b(?:{'|'.join(given['titles'])})\b\.? (?=\w\w)|\bm\. (?=\w\w)"
        ),
        second=re.compile(rf"\b(?:{'|'.join(given['second'])})\b"),
        having=re.compile(rf"(?:'s|'m|'ve|\b(?:{'|'.join(given['having'])}))\b(?:\W+\w+){{0,3}}\W*$"),
        being=rf"(?:\b(?:{being})|'s|'m)\W{{1,3}}(?:(?:{between})\W{{1,2}}){{0,3}}",
    )
