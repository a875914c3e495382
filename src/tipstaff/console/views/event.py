"""An event as it may be shown: personal fields masked by what the vocabulary says of them."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct

from tipstaff.vocab.masking import ELLIPSIS, mask, mask_within
from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Record, Scalar, Vocabulary
from tipstaff.vocab.recorded import recorded_json

_LONGEST: Final = 4_000
"""Characters of one field that are shown: a page is read, and a mail may have millions."""


class Shown(Struct, frozen=True):
    """An event for people: its fields as (path, value) in the order told, and the masked JSON."""

    fields: list[tuple[str, str]]
    json: str
    time: str | None


def shown_event(raw: bytes, vocabulary: Vocabulary) -> Shown:
    """The event of these JSON bytes, which the decoder has accepted before."""
    document: dict[str, Any] = recorded_json(raw)
    kind = vocabulary.types.get(document.get("type", ""))
    document["data"] = _masked(document.get("data"), kind.record if kind else None)
    named = {name: mask_within(document[name]) for name in ("id", "subject") if isinstance(document.get(name), str)}
    document.update(named)
    text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    time = document.get("time")
    return Shown(_flat(document["data"], ""), text, time if isinstance(time, str) else None)


def _masked(value: Any, kind: FieldType | None) -> Any:
    if isinstance(value, str):
        if len(value) > _LONGEST:
            return f"{mask_within(value[: 2 * _LONGEST])[:_LONGEST]}{ELLIPSIS}"
        return mask(kind.personal, value) if isinstance(kind, Scalar) and kind.personal else mask_within(value)
    if isinstance(value, list):
        return [_masked(item, kind.item if isinstance(kind, ListOf) else None) for item in value]
    if isinstance(value, dict):
        return {name: _masked(item, _member(kind, name)) for name, item in value.items()}
    return value


def _member(kind: FieldType | None, name: str) -> FieldType | None:
    if isinstance(kind, Record):
        field = kind.field(name)
        return field.type if field else None
    return kind.value if isinstance(kind, MapOf) else None


def _flat(value: Any, path: str) -> list[tuple[str, str]]:
    """Nested fields by their path, so that a table can show them; lists of plain values on one line."""
    if isinstance(value, dict) and value:
        return [pair for name, item in value.items() for pair in _flat(item, f"{path}.{name}" if path else name)]
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return [pair for place, item in enumerate(value) for pair in _flat(item, f"{path}[{place}]")]
    return [(path, plain(value))]


def plain(value: Any) -> str:
    """A value in one line, as JSON would have it; a string, a time and a list of them without quotes. Of lists of
    texts, as they are found for each of several recipients, what each says, once.
    """
    value = msgspec.to_builtins(value, str_keys=True)
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if isinstance(value, list) and all(isinstance(item, list) for item in value):
        parts = [part for item in value for part in item]
        if parts and all(isinstance(part, str) for part in parts):
            return "; ".join(dict.fromkeys(parts))
    return msgspec.json.encode(value).decode()
