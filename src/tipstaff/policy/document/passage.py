"""A stretch of text to be read by another language, with the spot of each of its characters in the pack's file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tipstaff.policy.document.nodes import Scalar, Source
from tipstaff.policy.document.positions import Spot, pointed, spots
from tipstaff.vocab.diagnostics import Diagnostic, Place

ALONE = Place("", 1, 1)
"""Where a passage is said to stand while it is read by itself."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that came from one place or was put together from several. `where` is computed only for diagnostics."""

    text: str
    source: Source
    where: Callable[[], Sequence[Spot]]

    def pointed(self, diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Diagnostics about the text alone, moved to where its characters stand."""
        if not diagnostics:
            return []
        where = self.where()
        return [pointed(diagnostic, self.text, where, self.source) for diagnostic in diagnostics]


def passage(scalar: Scalar) -> Passage:
    """All of a scalar."""
    return Passage(scalar.text, scalar.source, lambda: spots(scalar))


def stretch(scalar: Scalar, start: int, end: int) -> Passage:
    """The characters from `start` to `end` (exclusive) of a scalar."""
    return Passage(scalar.text[start:end], scalar.source, lambda: spots(scalar)[start : max(end, start) + 1])


def both(first: Scalar, second: Scalar) -> Passage:
    """Two conditions joined so that both must hold.

    Line breaks keep a comment at the end of one from swallowing the rest.
    """
    opening, middle, closing = "(", "\n) && (", "\n)"

    def where() -> list[Spot]:
        one, two = spots(first), spots(second)
        return [
            *[one[0]] * len(opening), *one[:-1], *[one[-1]] * len(middle), *two[:-1], *[two[-1]] * (len(closing) + 1)
        ]  # fmt: skip

    text = f"{opening}{first.text}{middle}{second.text}{closing}"
    return Passage(text, first.source, where)
