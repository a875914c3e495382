"""Which values something may still have after several conditions on it: some of a list, all but some, a stretch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

Key = tuple[str, Any]


def is_plain(value: object) -> bool:
    """Whether a constant is one that is compared here: a bool, a number or a text."""
    return isinstance(value, bool | int | float | str) and value == value  # noqa: PLR0124 - NaN equals nothing


def _key(value: object) -> Key:
    """Numbers of any type are equal when their values are; a bool is no number."""
    if isinstance(value, bool):
        return "bool", value
    return ("number" if isinstance(value, int | float) else "string"), value


@dataclass(frozen=True, slots=True)
class Bounds:
    """`values`: one of these, None for any. `excluded`: none of these. `low` and `high`: ends, with whether the end
    itself is meant.
    """

    values: frozenset[Key] | None = None
    excluded: frozenset[Key] = frozenset()
    low: tuple[Any, bool] | None = None
    high: tuple[Any, bool] | None = None

    @classmethod
    def among(cls, values: Iterable[object]) -> Bounds:
        """One of these values."""
        return cls(values=frozenset(map(_key, values)))

    @classmethod
    def without(cls, values: Iterable[object]) -> Bounds:
        """None of these values."""
        return cls(excluded=frozenset(map(_key, values)))

    @classmethod
    def compared(cls, function: str, value: Any, *, whole: bool) -> Bounds:
        """`_<_`, `_<=_`, `_>_` or `_>=_` this value. `whole`: only whole numbers come into question."""
        meant = function in {"_<=_", "_>=_"}
        if whole and not meant:
            value, meant = (value - 1 if function == "_<_" else value + 1), True
        end = (value, meant)
        return cls(high=end) if function in {"_<_", "_<=_"} else cls(low=end)

    def narrowed(self, other: Bounds) -> Bounds:
        """What both leave."""
        values = self.values if other.values is None else other.values
        if self.values is not None and other.values is not None:
            values = self.values & other.values
        low = max((end for end in (self.low, other.low) if end), key=lambda end: (end[0], not end[1]), default=None)
        high = min((end for end in (self.high, other.high) if end), key=lambda end: (end[0], end[1]), default=None)
        return replace(self, values=values, excluded=self.excluded | other.excluded, low=low, high=high)

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        if self.values is not None:
            return not any(self._allows(key) for key in self.values)
        if self.low is None or self.high is None:
            return False
        (low, from_it), (high, to_it) = self.low, self.high
        return bool(low > high or (low == high and (not (from_it and to_it) or _key(low) in self.excluded)))

    def _allows(self, key: Key) -> bool:
        kind, value = key
        if key in self.excluded:
            return False
        for end, above in ((self.low, True), (self.high, False)):
            if end is None:
                continue
            if _key(end[0])[0] != kind:
                return False  # comparing them is an error, which is not true
            if (value < end[0]) if above else (value > end[0]):
                return False
            if value == end[0] and not end[1]:
                return False
        return True


ANYTHING = Bounds()
