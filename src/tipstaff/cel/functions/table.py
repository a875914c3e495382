"""Every implementation, by overload id; and the choice of one by the values alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from tipstaff.cel.functions import arithmetic, calendar_parts, collection, comparison, conversion, mathematics, text
from tipstaff.cel.functions.implementation import Implementation
from tipstaff.cel.values import CelError, kind

_ALL: Final = (
    *arithmetic.OVERLOADS,
    *comparison.OVERLOADS,
    *collection.OVERLOADS,
    *conversion.OVERLOADS,
    *calendar_parts.OVERLOADS,
    *text.OVERLOADS,
    *mathematics.OVERLOADS,
)

IMPLEMENTATIONS: Final[Mapping[str, Implementation]] = MappingProxyType({made.id: made for made in _ALL})
# The three-valued ones are not functions of values: errors are among their operands. The back ends carry them.
LOGICAL: Final = frozenset({"conditional", "logical_and", "logical_or", "logical_not"})
FUNCTIONS: Final = frozenset(made.function for made in _ALL)

# How many argument kinds are remembered at most; longer calls are looked up each time.
_REMEMBERED: Final = 4


class Dispatch:
    """A standard function that is chosen by whatever the arguments are.

    `member` tells `x.f(y)` (target first) from `f(x, y)`.
    """

    __slots__ = ("_candidates", "_chosen", "_function")

    def __init__(self, function: str, *, member: bool) -> None:
        self._function = function
        self._candidates = tuple(made for made in _ALL if made.function == function and made.member == member)
        self._chosen: dict[tuple[type, ...], Callable[..., Any]] = {}

    def __call__(self, *args: Any) -> Any:
        """Call the overload that takes these values. CelError no-matching-overload when none does."""
        types = tuple(map(type, args))
        run = self._chosen.get(types)
        if run is None:
            run = self._choose(types, tuple(map(kind, args)))
        return run(*args)

    def _choose(self, types: tuple[type, ...], kinds: tuple[str, ...]) -> Callable[..., Any]:
        for made in self._candidates:
            if made.takes(kinds):
                if len(kinds) <= _REMEMBERED:
                    self._chosen[types] = made.run
                return made.run
        raise CelError("no-matching-overload", f"`{self._function}` takes no ({', '.join(kinds)})")


@cache
def dispatch(function: str, *, member: bool) -> Dispatch:
    """The choice among the overloads of one standard function."""
    return Dispatch(function, member=member)
