"""Which protected names may a name be taken for?

Names are kept by skeleton, by skeleton with one letter left out (so that a slip of one letter is found by looking up,
not by comparing), and by their first letters (so that a name inside another is found). One query costs a few
microseconds, however many names there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Generic, Literal, NamedTuple, TypeVar

from tipstaff.signals.confusable.skeleton import letter_by_letter, skeleton
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.vocabulary import common_words

T = TypeVar("T")

# Shorter names are only taken for one another when they look the same: one letter makes another word of them.
SHORT: Final = 5
# From this length on, a name inside another is no accident.
LONG: Final = 8
_HEAD: Final = 4
# With these behind it a name has become a word of its own: `telegramme`, `facebooker`. Skeletons.
_ENDINGS: Final = frozenset(("me", "mer", "mers", "er", "ers", "ed", "lng"))

How = Literal["same", "slip", "added"]


class Likeness(NamedTuple, Generic[T]):
    """What the name was entered with, and how it is alike: `same` skeleton, one `slip`, or something `added`."""

    entry: T
    how: How


class Index(Generic[T]):
    """Names with what each stands for.

    Args:
        names: (name, entry); several entries may have one name.
    """

    def __init__(self, names: Iterable[tuple[str, T]]) -> None:
        self._whole: dict[str, list[T]] = {}
        self._without_one: dict[str, list[str]] = {}
        self._heads: dict[str, list[str]] = {}
        for name, entry in names:
            for bare in {skeleton(name), letter_by_letter(name)} - {""}:
                if bare not in self._whole and len(bare) >= SHORT:
                    self._heads.setdefault(bare[:_HEAD], []).append(bare)
                    for shorter in _shorter(bare):
                        self._without_one.setdefault(shorter, []).append(bare)
                self._whole.setdefault(bare, []).append(entry)

    def like(self, words: Sequence[str]) -> Iterator[Likeness[T]]:
        """Names that words may be taken for, the surest first; an entry may come more than once.

        Args:
            words: the parts of a name as it is written (`pay`, `pal`, `info`); their skeletons are put together.
        """
        parts = [part for part in map(skeleton, words) if part]
        yield from self._alike(parts)
        plain = [part for part in map(letter_by_letter, words) if part]
        if plain != parts:
            yield from self._alike(plain)

    def _alike(self, parts: Sequence[str]) -> Iterator[Likeness[T]]:
        """Names like what the parts make together, or like one of them that only usual words stand beside."""
        bare = "".join(parts)
        yield from self._all(bare, "same")
        yield from self._slips(bare)
        if len(parts) > 1:
            for part in parts:
                if part not in additions() and not _phrased(part, parts):
                    yield from self._all(part, "added")
                    if sum(other not in additions() for other in parts) == 1:
                        yield from (Likeness(found.entry, "added") for found in self._slips(part))
        yield from self._inside(bare, parts)

    def exact(self, name: str) -> Iterator[Likeness[T]]:
        """Names of the same skeleton only."""
        yield from self._all(skeleton(name), "same")

    def _all(self, bare: str, how: How) -> Iterator[Likeness[T]]:
        for entry in self._whole.get(bare, ()):
            yield Likeness(entry, how)

    def _slips(self, bare: str) -> Iterator[Likeness[T]]:
        """One letter more, less or another, or two neighbours swapped."""
        if len(bare) < SHORT:
            return
        for name in self._without_one.get(bare, ()):
            yield from self._all(name, "slip")
        for shorter in _shorter(bare) | _without_plural(bare):
            if len(shorter) >= SHORT and shorter in self._whole:
                yield from self._all(shorter, "slip")
            for name in self._without_one.get(shorter, ()):
                if len(name) == len(bare) and name != bare and _near(name, bare):
                    yield from self._all(name, "slip")

    def _inside(self, bare: str, parts: Sequence[str]) -> Iterator[Likeness[T]]:
        """A name with usual additions around it, or a long one anywhere."""
        edges = _edges(parts)
        for start in range(len(bare) - SHORT + 1):
            for name in self._heads.get(bare[start : start + _HEAD], ()):
                end = start + len(name)
                if len(name) == len(bare) or not bare.startswith(name, start):
                    continue
                left = start in edges or is_added(bare[max((e for e in edges if e < start), default=0) : start])
                rest = bare[end : min((e for e in edges if e > end), default=len(bare))]
                right = end in edges or is_added(rest)
                long = len(name) >= LONG and (left or right) and rest not in _ENDINGS
                if ((left and right) or long) and not _phrased(name, parts):
                    yield from self._all(name, "added")


def _phrased(name: str, parts: Sequence[str]) -> bool:
    """Whether a name that is a word of every day stands beside another one, and not only beside usual additions."""
    others = [part for part in parts if part != name and part not in additions()]
    return name in ordinary_names() and bool(others) and all(part in _everyday() for part in others)


def _edges(parts: Sequence[str]) -> set[int]:
    """Where a part begins or ends in the whole."""
    edges, at = {0}, 0
    for part in parts:
        at += len(part)
        edges.add(at)
    return edges


@lru_cache(maxsize=8192)
def is_added(rest: str) -> bool:
    """Whether letters beside a name are a usual addition, or two of them. `rest` is a skeleton."""
    known = additions()
    return rest in known or any(rest[:cut] in known and rest[cut:] in known for cut in range(2, len(rest) - 1))


@lru_cache(maxsize=1)
def additions() -> frozenset[str]:
    """Skeletons of words that imitators put beside a name."""
    lines = (DATA / "name_additions.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(skeleton(word) for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def ordinary_names() -> frozenset[str]:
    """Skeletons of names that are words of every day as well."""
    lines = (DATA / "ordinary_names.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return frozenset([*map(skeleton, words), *map(letter_by_letter, words)])


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """Skeletons of common words."""
    return frozenset([*map(skeleton, common_words()), *map(letter_by_letter, common_words())])


def _shorter(bare: str) -> set[str]:
    return {bare[:at] + bare[at + 1 :] for at in range(len(bare))}


def _without_plural(bare: str) -> set[str]:
    """Without an `es` somewhere inside."""
    if "es" not in bare:
        return set()
    return {bare[:at] + bare[at + 2 :] for at in range(1, len(bare) - 1) if bare.startswith("es", at)}


def _near(one: str, other: str) -> bool:
    """Of one length: one letter differs, or two neighbours are swapped."""
    differ = [at for at in range(len(one)) if one[at] != other[at]]
    if len(differ) == 1:
        return True
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return one[first] == other[second] and one[second] == other[first]
