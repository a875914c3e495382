"""What parts of a pattern require, and how that is put together: texts that a part is, and literals that stand in it.

Literals are folded (`fold`), so that what is required is required whatever the case of letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

Either = frozenset[str]
"""Literals of which one is required."""
Branch = tuple[Either, ...]
"""What one way to match requires, all of it: what is rarest by its looks comes first."""

SHORTEST: Final = 3
LONGEST: Final = 48
_MANY: Final = 64
_MOST: Final = 3

_FOLDED: Final = {
    **{code: chr(code) for code in range(1, 256)},
    **{code: chr(code + 32) for code in (*range(0x41, 0x5B), *range(0xC0, 0xD7), *range(0xD8, 0xDF))},
    0x17F: "s",
    0x212A: "k",
}
# Letters with more forms than two, which nobody needs here.
for _code in (0xB5, 0xC5, 0xDF, 0xE5, 0xFF):
    del _FOLDED[_code]


def fold(text: str) -> str:
    """Letters of Latin-1 as small ones, and so what RE2 takes for the same in any case; NUL for what is not of it."""
    if text.isascii():
        return text.lower()
    return "".join(_FOLDED.get(ord(character), "\0") for character in text)


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a pattern requires: the texts that it is, where these are few; else sets of literals."""

    exact: Either | None = None
    required: tuple[Either, ...] = ()

    def sets(self) -> tuple[Either, ...]:
        """Everything that is required, exact texts included."""
        return self.required if self.exact is None else _set_of(self.exact)


UNKNOWN: Final = Part()
EMPTY: Final = Part(frozenset([""]))
NEVER: Final = Part(frozenset())


def literal_of(character: str) -> Part:
    """A character that stands for itself."""
    folded = fold(character)
    return UNKNOWN if folded == "\0" else Part(frozenset([folded]))


def some_of(part: Part) -> Part:
    """Once or more."""
    return part if part == NEVER else Part(None, part.sets())


def joined_of(parts: Sequence[Part]) -> Part:
    """One after the other: what each requires, and texts that stand beside each other as one."""
    if NEVER in parts:
        return NEVER
    required: list[Either] = []
    nothing = run = frozenset([""])
    broken = False
    for part in parts:
        joined = None if part.exact is None else _product(run, part.exact)
        if joined is None:
            broken = True
            required += (*_set_of(run), *part.required)
            joined = nothing if part.exact is None else part.exact
        run = joined
    return Part(None, (*required, *_set_of(run))) if broken else Part(run)


def _product(first: Either, second: Either) -> Either | None:
    """Every text of the one before every text of the other; None where these are too many, or too long."""
    if len(first) * len(second) > _MANY or max(map(len, first)) + max(map(len, second)) > LONGEST:
        return None
    return frozenset(before + after for before, after in product(first, second))


def one_of(parts: Sequence[Part]) -> Part:
    """Either of them: one of the texts of each, or of what each requires first."""
    parts = [part for part in parts if part != NEVER]
    if len(parts) <= 1:
        return parts[0] if parts else NEVER
    exact = [part.exact for part in parts if part.exact is not None]
    if len(exact) == len(parts):
        every = frozenset().union(*exact)
        if len(every) <= _MANY:
            return Part(every)
    best = [rarest(part.sets())[:1] for part in parts]
    if not all(best):
        return UNKNOWN
    every = frozenset().union(*(some[0] for some in best))
    return Part(None, (every,)) if len(every) <= 2 * _MANY else UNKNOWN


def _set_of(texts: Either) -> tuple[Either, ...]:
    """The texts as a requirement, without those that another stands in; none where one of them is too short."""
    if min(map(len, texts)) < SHORTEST:
        return ()
    return (frozenset(one for one in texts if not any(other != one and other in one for other in texts)),)


def rarest(sets: Iterable[Either]) -> Branch:
    """What is rarest by its looks first: the longest texts, and few of them."""
    distinct = sorted(set(sets), key=lambda some: (-min(map(len, some)), len(some), sorted(some)))
    return tuple(distinct[:_MOST])
