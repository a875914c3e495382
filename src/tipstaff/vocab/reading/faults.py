"""Everything that is wrong with an event, at once.

The fast decoder stops at the first fault. This slow path runs only after it has refused, walks the whole document and
names each fault with its path, what was expected and what came, so that a sender repairs it in one go.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tipstaff.vocab.errors import Fault
from tipstaff.vocab.reading.schema import FieldType, ListOf, Record, Scalar, Vocabulary

ENVELOPE_LIMIT = 512
_NAMES = {
    str: "a string",
    bool: "true or false",
    int: "an integer",
    float: "a number",
    list: "a list",
    dict: "an object",
}
_EXPECTED = {
    "str": "a string",
    "int": "a 64-bit integer",
    "float": "a number",
    "bool": "true or false",
    "time": "a time such as 2026-11-20T14:00:00Z",
}


def event_faults(document: object, vocabulary: Vocabulary) -> list[Fault]:
    """Every fault of a CloudEvents document, in the order of its paths; [] when there is none."""
    if not isinstance(document, dict):
        return [Fault("", "a CloudEvents JSON object", describe(document))]
    return [*_envelope_faults(document), *_type_faults(document, vocabulary)]


def record_faults(record: Record, value: object, path: str) -> Iterator[Fault]:
    """The faults of an object against its declared fields; unknown fields are none."""
    if not isinstance(value, dict):
        yield Fault(path, "an object", describe(value))
        return
    for field in record.fields:
        at = f"{path}.{field.name}" if path else field.name
        if field.name not in value:
            if field.required:
                yield Fault(at, _expected(field.type), "nothing", _near(field.name, value, record))
        elif value[field.name] is None and not field.required:
            yield Fault(at, _expected(field.type), "null", "leave the field out when there is no value")
        else:
            yield from _value_faults(field.type, value[field.name], at)


def describe(value: object) -> str:
    """What came, for a person: short, and never more than a glimpse of the value."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"the string {value[:24]!r}" + ("…" if len(value) > 24 else "")
    if isinstance(value, (bool, int, float)):
        return f"{str(value).lower()[:24]}"
    return _NAMES.get(type(value), "something else")


def _envelope_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    if document.get("specversion") != "1.0":
        got = describe(document["specversion"]) if "specversion" in document else "nothing"
        yield Fault("specversion", 'the string "1.0"', got)
    for name in ("id", "source", "type", "account"):
        value = document.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= ENVELOPE_LIMIT:
            got = describe(value) if name in document else "nothing"
            yield Fault(name, f"a string of 1 to {ENVELOPE_LIMIT} characters", got)
    if "time" in document and not _is_instant(document["time"]):
        yield Fault("time", "an RFC 3339 time with its offset", describe(document["time"]))
    if not isinstance(document.get("data"), dict):
        yield Fault("data", "an object", describe(document["data"]) if "data" in document else "nothing")


def _type_faults(document: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Fault]:
    name, data = document.get("type"), document.get("data")
    if not isinstance(name, str):
        return
    if name not in vocabulary.types:
        yield Fault("type", "a known event type", describe(name), _did_you_mean(name, list(vocabulary.types)))
    elif isinstance(data, dict):
        yield from record_faults(vocabulary.types[name].record, data, "data")


def _value_faults(field_type: FieldType, value: object, path: str) -> Iterator[Fault]:
    if isinstance(field_type, Scalar):
        if not _fits(field_type, value):
            yield Fault(path, _expected(field_type), describe(value), _choice_hint(field_type, value))
    elif isinstance(field_type, Record):
        yield from record_faults(field_type, value, path)
    elif isinstance(field_type, ListOf):
        if not isinstance(value, list):
            yield Fault(path, "a list", describe(value))
            return
        for number, item in enumerate(value):
            yield from _value_faults(field_type.item, item, f"{path}[{number}]")
    elif not isinstance(value, dict):
        yield Fault(path, "an object", describe(value))
    else:
        for key, item in value.items():
            yield from _value_faults(field_type.value, item, f"{path}.{key}")


def _fits(scalar: Scalar, value: object) -> bool:
    if scalar.choices:
        return value in scalar.choices
    match scalar.kind:
        case "str":
            return isinstance(value, str)
        case "bool":
            return isinstance(value, bool)
        case "time":
            return _is_instant(value)
        case "int":
            whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            return whole and not isinstance(value, bool) and -(2**63) <= value < 2**63  # type: ignore[operator]
        case _:
            return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_instant(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _expected(field_type: FieldType) -> str:
    if isinstance(field_type, Scalar):
        if field_type.choices:
            return "one of " + ", ".join(field_type.choices)
        return _EXPECTED[field_type.kind]
    return "a list" if isinstance(field_type, ListOf) else "an object"


def _choice_hint(scalar: Scalar, value: object) -> str:
    return _did_you_mean(value, list(scalar.choices)) if scalar.choices and isinstance(value, str) else ""


def _near(name: str, value: Mapping[str, Any], record: Record) -> str:
    """A field that is missing while a similar unknown one is there was probably misspelt."""
    unknown = [key for key in value if record.field(key) is None]
    near = difflib.get_close_matches(name, unknown[:100], n=1)
    return f"`{near[0]}` is not a field here; did you mean `{name}`?" if near else ""


def _did_you_mean(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word[:100], known, n=1)
    return f"did you mean `{near[0]}`?" if near else ""
