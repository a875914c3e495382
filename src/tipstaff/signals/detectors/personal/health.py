"""Health information next to a person.

A word alone is no finding: a clinic may write about diabetes. Looked for is that something is said of somebody within
one sentence, or the dense wording of a medical record.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.detectors.personal.lexical import Hit, Topics, load
from tipstaff.signals.detectors.personal.persons import about_reader, about_someone, around, is_had
from tipstaff.signals.detectors.personal.scan import Located
from tipstaff.signals.detectors.personal.texts import said
from tipstaff.signals.signal import View
from tipstaff.signals.text.words import bare

# Somebody must be named within this many characters around a word.
_NEAR = 90
# Words of records within so many characters are one record.
_TOGETHER, _DENSE, _DENSE_BESIDE_SOMEBODY = 240, 3, 2


class _Words(NamedTuple):
    strong: Topics
    weak: Topics
    conditions: Topics
    clinical: Topics


def health(view: View) -> tuple[Located, ...]:
    """Health information next to a person, by topic: diagnosis, result, treatment, care, complaint, condition ..."""
    return tuple(Located(found, text) for text in view.once(said) for found in health_in(text.raw))


def health_in(text: str) -> list[Found]:
    """Health in one text."""
    words = _words()
    lower = bare(text)
    if not (words.strong.any(lower) or words.conditions.any(lower) or words.clinical.any(lower)):
        return []
    written = text if len(lower) == len(text) else lower
    found = [one for place in _places(lower) for one in _in_sentence(lower, written, place)]
    return found or list(_record(lower, written))


class _Place(NamedTuple):
    """A sentence and the words in it, with places in the sentence."""

    start: int
    end: int
    strong: list[Hit]
    has: list[Hit]
    weak: list[Hit]


def _places(lower: str) -> Iterator[_Place]:
    """The sentences that hold a word, in order. One pass for each list of words; none reaches over a sentence's end."""
    words = _words()
    of = [list(topics.hits(lower)) for topics in (words.strong, words.conditions, words.weak)]
    at = [0, 0, 0]
    for start, end in around(lower, sorted(hit.start for hits in of for hit in hits)):
        held: list[list[Hit]] = []
        for number, hits in enumerate(of):
            first = at[number]
            while at[number] < len(hits) and hits[at[number]].start < end:
                at[number] += 1
            held.append([hit.moved(-start) for hit in hits[first : at[number]]])
        yield _Place(start, end, *held)


def _in_sentence(lower: str, written: str, place: _Place) -> Iterator[Found]:
    """What one sentence says of somebody's health."""
    start, end, strong, has, every = place
    sentence = lower[start:end]
    weak = every if not strong else []
    several = len({hit.word for hit in (*weak, *has)}) >= 2 and bool(weak)
    for hit in strong:
        if _somebody(sentence, written[start:end], hit, reader=True):
            yield _found(hit, start)
    for hit in has:
        if _somebody(sentence, written[start:end], hit) and (is_had(sentence, hit.start) or strong):
            yield _found(hit, start)
    for hit in weak:
        if (
            several
            and hit.topic != "care"
            and _somebody(sentence, written[start:end], hit)
            and is_had(sentence, hit.start)
        ):
            yield _found(hit, start)


def _somebody(sentence: str, written: str, hit: Hit, *, reader: bool = False) -> bool:
    """Whether somebody is spoken of near a word; with `reader`, the reader counts as well."""
    near = slice(max(0, hit.start - _NEAR), hit.end + _NEAR)
    return about_someone(sentence[near], written[near]) or (reader and about_reader(sentence[near]))


def _record(lower: str, written: str) -> Iterator[Found]:
    """The wording of a medical record: several of its words close together."""
    hits = list(_words().clinical.hits(lower))
    for at, first in enumerate(hits):
        close = [hit for hit in hits[at : at + 12] if hit.end - first.start <= _TOGETHER]
        different = len({hit.word for hit in close})
        stretch = slice(max(0, first.start - _NEAR), first.start + _TOGETHER)
        if different >= _DENSE or (
            different >= _DENSE_BESIDE_SOMEBODY and about_someone(lower[stretch], written[stretch])
        ):
            yield Found("record", "health", first.start, close[-1].end)
            return


def _found(hit: Hit, offset: int) -> Found:
    return Found(hit.topic, "health", offset + hit.start, offset + hit.end)


@lru_cache(maxsize=1)
def _words() -> _Words:
    given = load("health")
    return _Words(*(Topics(given[tier]) for tier in _Words._fields))
