"""Tables of figures that come from somewhere: each row with its source, its confidence and the time it is in force.

A table answers for a key (a country, a channel). Several rows may answer at once: a country's and its region's, a
carrier's and a law's. Nobody picks one in silence: `candidates` lists all of them, `strictest` says which one won.

    table: legal-age                 keys: [country, category]
    undated: Compiled from memory; when each age began was not looked up.
    rows:
      - {for: {country: FR, category: alcohol}, age: 18, from: 2009-07-23, source: "...", confidence: statute}
      - {for: {country: [IE, MT], category: adult}, age: 18, from: unknown, source: "...", confidence: unverified}

A row for several values of a key is as many rows. A row without `from`, or with `from: unknown`, has always been in
force as far as the table knows; `undated` says why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import product
from typing import Any, Generic, Literal, TypeVar, cast, get_args

import msgspec
from msgspec import Struct

from tipstaff.vocab.diagnostics import Diagnostic, Place

T = TypeVar("T", int, float, str)
D = TypeVar("D")

Confidence = Literal["statute", "official", "vendor", "secondary", "curated", "unverified"]
"""How far a figure can be trusted, best first: the law itself; the authority's or the operator's own publication; a
vendor's documentation; a secondary source; compiled by us; not verified."""

CONFIDENCE: tuple[str, ...] = get_args(Confidence)
_MOST_KEPT = 4096
_UNKNOWN = "unknown"
_RESERVED = ("for", "from", "until", "source", "confidence", "note")


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


def read_table(document: object, file: str, lines: Sequence[int] = ()) -> tuple[Table | None, list[Diagnostic]]:
    """Make a table from parsed YAML.

    Args:
        document: mapping with `table`, `about`, `keys`, `rows` and perhaps `undated`.
        file: named in diagnostics; `lines` has the line on which each row begins.
    Returns:
        The table, or None when any diagnostic is an error; all of them at once.
    """
    if not isinstance(document, Mapping):
        return None, [_wrong(file, 1, "a table is a mapping with `table`, `about`, `keys` and `rows`")]
    found = list(_head_faults(document, file))
    keys = tuple(str(key) for key in _listed(document, "keys"))
    rows: list[Row] = []
    for index, given in enumerate(_listed(document, "rows")):
        line = lines[index] if index < len(lines) else 1
        for one in _spread(given):
            row, faults = _read_row(one, keys, Place(file, line))
            found += faults
            if row is not None:
                rows.append(row)
    if found:
        return None, found
    undated = str(document.get("undated") or "")
    return Table(str(document["table"]), str(document["about"]), keys, tuple(rows), undated), []


def _spread(given: object) -> Iterable[object]:
    """A row for several values of its keys as one row for each; anything else as it is."""
    named = given.get("for") if isinstance(given, Mapping) else None
    if not isinstance(given, Mapping) or not isinstance(named, Mapping):
        yield given
        return
    values = ([*value] if isinstance(value, list) else [value] for value in named.values())
    for chosen in product(*values):
        yield {**given, "for": dict(zip(named, chosen, strict=True))}


def _listed(document: Mapping[Any, Any], name: str) -> list[Any]:
    """A list of the document; empty where there is none, which `_head_faults` says."""
    value = document.get(name)
    return value if isinstance(value, list) else []


def _head_faults(document: Mapping[Any, Any], file: str) -> Iterable[Diagnostic]:
    for name, kind in (("table", str), ("about", str), ("keys", list), ("rows", list)):
        if not isinstance(document.get(name), kind):
            yield _wrong(file, 1, f"the table needs `{name}`, a {'list' if kind is list else 'text'}")
    for name in document.keys() - {"table", "about", "keys", "rows", "undated"}:
        yield _wrong(file, 1, f"`{name}` is not a part of a table")


def _read_row(given: object, keys: tuple[str, ...], place: Place) -> tuple[Row | None, list[Diagnostic]]:
    if not isinstance(given, Mapping):
        return None, [_wrong(place.file, place.line, "a row is a mapping")]
    found = [_wrong(place.file, place.line, message) for message in _row_faults(given, keys)]
    if found:
        return None, found
    row = {
        "keys": given.get("for") or {},
        "values": {name: value for name, value in given.items() if name not in _RESERVED},
        "since": None if given.get("from") == _UNKNOWN else given.get("from"),
        **{name: given[name] for name in ("until", "source", "confidence", "note") if name in given},
    }
    try:
        return msgspec.convert(row, Row), []
    except msgspec.ValidationError as error:
        return None, [_wrong(place.file, place.line, f"the row cannot be read: {error}")]


def _row_faults(given: Mapping[Any, Any], keys: tuple[str, ...]) -> Iterable[str]:
    """What is wrong with a row, in words."""
    if not given.get("source"):
        yield "a row needs its `source`"
    if given.get("confidence") not in CONFIDENCE:
        yield f"a row needs its `confidence`: {', '.join(CONFIDENCE)}"
    for name in ("from", "until"):
        if name == "from" and given.get(name) == _UNKNOWN:
            continue
        if name in given and (not isinstance(given[name], date) or isinstance(given[name], datetime)):
            yield f"`{name}` is a day such as 2022-02-28"
    named = given.get("for") or {}
    if not isinstance(named, Mapping):
        yield "`for` is a mapping from the table's keys to values"
        return
    for name, value in named.items():
        if name not in keys:
            yield f"`{name}` is not a key of this table; its keys are {', '.join(keys)}"
        if not isinstance(value, str):
            yield f"`{name}` is a text; write `{value}` in quotes"
    if not given.keys() - set(_RESERVED):
        yield "a row needs at least one figure"


def _wrong(file: str, line: int, message: str) -> Diagnostic:
    return Diagnostic("table", message, Place(file, line))
