"""Arguments of commands and rows of `given`: plain values in, a struct out, or every fault at once.

Values may be JSON's or Python's own (a `datetime` where a time is asked for). A whole number is taken where a string is
asked for, as YAML writes `version: 2`; a decimal is not, because `2.10` has already lost its last digit.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, Struct, UnsetType

from tipstaff.vocab.errors import Fault, Invalid
from tipstaff.vocab.reading.faults import describe

S = TypeVar("S", bound=Struct)

_WORDS: Mapping[Any, str] = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime: "a time such as 2026-11-20T14:00:00Z",
    date: "a day such as 1990-05-17",
    dict: "an object",
    list: "a list",
    tuple: "a list",
}
_PLACE = re.compile(r" - at `\$(.*)`$")


@lru_cache(maxsize=512)
def _fields(struct: type[Struct]) -> tuple[_Field, ...]:
    return tuple(_Field(field) for field in msgspec.structs.fields(struct))


class _Field:
    """A field with what reading it needs worked out once."""

    __slots__ = ("name", "null_is_none", "options", "required", "said", "type")

    def __init__(self, field: msgspec.structs.FieldInfo) -> None:
        self.name, self.said, self.type, self.required = field.name, field.encode_name, field.type, field.required
        self.options = _options(field.type)
        # Whether null says that there is no value.
        self.null_is_none = not field.required and NoneType not in self.options


def read(struct: type[S], given: object, path: str = "") -> S:
    """Read an object into a struct.

    Args:
        path: where the object stands, for the faults (`consents[0]`).
    Raises:
        Invalid: a field is missing, unknown or mistyped; `faults` has all of them.
    """
    if not isinstance(given, Mapping):
        raise Invalid(f"{_said(struct)} cannot be read", faults=[Fault(path, "an object", describe(given))])
    faults = list(_unknown(struct, given, path))
    values: dict[str, Any] = {}
    for field in _fields(struct):
        value = given.get(field.said, UNSET)
        if value is UNSET or (value is None and field.null_is_none):
            if field.required:
                faults.append(Fault(_under(path, field.said), expected(field.type), "nothing"))
            continue
        try:
            values[field.name] = _utc(msgspec.convert(_lenient(value, field.options), field.type, str_keys=True))
        except msgspec.ValidationError as error:
            faults.append(_fault(_under(path, field.said), field, value, str(error)))
        except _NoOffsetError:
            hint = "a time needs its offset: Z is UTC"
            faults.append(Fault(_under(path, field.said), expected(field.type), describe(value), hint))
    if faults:
        raise Invalid(f"{_said(struct)} {_count(faults)}", faults=faults)
    return struct(**values)


def expected(of: Any) -> str:
    """A type in words: `a string`, `one of sms, email`, `a list or a string`."""
    options = _options(of)
    choices = [choice for option in options if get_origin(option) is Literal for choice in get_args(option)]
    words = ["one of " + ", ".join(str(choice) for choice in choices if choice != "")] if choices else []
    words += [_word(option) for option in options if get_origin(option) is not Literal]
    return " or ".join(dict.fromkeys(words))


def _word(option: Any) -> str:
    kind = get_origin(option) or option
    if isinstance(kind, type) and issubclass(kind, Struct):
        return "an object"
    return _WORDS.get(kind, "a value")


def partial(record: type[Struct], name: str, required: tuple[str, ...], without: tuple[str, ...] = ()) -> type[Struct]:
    """A struct with the fields of a record of which only some must be given; the others are UNSET when they are not."""
    hints = get_type_hints(record, include_extras=True)
    fields: list[Any] = []
    for field in msgspec.structs.fields(record):
        if field.name in without:
            continue
        if field.name in required:
            fields.append((field.name, hints[field.name]))
        else:
            fields.append((field.name, hints[field.name] | UnsetType, UNSET))
    rename = {field.name: field.encode_name for field in msgspec.structs.fields(record)}
    return msgspec.defstruct(name, fields, rename=rename, frozen=True, kw_only=True)


def given_fields(args: Struct) -> dict[str, Any]:
    """The fields of a partial struct that were given, by attribute name."""
    values = ((name, getattr(args, name)) for name in args.__struct_fields__)
    return {name: value for name, value in values if value is not UNSET}


def build(record: type[S], values: Mapping[str, Any], path: str = "") -> S:
    """A record from values that were read before.

    Raises:
        Invalid: a required field has no value; `faults` has all of them.
    """
    missing = [field for field in _fields(record) if field.required and field.name not in values]
    if missing:
        faults = [Fault(_under(path, field.said), expected(field.type), "nothing") for field in missing]
        raise Invalid(f"{_said(record)} {_count(faults)}", faults=faults)
    return record(**values)


def plain(record: Struct) -> dict[str, Any]:
    """A record as plain JSON values, defaults included; what has no value is left out."""
    values = {field.said: getattr(record, field.name) for field in _fields(type(record))}
    known = {name: value for name, value in values.items() if value is not None and value is not UNSET}
    return json_values(known)


def json_values(value: dict[str, Any]) -> dict[str, Any]:
    """A value exactly as a caller far away would get it: times as text, tuples as lists."""
    decoded: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return decoded


def _unknown(struct: type[Struct], given: Mapping[Any, Any], path: str) -> Iterator[Fault]:
    known = struct.__struct_encode_fields__
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(str(name)[:100], known, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
            yield Fault(_under(path, str(name))[:200], "no such field", describe(given[name]), hint)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _options(of: Any) -> list[Any]:
    """The types of a union without UNSET and None, or the type alone; annotations taken off."""
    if hasattr(of, "__metadata__"):
        return _options(of.__origin__)
    if get_origin(of) in (Union, UnionType):
        found = [option for part in get_args(of) if part is not UnsetType for option in _options(part)]
        return [option for option in found if option is not NoneType] or found
    return [of]


def _lenient(value: Any, options: list[Any]) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and str in options:
        return str(value)
    if isinstance(value, datetime) and value.tzinfo is None and datetime in options:
        return value.replace(tzinfo=UTC)
    if date in options and isinstance(value, datetime):
        return value.date()
    if date in options and isinstance(value, str):
        return value.partition("T")[0]
    return value


class _NoOffsetError(ValueError):
    """A time without an offset could be any of two dozen moments."""


def _utc(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise _NoOffsetError
    return value.astimezone(UTC)


def _fault(path: str, field: _Field, value: object, message: str) -> Fault:
    place = _PLACE.search(message)
    if place is None or not place[1]:
        hint = "put it in quotes" if str in field.options and isinstance(value, float) else ""
        return Fault(path, expected(field.type), describe(value), hint)
    # Inside the value msgspec names the place; its words are kept as they are.
    wanted, _, got = message[: place.start()].removeprefix("Expected ").partition(", got ")
    return Fault(f"{path}{place[1]}", wanted.strip("`"), got.strip("`") or "another value")


def _said(struct: type[Struct]) -> str:
    words = re.sub(r"(?<!^)([A-Z])", r" \1", struct.__name__).lower()
    return f"`{words}`"


def _count(faults: list[Fault]) -> str:
    return f"has {len(faults)} fault{'s' if len(faults) > 1 else ''}"
