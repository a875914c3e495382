"""A table in memory: its rows, which of them are in force at a moment, and which answer for a key."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar, cast, get_args

from msgspec import Struct

T = TypeVar("T", int, float, str)
D = TypeVar("D")

Confidence = Literal["statute", "official", "vendor", "secondary", "curated", "unverified"]
"""How far a figure can be trusted, best first: the law itself; the authority's or the operator's own publication; a
vendor's documentation; a secondary source; compiled by us; not verified."""

CONFIDENCE: tuple[str, ...] = get_args(Confidence)
_MOST_KEPT = 4096


class Row(Struct, frozen=True, eq=False):
    """One figure or set of figures; keys it lacks mean "any". In force from `since` to before `until`."""

    keys: Mapping[str, str]
    values: Mapping[str, Any]
    source: str
    confidence: Confidence
    since: date | None = None
    until: date | None = None
    note: str = ""

    def in_force(self, at: date) -> bool:
        """Whether it applies on that day."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

    def answers(self, keys: Mapping[str, str]) -> bool:
        """Whether every key it names has the value asked for."""
        return all(keys.get(name) == value for name, value in self.keys.items())


class Strictest(Struct, Generic[T], frozen=True):
    """The row that wins, its measure, and every row that was in question."""

    row: Row
    measure: T
    candidates: tuple[Row, ...]


class Table(Struct, frozen=True, eq=False, dict=True):
    """Rows under one name. `keys` are the names that rows may be for. Two tables are equal when they are one.

    Between two days on which a row begins or ends nothing changes: what was asked once in such a period is kept.
    """

    name: str
    about: str
    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    undated: str = ""
    """Why rows without a day of beginning have none."""

    def period(self, at: datetime | date) -> int:
        """The number of the stretch of days, in each of which the same rows are in force, that the moment (UTC) is in.

        Whoever keeps what follows from a table keeps it under this number.
        """
        changes = self._changes
        return bisect_right(changes, _day(at)) if changes else 0

    def in_force(self, at: datetime | date) -> tuple[Row, ...]:
        """The rows that apply on the day of that moment (UTC)."""
        period = self.period(at)
        rows = self._by_period.get(period)
        if rows is None:
            day = _day(at)
            rows = self._by_period[period] = tuple(row for row in self.rows if row.in_force(day))
        return rows

    def candidates(self, at: datetime | date, **keys: str) -> tuple[Row, ...]:
        """Every row in force that answers for these keys, the most specific first; in the table's order otherwise."""
        asked = (self.period(at), *keys.items())
        kept = self._candidates
        found = kept.get(asked)
        if found is None:
            rows = [row for row in self.in_force(at) if row.answers(keys)]
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            found = kept[asked] = tuple(sorted(rows, key=lambda row: -len(row.keys)))
        return found

    def derived(self, at: datetime | date, make: Callable[[tuple[Row, ...]], D]) -> D:
        """What `make` says of the rows in force, said once per period: an index, for example.

        Args:
            make: a plain function (not made anew for each call), of the rows alone.
        """
        key = (make, self.period(at))
        kept = self._derived
        if key not in kept:
            kept[key] = make(self.in_force(at))
        return cast(D, kept[key])

    @cached_property
    def _derived(self) -> dict[tuple[object, int], object]:
        return {}

    @cached_property
    def _changes(self) -> tuple[date, ...]:
        """Every day on which a row begins or ends to apply, in order."""
        return tuple(sorted({day for row in self.rows for day in (row.since, row.until) if day is not None}))

    @cached_property
    def _by_period(self) -> dict[int, tuple[Row, ...]]:
        return {}

    @cached_property
    def _candidates(self) -> dict[tuple[object, ...], tuple[Row, ...]]:
        """What was asked, so far: keys come from events, so that it may not grow without end."""
        return {}


def _day(at: datetime | date) -> date:
    """The day (UTC) of a moment, or the day itself."""
    if not isinstance(at, datetime):
        return at
    return at.date() if at.tzinfo is UTC else at.astimezone(UTC).date()


def strictest(rows: Sequence[Row], measure: Callable[[Row], T]) -> Strictest[T] | None:
    """The row with the greatest measure, the first of several; None when there are no rows."""
    if not rows:
        return None
    row = max(rows, key=measure)
    return Strictest(row, measure(row), tuple(rows))
