"""What of a book counts in a text: phrases, where they stand, and the kinds that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from tipstaff.signals.grammar.kinds import Group, Kind, kinds_of
from tipstaff.signals.grammar.phrases import Occurrence


class Spot(NamedTuple):
    """Where a pattern was found: its number, and what stands for its items, in order."""

    pattern: int
    at: Sequence[Occurrence]


class Found(Protocol):
    """Phrases that count in a text."""

    @property
    def kinds(self) -> frozenset[Kind]:
        """Their kinds."""
        ...

    @property
    def every(self) -> Sequence[Occurrence]:
        """All of them, by first word."""
        ...

    def among(self, group: Group) -> Sequence[Occurrence]:
        """Those of a group, by first word."""
        ...


class Listed:
    """What was found, as a list."""

    def __init__(self, kinds: Sequence[Kind], every: Sequence[Occurrence]) -> None:
        self._kinds = kinds
        self.every = every

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """Their kinds."""
        return kinds_of(self._kinds, self.every)

    def among(self, group: Group) -> Sequence[Occurrence]:
        """Those of a group."""
        return [one for one in self.every if one[1] in group.rests]


class Held:
    """What was found, as the kernel holds it: places become objects when somebody asks for them.

    Args:
        quick: the kernel's book.
        held: what it found.
        kinds: their kinds.
        count: how many kinds there are in all.
    """

    def __init__(self, quick: Any, held: bytes, kinds: Iterable[Kind], count: int) -> None:
        self._quick = quick
        self._held = held
        self._count = count
        self.kinds = frozenset(kinds)

    @cached_property
    def every(self) -> Sequence[Occurrence]:
        """All of them."""
        found: list[Occurrence] = self._quick.among(self._held, b"\1" * self._count)
        return found

    def among(self, group: Group) -> Sequence[Occurrence]:
        """Those of a group."""
        found: list[Occurrence] = self._quick.among(self._held, group.flags)
        return found
