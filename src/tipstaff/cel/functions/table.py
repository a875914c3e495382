"""Every implementation, by overload id; and the choice of one by the values alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
_chosen: dict[tuple[str, bool, tuple[str, ...]], Callable[..., Any]] = {}


def call(function: str, args: tuple[Any, ...], *, member: bool) -> Any:
    """Call a standard function with whatever the arguments are. CelError no-matching-overload when none takes them.

    `member` tells `x.f(y)` (target first in `args`) from `f(x, y)`.
    """
    kinds = tuple(map(kind, args))
    run = _chosen.get((function, member, kinds)) or _choose(function, member, kinds)
    return run(*args)


def _choose(function: str, member: bool, kinds: tuple[str, ...]) -> Callable[..., Any]:
    for made in _ALL:
        if made.function == function and made.member == member and made.takes(kinds):
            if len(kinds) <= _REMEMBERED:
                _chosen[function, member, kinds] = made.run
            return made.run
    raise CelError("no-matching-overload", f"`{function}` takes no ({', '.join(kinds)})")
