"""What an event type carries: the field notation of the vocabulary, read into values.

The notation is public contract: `"to": "party"`, a trailing `?` on the name means optional, `["media"]` is a list,
`{"str": "str"}` a map, any other mapping an object of its own, and `"a|b|c"` one of these words. Everything else is
made from these values: the structs that decode, the types that conditions are checked against, the JSON schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from keyword import iskeyword
from typing import Literal

from msgspec import Struct

Notation = str | list["Notation"] | Mapping[str, "Notation"]

# Word -> the Python kind it decodes to, and the kind of personal value it holds ("" for none).
SCALARS: Mapping[str, tuple[str, str]] = {
    "str": ("str", ""),
    "int": ("int", ""),
    "float": ("float", ""),
    "bool": ("bool", ""),
    "time": ("time", ""),
    "url": ("str", ""),
    "ip": ("str", "ip"),
    "iso2": ("str", ""),
    "hex": ("str", ""),
    "base64": ("str", ""),
    "lang": ("str", ""),
    "party": ("str", "party"),
    "dialled": ("str", "party"),
}

# Text fields whose name says that they hold a personal value, whatever object they stand in.
# A sender may be a name or somebody's number, so what it looks like decides.
PERSONAL_NAMES: Mapping[str, str] = {
    "email": "email",
    "phone": "phone",
    "address": "email",
    "envelope_from": "email",
    "from": "sender",
    "to": "sender",
}


class Scalar(Struct, frozen=True):
    """One word of the notation. `choices` is empty unless only these words are allowed."""

    name: str
    personal: str = ""
    choices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """`str`, `int`, `float`, `bool` or `time`: how it decodes."""
        return SCALARS[self.name][0]


class ListOf(Struct, frozen=True):
    """`[item]`."""

    item: FieldType


class MapOf(Struct, frozen=True):
    """`{key: value}`; keys are strings."""

    key: Scalar
    value: FieldType


class Record(Struct, frozen=True):
    """An object with declared fields; `name` is unique in its vocabulary (`email.send.from`)."""

    name: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)


FieldType = Scalar | ListOf | MapOf | Record


class Field(Struct, frozen=True):
    """A field: its JSON name, the Python attribute that holds it (`from` becomes `from_`), its type."""

    name: str
    attribute: str
    type: FieldType
    required: bool


class EventType(Struct, frozen=True):
    """One type of event. `ask`: something is about to happen. `tell`: something has happened."""

    name: str
    verb: Literal["ask", "tell"]
    record: Record
    about: str = ""


class Vocabulary:
    """The event types a platform may tell the engine, by name.

    Args:
        types: the event types; names are unique.
        common: named notations that fields may refer to (`client`, `media`, `purpose`).
    """

    def __init__(self, types: Mapping[str, EventType], common: Mapping[str, Notation]) -> None:
        self.types = dict(types)
        self._common = dict(common)

    def extended(self, fields: Mapping[str, Mapping[str, Notation]]) -> Vocabulary:
        """A vocabulary in which some types carry further fields, as `policy.yaml` may declare.

        Raises:
            ValueError: an unknown type, a field that is already there, or a notation that cannot be read.
        """
        types = dict(self.types)
        for name, more in fields.items():
            if name not in types:
                raise ValueError(f"`{name}` is not an event type")
            types[name] = self._with_fields(types[name], more)
        return Vocabulary(types, self._common)

    def _with_fields(self, event_type: EventType, more: Mapping[str, Notation]) -> EventType:
        added = record(event_type.name, more, self._common).fields
        taken = {field.name for field in event_type.record.fields}
        for field in added:
            if field.name in taken:
                raise ValueError(f"`{event_type.name}` already has a field `{field.name}`")
        grown = Record(event_type.name, event_type.record.fields + added)
        return EventType(event_type.name, event_type.verb, grown, event_type.about)


def record(name: str, notation: Mapping[str, Notation], common: Mapping[str, Notation]) -> Record:
    """Read an object's notation; nested objects are named after their path."""
    return Record(name, tuple(_field(name, key, value, common) for key, value in notation.items()))


def _field(owner: str, key: str, notation: Notation, common: Mapping[str, Notation]) -> Field:
    name = key.removesuffix("?")
    attribute = f"{name}_" if iskeyword(name) else name
    field_type = _type(f"{owner}.{name}", notation, common)
    if notation == "str" and name in PERSONAL_NAMES:
        field_type = Scalar("str", personal=PERSONAL_NAMES[name])
    return Field(name, attribute, field_type, required=not key.endswith("?"))


def _type(path: str, notation: Notation, common: Mapping[str, Notation]) -> FieldType:
    if isinstance(notation, str):
        return _named(path, notation, common)
    if isinstance(notation, list):
        return ListOf(_type(path, notation[0], common))
    if len(notation) == 1 and next(iter(notation)) in SCALARS:
        key, value = next(iter(notation.items()))
        return MapOf(Scalar(key), _type(path, value, common))
    return record(path, notation, common)


def _named(path: str, word: str, common: Mapping[str, Notation]) -> FieldType:
    if word in common:
        # A shared object keeps its own name, so that it is one struct wherever it stands.
        shared = common[word]
        return record(word, shared, common) if isinstance(shared, Mapping) else _type(path, shared, common)
    if "|" in word:
        return Scalar("str", choices=tuple(word.split("|")))
    if word not in SCALARS:
        raise ValueError(f"`{word}` in `{path}` is not a field type; known are {', '.join(sorted(SCALARS))}")
    return Scalar(word, personal=SCALARS[word][1])
