"""A text that is rewritten step by step, and the way back from any place in it to the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

# A hostile text may hold a trick per letter; a person wants to see the first ones.
MOST = 64


class Edit(NamedTuple):
    """What stood from `start` to `end` reads `text` instead."""

    start: int
    end: int
    text: str


class Undone(Struct, frozen=True):
    """A trick that was undone: its name, where it stands in the original, and how the place reads now."""

    trick: str
    start: int
    end: int
    reads: str


class Layer:
    """The edits of one step, by where they stand in the text after it."""

    __slots__ = ("_after", "_before", "_ends", "_starts")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []
        self._after: list[int] = []
        shift = 0
        for start, end, text in edits:
            self._starts.append(start + shift)
            self._ends.append(start + shift + len(text))
            self._before.append(start)
            self._after.append(end)
            shift += len(text) - (end - start)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The stretch before the step that `start` to `end` came from; an edit counts whole."""
        if end <= start:
            at = self._back(start)[0]
            return at, at
        return self._back(start)[0], self._back(end - 1)[1]

    def _back(self, at: int) -> tuple[int, int]:
        """Where the character at that place began and ended before."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return at, at + 1
        if at < self._ends[index]:
            return self._before[index], self._after[index]
        place = self._after[index] + at - self._ends[index]
        return place, place + 1


class Trace:
    """A text being rewritten.

    `text` is how it reads now; `undone` are the tricks so far, at most `MOST` of each name; `place` leads back.
    """

    __slots__ = ("_counts", "layers", "text", "undone")

    def __init__(self, text: str) -> None:
        self.text = text
        self.layers: list[Layer] = []
        self.undone: list[Undone] = []
        self._counts: dict[str, int] = {}

    def found(self, trick: str, start: int, end: int, reads: str) -> None:
        """Note a trick that stands there in the text as it is now."""
        count = self._counts[trick] = self._counts.get(trick, 0) + 1
        if count <= MOST:
            self.undone.append(Undone(trick, *self.place(start, end), reads))

    def rewrite(self, edits: Iterable[Edit]) -> None:
        """Make these edits: in order, not overlapping, in places of the text as it is now."""
        made = list(edits)
        if not made:
            return
        pieces: list[str] = []
        at = 0
        for start, end, text in made:
            pieces += (self.text[at:start], text)
            at = end
        pieces.append(self.text[at:])
        self.text = "".join(pieces)
        self.layers.append(Layer(made))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text as it is now stands in the original."""
        for layer in reversed(self.layers):
            start, end = layer.back(start, end)
        return start, end

    @property
    def tricks(self) -> tuple[str, ...]:
        """The names of the tricks, sorted."""
        return tuple(sorted(self._counts))
