"""Bodies read into structs: the value, or every fault at once with its path.

The fast path is one conversion, which stops at the first fault; only when it refuses is the document walked.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Struct, UnsetType
from msgspec.structs import FieldInfo

from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.reading.decoding import parse_json
from tipstaff.vocab.reading.faults import describe

_T = TypeVar("_T", bound=Struct)
_WORDS: Mapping[Any, str] = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    datetime: "a time such as 2026-11-20T14:00:00Z",
    dict: "an object",
    list: "a list",
}


def read_shape(body: bytes, shape: type[_T], refused: Invalid) -> _T:
    """Read a JSON body.

    Args:
        refused: what to raise when the body is JSON of another shape; it is given the faults.
    Raises:
        Malformed: no JSON.
    """
    document = parse_json(body)
    try:
        return msgspec.convert(document, shape)
    except msgspec.ValidationError as error:
        faults = tuple(shape_faults(document, shape)) or (Fault("", "a document as described", str(error)),)
        raise type(refused)(refused.message, faults=faults) from None


def shape_faults(value: object, kind: Any, path: str = "") -> Iterator[Fault]:
    """What keeps a plain value from being of this type; nothing when it is."""
    options = _options(kind)
    if value is None and NoneType in options:
        return
    wanted = options[0]
    if isinstance(wanted, type) and issubclass(wanted, Struct) and isinstance(value, dict):
        yield from _struct_faults(value, wanted, path)
    elif get_origin(wanted) is list and isinstance(value, list):
        for number, item in enumerate(value):
            yield from shape_faults(item, get_args(wanted)[0], f"{path}[{number}]")
    else:
        try:
            msgspec.convert(value, wanted)
        except msgspec.ValidationError:
            yield Fault(path, _words(wanted), describe(value))


def _struct_faults(given: Mapping[str, object], shape: type[Struct], path: str) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    for name, field in fields.items():
        at = f"{path}.{name}" if path else name
        if name in given:
            yield from shape_faults(given[name], field.type, at)
        elif field.required:
            yield Fault(at, _words(_options(field.type)[0]), "nothing")
    if shape.__struct_config__.forbid_unknown_fields:
        yield from _unknown(given, fields, path)


def _unknown(given: Mapping[str, object], fields: Mapping[str, FieldInfo], path: str) -> Iterator[Fault]:
    for name in given:
        if name not in fields:
            near = difflib.get_close_matches(name[:100], fields, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(fields)}"
            yield Fault((f"{path}.{name}" if path else name)[:200], "no such field", describe(given[name]), hint)


def _options(kind: Any) -> list[Any]:
    """The types of a union, null last; the type alone when it is none."""
    if get_origin(kind) not in (Union, UnionType):
        return [kind]
    return sorted((part for part in get_args(kind) if part is not UnsetType), key=lambda part: part is NoneType)


def _words(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(str(member.value) for member in kind)
    if isinstance(kind, type) and issubclass(kind, Struct):
        return "an object"
    return _WORDS.get(get_origin(kind) or kind, "a value")
