"""A table from parsed YAML, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import product
from typing import Any

import msgspec

from tipstaff.vocab.diagnostics import Diagnostic, Place
from tipstaff.vocab.tables.table import CONFIDENCE, Row, Table

_UNKNOWN = "unknown"
_RESERVED = ("for", "from", "until", "source", "confidence", "note")


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
