"""A text as finders look at it, and what a finder is.

All finders of numbers share two passes over a text: one tells which shapes are in it, one which words are. A finder
runs only when its shape and, where it needs one, a word of its own are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.lazily import Library
from tipstaff.signals.text.words import bare

re2 = Library("re2")

_BEFORE, _AFTER = 60, 20
_MEMORY = 64 << 20
# What may not stand around a number: then it is a piece of a longer one, an amount or a word.
LEFT, RIGHT = r"(?<![^\W_])(?<![0-9][-.,/+:])", r"(?![^\W_])(?![-.,/+:][0-9])"


def left_of(first: str) -> str:
    """`LEFT` for an expression that begins with one of the characters of a class, put behind that character.

    An expression that begins with a class is tried only where one of its characters stands; one that begins with a
    condition is tried everywhere.
    """
    return rf"(?<![^\W_]{first})(?<![0-9][-.,/+:]{first})"


# How sure a finding is, for places where several overlap: a word says so, check digits alone, only a word.
SAID, CHECKED, TOLD = 0, 1, 2


class Look:
    """A text and its `bare` form; places in both are the same where the form keeps the length."""

    __slots__ = ("aligned", "lower", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = bare(text)
        self.aligned = len(self.lower) == len(text)

    def said(self, words: re.Pattern[str], start: int, end: int) -> bool:
        """Whether one of the words stands in the 60 characters before a place or the 20 after it."""
        before, after = max(0, start - _BEFORE), end + _AFTER
        if self.aligned:
            lower = self.lower
            return bool(words.search(lower[before:start]) or words.search(lower[end:after]))
        return bool(words.search(bare(self.text[before:start])) or words.search(bare(self.text[end:after])))


class Finder(NamedTuple):
    """One thing to look for.

    `shape` (RE2 syntax) must be in the text and, unless `words` is empty, one of the words, for `find` to be asked.
    `find` gives (how sure, finding).
    """

    shape: str
    words: Sequence[str]
    find: Callable[[Look], Iterable[tuple[int, Found]]]


class Finders:
    """All finders behind two passes."""

    def __init__(self, finders: Sequence[Finder]) -> None:
        self._finders = finders
        self._shapes = one_pass(finder.shape for finder in finders)
        spoken = [at for at, finder in enumerate(finders) if finder.words]
        self._spoken = spoken
        self._words = one_pass(_words_shape(finders[at].words) for at in spoken)

    def found(self, text: str) -> list[Found]:
        """Everything in the text, the surest first."""
        shaped = self._shapes.Match(text)
        if not shaped:
            return []
        look = Look(text)
        spoken = {self._spoken[at] for at in self._words.Match(look.lower) or ()}
        asked = (finder for at in shaped if not (finder := self._finders[at]).words or at in spoken)
        found = [one for finder in asked for one in finder.find(look)]
        found.sort(key=_sureness)
        return [one for _, one in found]


def _sureness(one: tuple[int, Found]) -> tuple[int, int]:
    """Surest first; among the equally sure the longer one."""
    return one[0], one[1].start - one[1].end


def one_pass(shapes: Iterable[str]) -> Any:
    """A set of expressions that is matched in one pass, linear in the text."""
    options = re2.Options()
    options.max_mem = _MEMORY
    together = re2.Set.SearchSet(options)
    for shape in shapes:
        together.Add(shape)
    together.Compile()
    return together


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One expression for whole words, as `bare` writes them."""
    return re.compile(rf"(?<!\w)(?:{_alternatives(words)})(?!\w)")


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted({re.escape(bare(str(word))) for word in words}, key=len, reverse=True))


def _words_shape(words: Iterable[str]) -> str:
    """Words for a pass: the bounds of words are checked for ASCII words only, the rest is left to the finder."""
    given = [bare(str(word)) for word in words]
    plain, other = [word for word in given if word.isascii()], [word for word in given if not word.isascii()]
    parts = [rf"\b(?:{_alternatives(plain)})\b"] if plain else []
    return "|".join([*parts, *map(re2.escape, other)])
