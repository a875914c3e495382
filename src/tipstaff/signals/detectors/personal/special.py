"""Special categories of data other than health (GDPR articles 9 and 10), said of a person or under a record's heading.

An essay about elections or religions is no finding: somebody must be said to be, to have or to belong to something.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.detectors.personal.lexical import Topics, load
from tipstaff.signals.detectors.personal.persons import about_someone, around, persons
from tipstaff.signals.detectors.personal.scan import Located
from tipstaff.signals.detectors.personal.texts import said
from tipstaff.signals.signal import View
from tipstaff.signals.text.words import bare


class _Words(NamedTuple):
    """What people are; headings of records; the expression that says of somebody that they are it."""

    terms: Topics
    labels: Topics
    heading: re.Pattern[str]
    said_of: re.Pattern[str]


def special(view: View) -> tuple[Located, ...]:
    """Special categories next to a person: religion, politics, union, ethnic-origin, orientation, genetic ..."""
    return tuple(Located(found, text) for text in view.once(said) for found in special_in(text.raw))


def special_in(text: str) -> list[Found]:
    """Special categories in one text."""
    words = _words()
    lower = bare(text)
    found: list[Found] = []
    if words.labels.any(lower):
        found += [_found(words.labels, m, "label", 0) for m in words.heading.finditer(lower)]
    places = [hit.start for hit in words.terms.hits(lower)]
    if places:
        written = text if len(lower) == len(text) else lower
        for start, end in around(lower, places):
            if about_someone(lower[start:end], written[start:end]):
                found += [_found(words.terms, m, "what", start) for m in words.said_of.finditer(lower[start:end])]
    return found


def _found(words: Topics, match: re.Match[str], group: str, offset: int) -> Found:
    return Found(words.topics[match[group]], "special", offset + match.start(group), offset + match.end(group))


@lru_cache(maxsize=1)
def _words() -> _Words:
    given = load("special")
    terms = Topics({topic: entry["is"] for topic, entry in given.items()})
    labels = Topics({topic: entry["label"] for topic, entry in given.items()})
    heading = rf"(?:^|[\n,;|(\"'{{]|\. |- ) ?\"?(?P<label>{labels.alternatives})\"? ?[:=] ?\"?\w{{2}}"
    said_of = rf"{persons().being}(?P<what>{terms.alternatives})\b"
    return _Words(terms, labels, re.compile(heading), re.compile(said_of))
