"""The types of the condition language, as CEL defines them, plus records for declared objects.

A type is a small frozen value; two types are equal when they are spelled the same. `DYN` is what the checker cannot
know; `ERROR` marks an expression that was already reported, so that one mistake is said once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Type:
    """A named type without parameters: `int`, `string`, `timestamp`, `dyn`, ..."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """`list(element)`."""

    element: Type = field(default=Type("dyn"))

    def __str__(self) -> str:
        return f"list({self.element})"


@dataclass(frozen=True, slots=True)
class MapType(Type):
    """`map(key, value)`."""

    key: Type = field(default=Type("dyn"))
    value: Type = field(default=Type("dyn"))

    def __str__(self) -> str:
        return f"map({self.key}, {self.value})"


@dataclass(frozen=True, slots=True)
class TypeType(Type):
    """`type(of)`: the type of a type value such as `int` or `type(1)`."""

    of: Type = field(default=Type("dyn"))

    def __str__(self) -> str:
        return f"type({self.of})"


@dataclass(frozen=True, slots=True)
class TypeVariable(Type):
    """Stands for any one type inside a declaration, such as `A` in `list(A)`. Never on a checked tree."""


@dataclass(frozen=True, slots=True)
class Member:
    """One field of a record: its type, the attribute of the Python object that holds it, whether it may be missing.

    `personal` names the kind of personal value it holds (`party`, `ip`, `email`, `text`, ...; "" for none), so that
    explanations mask it. `choices` lists every value it can have, () when that is not known; the checker warns of a
    comparison with any other. A missing optional field holds `msgspec.UNSET`. `attribute` may be dotted (`data.text`)
    when the value is not on the object itself; only its last part may be missing.
    """

    name: str
    type: Type
    attribute: str
    optional: bool = False
    personal: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordType(Type):
    """A declared object such as the data of `message.send` or the account. Only declared members can be read."""

    members: Mapping[str, Member] = field(default_factory=dict, compare=False, hash=False, repr=False)

    def __str__(self) -> str:
        return self.name


BOOL = Type("bool")
INT = Type("int")
UINT = Type("uint")
DOUBLE = Type("double")
STRING = Type("string")
BYTES = Type("bytes")
NULL = Type("null_type")
TIMESTAMP = Type("google.protobuf.Timestamp")
DURATION = Type("google.protobuf.Duration")
DYN = Type("dyn")
ERROR = Type("!error!")


def list_of(element: Type) -> ListType:
    """`list(element)`."""
    return ListType("list", element)


def map_of(key: Type, value: Type) -> MapType:
    """`map(key, value)`."""
    return MapType("map", key, value)


def type_of(of: Type) -> TypeType:
    """`type(of)`."""
    return TypeType("type", of)


STRINGS = list_of(STRING)
A = TypeVariable("A")
B = TypeVariable("B")
