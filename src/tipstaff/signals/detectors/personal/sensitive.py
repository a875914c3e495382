"""Health and other special categories of data (GDPR articles 9 and 10), next to a person.

A word alone is no finding: a clinic may write about diabetes, a paper about elections. Looked for is that something
is said of somebody: within one sentence, or under the heading of a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.detectors.personal.persons import about_reader, about_someone, is_had, persons, sentences
from tipstaff.signals.detectors.personal.scan import Located
from tipstaff.signals.detectors.personal.texts import said
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import View
from tipstaff.signals.text.words import bare

re2 = Library("re2")
yaml = Library("yaml")


class Words(NamedTuple):
    """One kind of words: the expression that finds them all in one pass, and the topic of each."""

    all: Any
    topics: dict[str, str]


def health(view: View) -> tuple[Located, ...]:
    """Health information next to a person, by topic: diagnosis, result, treatment, care, complaint, condition ..."""
    return tuple(Located(found, text) for text in view.once(said) for found in health_in(text.raw))


def special(view: View) -> tuple[Located, ...]:
    """Special categories next to a person: religion, politics, union, ethnic-origin, orientation, genetic ..."""
    return tuple(Located(found, text) for text in view.once(said) for found in special_in(text.raw))


def health_in(text: str) -> list[Found]:
    """Health in one text."""
    lower = bare(text)
    events, conditions, records = _health()
    if not (events.all.search(lower) or conditions.all.search(lower)):
        return []
    aligned = text if len(lower) == len(text) else lower
    found = [
        one for start, end in sentences(lower) for one in _health_said(lower[start:end], aligned[start:end], start)
    ]
    headings = {match[0] for match in records.all.finditer(lower)}
    if len(headings) >= 2 and not found:
        found = [Found(events.topics[m[0]], "health", m.start(), m.end()) for m in events.all.finditer(lower)]
    return found


def _health_said(lower: str, written: str, offset: int) -> Iterator[Found]:
    """What one sentence says of somebody's health."""
    events, conditions, _ = _health()
    happened = list(events.all.finditer(lower))
    has = list(conditions.all.finditer(lower))
    if not (happened or has):
        return
    someone = about_someone(lower, written)
    if happened and (someone or about_reader(lower)):
        for match in happened:
            yield Found(events.topics[match[0]], "health", offset + match.start(), offset + match.end())
    for match in has:
        if (someone and is_had(lower, match.start())) or (happened and someone):
            yield Found(conditions.topics[match[0]], "health", offset + match.start(), offset + match.end())


def special_in(text: str) -> list[Found]:
    """Special categories other than health in one text."""
    lower = bare(text)
    terms, labels, said_of = _special()
    found = [Found(labels.topics[m["label"]], "special", m.start(), m.end("label")) for m in labels.all.finditer(lower)]
    if not terms.all.search(lower):
        return found
    aligned = text if len(lower) == len(text) else lower
    for start, end in sentences(lower):
        sentence = lower[start:end]
        for match in said_of.finditer(sentence):
            if about_someone(sentence, aligned[start:end]):
                topic = terms.topics[match["what"]]
                found.append(Found(topic, "special", start + match.start("what"), start + match.end("what")))
    return found


@lru_cache(maxsize=1)
def _health() -> tuple[Words, Words, Words]:
    """Events, conditions, headings of records."""
    given = _load("health")
    return (_words(given["events"]), _words(given["conditions"]), _words(given["records"]))


@lru_cache(maxsize=1)
def _special() -> tuple[Words, Words, re.Pattern[str]]:
    """What people are, headings of records, and the expression that says of somebody that they are it."""
    given = _load("special")
    terms = _words({topic: entry["is"] for topic, entry in given.items() if entry["is"]})
    headings = {bare(label): topic for topic, entry in given.items() for label in entry["label"]}
    label = rf"(?:^|[\n,;|(\"'{{]|\. |- ) ?\"?(?P<label>{_alternation(headings)})\"? ?[:=] ?\"?\w{{2}}"
    said_of = rf"{persons().being}(?P<what>{_alternation(terms.topics)})\b"
    return terms, Words(re.compile(label), headings), re.compile(said_of)


def _words(given: dict[str, list[str]]) -> Words:
    topics = {bare(word): topic for topic, words in given.items() for word in words}
    options = re2.Options()
    options.max_mem = 64 << 20
    options.longest_match = True
    return Words(re2.compile(rf"\b(?:{_alternation(topics)})\b", options), topics)


def _alternation(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _load(name: str) -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "personal" / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded
