"""How large a value can be, at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipstaff.cel.check.environment import Sizes
from tipstaff.cel.types import BYTES, DYN, STRING, ListType, MapType, RecordType, Type


@dataclass(frozen=True, slots=True)
class Extent:
    """`size`: characters, bytes or elements (1 for anything else); `inner`: of its elements, the largest.

    `inner` is None where nothing is inside; for a map it covers keys and values. `room` is what one record can hold in
    all its members together; 0 when nothing limits it but the event.
    """

    size: float
    inner: Extent | None = None
    room: float = 0.0

    @property
    def total(self) -> float:
        """Characters and elements altogether, inner ones included."""
        return self.size if self.inner is None else self.size * (1 + self.inner.total)


SCALAR = Extent(1)


def of_type(of: Type, sizes: Sizes, room: float = 0.0) -> Extent:
    """What a value of this type can reach when nothing else is known of it than the `room` it stands in."""
    return _within(of, sizes, room or sizes.event)


def _within(of: Type, sizes: Sizes, budget: float) -> Extent:
    """The same for a value that shares `budget` characters with its neighbours."""
    if of in (STRING, BYTES):
        return Extent(min(sizes.text, budget))
    if isinstance(of, RecordType):
        return Extent(1, room=budget)
    items = max(1.0, min(sizes.items, budget))
    if isinstance(of, ListType):
        return Extent(items, _within(of.element, sizes, budget / items))
    if isinstance(of, MapType):
        parts = [_within(part, sizes, budget / items) for part in (of.key, of.value)]
        return Extent(items, largest(parts))
    if of == DYN:
        return Extent(max(items, min(sizes.text, budget)), Extent(max(1.0, min(sizes.text, budget / items))))
    return SCALAR


def of_value(value: object) -> Extent:
    """The extent of a constant."""
    if isinstance(value, str | bytes):
        return Extent(len(value))
    if isinstance(value, list | tuple):
        return Extent(len(value), largest([of_value(item) for item in value]))
    if isinstance(value, dict):
        return Extent(len(value), largest([of_value(item) for pair in value.items() for item in pair]))
    return SCALAR


def largest(extents: Sequence[Extent]) -> Extent:
    """One extent that covers all of them."""
    if not extents:
        return SCALAR
    inner = [extent.inner for extent in extents if extent.inner is not None]
    unlimited = any(not extent.room for extent in extents)
    room = 0.0 if unlimited else max(extent.room for extent in extents)
    return Extent(max(extent.size for extent in extents), largest(inner) if inner else None, room)
