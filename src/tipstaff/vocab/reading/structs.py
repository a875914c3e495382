"""Structs made from the vocabulary: the schema decodes, so types are checked once and for free.

Decoding into a struct is faster than decoding into a dict, and a condition that reads a declared member needs no
check of its own. The envelope of each type is a struct tagged with the type, so that one pass over the bytes does both.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, Union

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from tipstaff.vocab.reading.faults import ENVELOPE_LIMIT
from tipstaff.vocab.reading.schema import EventType, FieldType, ListOf, MapOf, Record, Scalar, Vocabulary

Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Instant = Annotated[datetime, Meta(tz=True)]
Name = Annotated[str, Meta(min_length=1, max_length=ENVELOPE_LIMIT)]

_KINDS: dict[str, Any] = {"str": str, "int": Int64, "float": float, "bool": bool, "time": Instant}


class StructMaker:
    """Makes one struct per record; records of the same fields share one, whatever they are called.

    So what a pack adds alike to every event type is one class for all of them, and reading it stays in the processor's
    cache.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, type[Struct]] = {}

    def struct(self, record: Record) -> type[Struct]:
        """The struct of a record: required fields first to fill, optional ones default to UNSET."""
        shape = _shape(record)
        made = self._made.get(shape)
        if made is None:
            made = self._made[shape] = self._define(record)
        return made

    def _define(self, record: Record) -> type[Struct]:
        fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
        for field in record.fields:
            annotation = self.annotation(field.type)
            if field.required:
                fields.append((field.attribute, annotation))
            else:
                fields.append((field.attribute, annotation | UnsetType, UNSET))
        return msgspec.defstruct(
            _class_name(record.name),
            fields,
            rename={field.attribute: field.name for field in record.fields},
            frozen=True,
            kw_only=True,
            gc=False,
        )

    def annotation(self, field_type: FieldType) -> Any:
        """The Python annotation that decodes a field of this type."""
        if isinstance(field_type, Scalar):
            return Literal[field_type.choices] if field_type.choices else _KINDS[field_type.kind]
        if isinstance(field_type, ListOf):
            return list[self.annotation(field_type.item)]  # type: ignore[misc]  # the type is made at run time
        if isinstance(field_type, MapOf):
            return dict[str, self.annotation(field_type.value)]  # type: ignore[misc]
        return self.struct(field_type)


def _shape(field_type: FieldType) -> Hashable:
    """What decides how a type decodes: everything but the names of records."""
    if isinstance(field_type, Record):
        return tuple((field.name, field.attribute, _shape(field.type), field.required) for field in field_type.fields)
    if isinstance(field_type, ListOf):
        return ("list", _shape(field_type.item))
    if isinstance(field_type, MapOf):
        return ("map", _shape(field_type.value))
    return ("scalar", field_type.kind, field_type.choices)


Envelopes = tuple[tuple[str, type[Struct]], ...]
"""The envelope of each event type, by the type's name."""


def envelopes(vocabulary: Vocabulary) -> Envelopes:
    """The envelopes of a vocabulary. Made once for the same types: a reload that changes no field makes none."""
    return _made(tuple(vocabulary.types.values()))[0]


def envelope_decoder(vocabulary: Vocabulary) -> msgspec.json.Decoder[Any]:
    """The decoder of whole events: gives the envelope of the event's type. Made once for the same types."""
    return _made(tuple(vocabulary.types.values()))[1]


@lru_cache(maxsize=16)
def _made(types: tuple[EventType, ...]) -> tuple[Envelopes, msgspec.json.Decoder[Any]]:
    maker = StructMaker()
    made = tuple((event_type.name, _envelope(event_type, maker)) for event_type in types)
    members = tuple(envelope for _, envelope in made)
    return made, msgspec.json.Decoder(Union[members])  # noqa: UP007 - the members are only known at run time


def _envelope(event_type: EventType, maker: StructMaker) -> type[Struct]:
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = [
        ("specversion", Literal["1.0"]),
        ("id", Name),
        ("source", Name),
        ("account", Name),
        ("data", maker.struct(event_type.record)),
        ("time", Instant | UnsetType, UNSET),
    ]
    return msgspec.defstruct(
        _class_name(event_type.name) + "Event", fields, tag_field="type", tag=event_type.name, frozen=True, gc=False
    )


def _class_name(record_name: str) -> str:
    return "".join(part.capitalize() for part in record_name.replace("_", ".").split("."))
