"""Events from NDJSON or CSV, line by line; what cannot be an event is said with its line, and the rest goes on.

CSV: the columns `id`, `type`, `account`, `time` and `source` are the envelope; every other column is a field of the
data, with or without `data.` before it, dots reaching into objects (`client.address`). Cells are read the way the event
type means the field; a cell that begins with `[` or `{` is JSON; a list of texts may also be written `a|b`. An empty
cell is no value.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TextIO

from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Record, Scalar, Vocabulary

ENVELOPE: Final = ("id", "type", "account", "time", "source")


@dataclass(frozen=True, slots=True)
class Item:
    """One line: its number in the file (1 is the first), and the event as a mapping or what is wrong."""

    line: int
    event: dict[str, Any] | None
    problem: str = ""


def read_ndjson(source: TextIO, defaults: Mapping[str, str]) -> Iterator[Item]:
    """One JSON object a line; empty lines are passed over. `defaults` fill what a line does not say."""
    for number, line in enumerate(source, start=1):
        if line.strip():
            yield _from_json(number, line, defaults)


def read_csv(source: TextIO, vocabulary: Vocabulary, defaults: Mapping[str, str]) -> Iterator[Item]:
    """One event a row under a header."""
    rows = csv.DictReader(source, strict=True)
    try:
        for row in rows:
            yield _from_row(rows.line_num, row, vocabulary, defaults)
    except csv.Error as fault:
        yield Item(rows.line_num, None, f"not CSV: {fault}; the rest of the file cannot be read")


def looks_like_csv(first_line: str) -> bool:
    """Whether a file that begins with this line is CSV rather than NDJSON."""
    return not first_line.lstrip("\ufeff \t").startswith(("{", "["))


def _from_json(number: int, line: str, defaults: Mapping[str, str]) -> Item:
    if not _is_utf8(line):
        return Item(number, None, "malformed: not UTF-8")
    try:
        event = json.loads(line)
    except ValueError as fault:
        return Item(number, None, f"malformed: not JSON: {fault}")
    except RecursionError:
        return Item(number, None, "malformed: nested too deeply")
    if not isinstance(event, dict):
        return Item(number, None, "malformed: a line must be one JSON object")
    return Item(number, {**defaults, **event})


def _from_row(number: int, row: Mapping[str | Any, Any], vocabulary: Vocabulary, defaults: Mapping[str, str]) -> Item:
    if None in row:
        return Item(number, None, "malformed: more cells than the header has columns")
    if not all(_is_utf8(cell or "") for cell in row.values()):
        return Item(number, None, "malformed: not UTF-8")
    cells = {name.strip(): cell for name, cell in row.items() if cell not in (None, "")}
    event: dict[str, Any] = {**defaults, **{name: cells.pop(name) for name in ENVELOPE if name in cells}}
    kind = vocabulary.types.get(str(event.get("type", "")))
    data: dict[str, Any] = {}
    for name, cell in cells.items():
        _put(data, name.removeprefix("data.").split("."), cell, kind.record if kind else None)
    return Item(number, {**event, "data": data})


def _put(data: dict[str, Any], path: list[str], cell: str, meant: FieldType | None) -> None:
    name, rest = path[0], path[1:]
    inner = _inner(meant, name)
    if not rest:
        data[name] = _value(cell, inner)
        return
    below = data.setdefault(name, {})
    if isinstance(below, dict):
        _put(below, rest, cell, inner)


def _inner(meant: FieldType | None, name: str) -> FieldType | None:
    if isinstance(meant, MapOf):
        return meant.value
    field = meant.field(name) if isinstance(meant, Record) else None
    return field.type if field is not None else None


def _value(cell: str, meant: FieldType | None) -> Any:
    """The cell as its field means it; one that does not fit stays a text, and the decoder says what was expected."""
    if isinstance(meant, Scalar):
        return _scalar(cell, meant.kind)
    if cell[:1] in ("[", "{"):
        return _json_or_text(cell)
    if isinstance(meant, ListOf):
        return [_value(part.strip(), meant.item) for part in cell.split("|")]
    return cell


def _scalar(cell: str, kind: str) -> Any:
    if kind == "bool":
        return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(cell.lower(), cell)
    if kind in ("int", "float"):
        try:
            return int(cell) if kind == "int" else float(cell)
        except ValueError:
            return cell
    return cell


def _json_or_text(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return cell


def _is_utf8(text: str) -> bool:
    """Bytes that were no UTF-8 came in as lone surrogates."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
