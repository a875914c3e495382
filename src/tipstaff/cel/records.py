"""Event types as records of the condition language: what conditions of rules and of windows may name of an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tipstaff.cel.types import BOOL, DOUBLE, INT, STRING, TIMESTAMP, Member, RecordType, Type, list_of, map_of
from tipstaff.vocab.reading.schema import EventType, Field, FieldType, ListOf, MapOf, Record, Scalar

_SCALARS: Final[Mapping[str, Type]] = {"str": STRING, "int": INT, "float": DOUBLE, "bool": BOOL, "time": TIMESTAMP}

ENVELOPE: Final[Mapping[str, Type]] = {
    "event.id": STRING,
    "event.type": STRING,
    "event.time": TIMESTAMP,
    "event.account": STRING,
}
"""What every event has beside its data. A field of the same name in the data wins."""


def event_variables(event_type: EventType) -> dict[str, Type]:
    """The variables of an event: its data as the record `event`, and its envelope as `event.id` and so on."""
    record = record_type(event_type.record)
    envelope = {name: of for name, of in ENVELOPE.items() if name.partition(".")[2] not in record.members}
    return {"event": record, **envelope}


def record_type(record: Record) -> RecordType:
    """A record's type: one member a field."""
    return RecordType(record.name, {field.name: _member(field) for field in record.fields})


def cel_type(field_type: FieldType) -> Type:
    """The type of a field."""
    if isinstance(field_type, Scalar):
        return _SCALARS[field_type.kind]
    if isinstance(field_type, ListOf):
        return list_of(cel_type(field_type.item))
    if isinstance(field_type, MapOf):
        return map_of(STRING, cel_type(field_type.value))
    return record_type(field_type)


def _member(field: Field) -> Member:
    choices = field.type.choices if isinstance(field.type, Scalar) else ()
    optional = not field.required
    return Member(field.name, cel_type(field.type), field.attribute, optional, _personal(field.type), choices)


def _personal(field_type: FieldType) -> str:
    """The kind of personal value a field holds; a list holds what its items are."""
    if isinstance(field_type, ListOf):
        return _personal(field_type.item)
    return field_type.personal if isinstance(field_type, Scalar) else ""
