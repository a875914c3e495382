"""The steps of a plan, each written down once however many conditions share it.

A step is a tuple that begins with its kind (`docs` of the kinds stand in `native/_conditions.c`); where it works on the
outcome of another step, it has that step's number, which is always smaller than its own.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from sys import intern
from typing import Final

from tipstaff.cel.emit.context import UnsupportedError

Step = tuple[object, ...]

# The kernel goes into itself for each level.
_DEEPEST: Final = 60
# Of one call in the kernel.
MOST_ARGUMENTS: Final = 8
# Below what it takes at all: the plan of a rule that is given up stays.
_MOST: Final = 20_000
_PLAIN: Final = frozenset({bool, int, float, str, type(None), timedelta})


class Plan:
    """Steps under construction.

    Attributes:
        steps: in the order in which they were written down.
        looping: of each step, the loop variables that it reads.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.looping: list[frozenset[int]] = []
        self._depths: list[int] = []
        self._known: dict[Hashable, int] = {}

    def add(self, *step: object, on: tuple[int, ...] = (), key: Hashable = None) -> int:
        """The number of a step.

        Args:
            step: its kind and what belongs to it.
            on: the steps that it works on.
            key: what tells it from every other, where the step itself does not.
        Raises:
            UnsupportedError: it would stand too deep, or there are too many.
        """
        found: Hashable = (step[0], key) if key is not None else step
        number = self._known.get(found)
        if number is None:
            if len(self.steps) >= _MOST:
                raise UnsupportedError("too many steps")
            depth = 1 + max((self._depths[one] for one in on), default=0)
            if depth > _DEEPEST:
                raise UnsupportedError("nested too deeply")
            number = self._known[found] = len(self.steps)
            self.steps.append(step)
            self.looping.append(frozenset().union(*(self.looping[one] for one in on)))
            self._depths.append(depth)
        return number

    def constant(self, value: object) -> int:
        """A value that is known: a plain one, a list of such, or a map of such by texts.

        Raises:
            UnsupportedError: it is anything else.
        """
        # One object of a text for all plans, so that it is in the processor's cache.
        return self.add("constant", intern(value) if isinstance(value, str) else value, key=_identity(value))

    def local(self, slot: int) -> int:
        """The item that a loop is at."""
        number = self.add("local", slot)
        self.looping[number] = frozenset({slot})
        return number

    def loop(self, kind: str, items: int, slot: int, body: int) -> int:
        """`exists` or `all`."""
        number = self.add(kind, items, slot, body, on=(items, body))
        self.looping[number] -= {slot}
        return number


def _identity(value: object) -> Hashable:
    """What tells a constant from every other: for Python 1, 1.0 and True are one key, and 0.0 and -0.0."""
    if isinstance(value, list | tuple):
        return type(value), *map(_plain, value)
    if isinstance(value, dict) and all(type(key) is str for key in value):
        return dict, *((key, _plain(held)) for key, held in value.items())
    return _plain(value)


def _plain(value: object) -> Hashable:
    known = type(value) in _PLAIN or (type(value) is datetime and value.tzinfo is UTC)
    if not known:
        raise UnsupportedError("a constant")
    return type(value), math.copysign(1, value) if isinstance(value, float) else 0, value
