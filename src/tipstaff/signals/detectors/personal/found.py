"""One restricted value that was found: what it is and where it stands, never what it says."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """A value in a text.

    `kind` is for example `card` or `fr.nir`; `group` one of government, financial, health, special, secret, contact.
    `start` and `end` are characters of the text. `same` is equal for two places that hold the same value, within
    one text; it says nothing else of it.
    """

    kind: str
    group: str
    start: int
    end: int
    same: int = 0


def apart(found: list[Found]) -> list[Found]:
    """In the order of the text, without those that overlap an earlier one of the list: the surest come first in it."""
    kept: list[Found] = []
    taken: set[int] = set()
    for one in found:
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
