"""What is remembered from event to event: answers that depend on the arguments and the day alone.

The country of a number, the shape of a sender and a legal age do not change with the event that asks. Rows of tables
come into force at midnight UTC (`tipstaff.vocab.tables`), so an answer counts for the day on which it was given. Only
short arguments are remembered, and only so many answers: senders and recipients come from outside, and nobody may fill
the memory with them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache, wraps
from typing import Any, Final, Generic, ParamSpec, TypeVar

K = TypeVar("K")
T = TypeVar("T")
P = ParamSpec("P")
Asked = tuple[str, tuple[object, ...]]
"""(name of the function, its arguments)."""

LONGEST: Final = 64
# In front of it stand the answers that were asked for before (`ledgers.standing`); 170 bytes for each.
_MOST: Final = 8_192
_DAYS: Final = 3
_LONGEST_TOGETHER: Final = 256
UNKNOWN: Final = object()


def short_ones(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """`lru_cache` for functions of texts that come from outside: what is said of long ones (256 characters together)
    is worked out each time, since one event may bring a megabyte and a memory holds thousands.
    """

    def decorate(work: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=most)(work)

        @wraps(work)
        def answer(*texts: P.args, **_: P.kwargs) -> T:
            size = len(texts[0]) if len(texts) == 1 else sum(map(len, texts))  # type: ignore[arg-type]  # texts only
            return kept(*texts) if size <= _LONGEST_TOGETHER else work(*texts)  # type: ignore[call-arg]

        return answer

    return decorate


class Remembered(Generic[K]):
    """What was asked last, at most about so many answers: entries that are used move to the young dictionary; when that
    is full it becomes the old one, and what was left in the old one is dropped.
    """

    __slots__ = ("_half", "_old", "_young")

    def __init__(self, most: int) -> None:
        self._half = max(1, most // 2)
        self._young: dict[K, Any] = {}
        self._old: dict[K, Any] = {}

    def get(self, asked: K) -> Any:
        """The answer, or UNKNOWN."""
        value = self._young.get(asked, UNKNOWN)
        if value is UNKNOWN:
            value = self._old.get(asked, UNKNOWN)
            if value is not UNKNOWN:
                self.put(asked, value)
        return value

    def put(self, asked: K, value: Any) -> None:
        """Remember an answer."""
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}
        self._young[asked] = value

    def __len__(self) -> int:
        return len(self._young) + len(self._old)


class Day(Remembered[Asked]):
    """The answers of one day, to short questions only."""

    def put(self, asked: Asked, value: Any) -> None:
        """Remember an answer, unless its arguments are long."""
        for argument in asked[1]:
            if type(argument) is not str or len(argument) > LONGEST:
                return
        super().put(asked, value)


class Lasting:
    """The days that were asked about last."""

    def __init__(self) -> None:
        self._days: dict[date, Day] = {}

    def on(self, at: datetime) -> Day:
        """The day (UTC) of a moment."""
        day = at.date() if at.tzinfo is UTC else at.astimezone(UTC).date()
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= _DAYS:
                self._days.clear()
            found = self._days[day] = Day(_MOST)
        return found
