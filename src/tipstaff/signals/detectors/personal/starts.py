"""Matches of an expression tried only where one can begin.

Python's `re` tries an expression that begins with a condition on what is around it at every character. Where it can
begin is mostly known without it: at a run of digits, at certain words. What is found is the same as by `finditer`, as
long as every place where a match can begin is among the starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_MOST_BEFORE_AT = 64


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` gives when matches begin at these places only. Starts are sorted."""
    end = 0
    for start in starts:
        if start >= end:
            match = pattern.match(text, start)
            if match:
                yield match
                end = match.end()


def local_parts(text: str) -> Iterator[int]:
    """Where the letters, digits and `_.+-` before each `@` begin, where these are no more than 64."""
    at = text.find("@")
    while at >= 0:
        start = at
        least = max(0, at - _MOST_BEFORE_AT - 1)
        while start > least and ((before := text[start - 1]).isalnum() or before in "_.+-"):
            start -= 1
        if 0 < at - start <= _MOST_BEFORE_AT:
            yield start
        at = text.find("@", at + 1)
