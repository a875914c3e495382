"""One JSON schema per event type, made from the vocabulary's own values."""

from __future__ import annotations

from typing import Any, Final

from tipstaff.vocab.reading.faults import ENVELOPE_LIMIT
from tipstaff.vocab.reading.schema import EventType, Field, FieldType, ListOf, MapOf, Record, Scalar, Vocabulary

Schema = dict[str, Any]

_KINDS: Final[dict[str, Schema]] = {
    "str": {"type": "string"},
    "int": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "time": {"type": "string", "format": "date-time"},
}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "party": ("A phone number in E.164, an e-mail address, or a handle of the channel.", "+33612345678"),
    "dialled": ("A number in E.164, or a short code as dialled.", "112"),
    "ip": ("An IPv4 or IPv6 address.", "203.0.113.7"),
    "iso2": ("A country as ISO 3166-1 alpha-2.", "FR"),
    "url": ("An absolute URL.", "https://example.com/"),
    "hex": ("Hexadecimal digits.", "9f86d081"),
    "base64": ("Base64.", "aGVsbG8="),
    "lang": ("A language as BCP 47.", "fr"),
}


def event_schemas(vocabulary: Vocabulary) -> dict[str, Schema]:
    """Schema components: `Event` (any of the types) and one `Event.<type>` for each."""
    types = {component(name): _envelope(kind) for name, kind in sorted(vocabulary.types.items())}
    references = [{"$ref": f"#/components/schemas/{name}"} for name in types]
    mapping = {name: f"#/components/schemas/{component(name)}" for name in sorted(vocabulary.types)}
    anything = {
        "title": "Event",
        "description": "One CloudEvents 1.0 event of a known type.",
        "oneOf": references,
        "discriminator": {"propertyName": "type", "mapping": mapping},
    }
    return {"Event": anything, **types}


def component(event_type: str) -> str:
    """The name of the schema component of an event type."""
    return f"Event.{event_type}"


def _envelope(kind: EventType) -> Schema:
    name: Schema = {"type": "string", "minLength": 1, "maxLength": ENVELOPE_LIMIT}
    time = "When it happened, with its offset; not far from the server's clock. Default: when it arrives."
    return {
        "title": kind.name,
        "description": kind.about,
        "type": "object",
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {**name, "description": "Unique within `source`. Told twice, an event is decided once."},
            "source": {**name, "description": "Who tells it."},
            "type": {"const": kind.name},
            "account": {**name, "description": "The operator's customer on whose behalf this happens."},
            "time": {**_KINDS["time"], "description": time},
            "data": record_schema(kind.record),
        },
        "required": ["specversion", "id", "source", "type", "account", "data"],
    }


def record_schema(record: Record) -> Schema:
    """An object with declared fields. Further fields are allowed: they are kept and rules can use them."""
    schema: Schema = {"type": "object", "properties": {field.name: _field(field) for field in record.fields}}
    required = [field.name for field in record.fields if field.required]
    return {**schema, "required": required} if required else schema


def _field(field: Field) -> Schema:
    return field_schema(field.type)


def field_schema(kind: FieldType) -> Schema:
    """The schema of one field. Personal values are marked `x-personal`: they are masked wherever they are shown."""
    if isinstance(kind, Record):
        return record_schema(kind)
    if isinstance(kind, ListOf):
        return {"type": "array", "items": field_schema(kind.item)}
    if isinstance(kind, MapOf):
        return {"type": "object", "additionalProperties": field_schema(kind.value)}
    return _scalar(kind)


def _scalar(scalar: Scalar) -> Schema:
    if scalar.choices:
        return {"enum": list(scalar.choices)}
    schema = dict(_KINDS[scalar.kind])
    if scalar.name in _WORDS:
        about, example = _WORDS[scalar.name]
        schema |= {"description": about, "examples": [example]}
    return schema | ({"x-personal": scalar.personal} if scalar.personal else {})
