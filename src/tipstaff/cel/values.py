"""The values of the condition language while it runs, and the one failure an evaluation can have.

| in the language            | here                                                                          |
|----------------------------|-------------------------------------------------------------------------------|
| bool, double, string,bytes | `bool`, `float`, `str`, `bytes`                                               |
| null                       | `None` (a field that is missing is an error, never null)                      |
| int, uint                  | `int` and `UInt`, always within 64 bits                                       |
| list                       | `list` or `tuple`                                                             |
| map                        | `dict`; a bool key is held as `TRUE_KEY` or `FALSE_KEY`, so that it is not 1  |
| timestamp                  | aware UTC `datetime`; `NanoTimestamp` when it has a part finer than 1 us      |
| duration                   | `timedelta`; `NanoDuration` when it has a part finer than 1 us                |
| type                       | `tipstaff.cel.types.Type` without parameters                                  |
| record                     | the host's object (a msgspec Struct); only its declared members are read      |

Numbers of different types compare by value; an int or uint against a double compares as doubles, as Google's
implementation does, so beyond 2**53 neighbours are equal. Values of otherwise different types are not equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from tipstaff.cel.failure import MAX_INT, MAX_UINT, MIN_INT, CelError, ErrorCode
from tipstaff.cel.nanoseconds import NanoDuration, NanoTimestamp
from tipstaff.cel.types import Type

__all__ = [
    "FALSE_KEY",
    "MAX_INT",
    "MAX_UINT",
    "MIN_INT",
    "NUMBERS",
    "TRUE_KEY",
    "BoolKey",
    "CelError",
    "ErrorCode",
    "NanoDuration",
    "NanoTimestamp",
    "UInt",
    "contains",
    "equal",
    "from_plain",
    "key_of",
    "kind",
    "map_of_pairs",
    "show",
    "type_of_value",
    "value_of_key",
]


class UInt(int):
    """An unsigned 64-bit integer. Compares and hashes like the number it is; arithmetic belongs to `functions`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{int(self)}u"


class BoolKey:
    """A bool as a key of a map: Python takes `True` and `1` for the same key, the language does not."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"key({'true' if self.value else 'false'})"


TRUE_KEY: Final = BoolKey(True)
FALSE_KEY: Final = BoolKey(False)


_KINDS: Final[dict[type, str]] = {
    bool: "bool",
    int: "int",
    UInt: "uint",
    float: "double",
    str: "string",
    bytes: "bytes",
    type(None): "null_type",
    list: "list",
    tuple: "list",
    dict: "map",
    datetime: "google.protobuf.Timestamp",
    NanoTimestamp: "google.protobuf.Timestamp",
    timedelta: "google.protobuf.Duration",
    NanoDuration: "google.protobuf.Duration",
}
# Values of one of these types are equal when Python says so.
_PLAIN: Final = frozenset({bool, int, UInt, float, str, bytes, type(None)})
_FULL_NAMES: Final = "google.protobuf."
NUMBERS: Final = frozenset({"int", "uint", "double"})


def kind(value: object) -> str:
    """The name of the value's type: `int`, `list`, `google.protobuf.Timestamp`, ...; `record` for a host's object."""
    found = _KINDS.get(type(value))
    if found is not None:
        return found
    return "type" if isinstance(value, Type) else "record"


def type_of_value(value: object) -> Type:
    """What `type(value)` gives. A record gives a type named like its class."""
    name = kind(value)
    return Type(type(value).__name__ if name == "record" else name)


def equal(left: Any, right: Any) -> bool:
    """`left == right`: numbers across types, lists and maps by their parts, all else only within one type."""
    of = type(left)
    if of in _PLAIN and of is type(right):
        return bool(left == right)
    left_kind, right_kind = kind(left), kind(right)
    if left_kind != right_kind:
        if left_kind in NUMBERS and right_kind in NUMBERS:
            return bool(float(left) == float(right)) if "double" in (left_kind, right_kind) else bool(left == right)
        return False
    if left_kind == "list":
        return len(left) == len(right) and all(map(equal, left, right))
    if left_kind == "map":
        return len(left) == len(right) and all(key in right and equal(value, right[key]) for key, value in left.items())
    if left_kind == "record":
        return _records_equal(left, right)
    return bool(left.name == right.name) if left_kind == "type" else bool(left == right)


def _records_equal(left: Any, right: Any) -> bool:
    if type(left) is not type(right) or not isinstance(left, msgspec.Struct):
        return bool(type(left) is type(right) and left == right)
    pairs = ((getattr(left, name), getattr(right, name)) for name in left.__struct_fields__)
    return all(a is b if msgspec.UNSET in (a, b) else equal(a, b) for a, b in pairs)


def contains(item: object, items: Iterable[object]) -> bool:
    """`item in items` of a list."""
    return any(equal(item, other) for other in items)


def key_of(value: Any) -> Any:
    """A value as it is held as a key of a map: a bool, int, uint or string; a whole double finds an equal one."""
    if value is True:
        return TRUE_KEY
    if value is False:
        return FALSE_KEY
    if kind(value) not in ("int", "uint", "string", "double"):
        raise CelError("no-matching-overload", f"a {kind(value)} cannot be the key of a map")
    return value


def value_of_key(key: Any) -> Any:
    """The value that a key of a map stands for: the inverse of `key_of`."""
    return key.value if type(key) is BoolKey else key


def map_of_pairs(pairs: Iterable[tuple[object, object]]) -> dict[Any, Any]:
    """A map from its entries. CelError duplicate-key when two keys are equal (`1` and `1u` are)."""
    made: dict[Any, Any] = {}
    for key, value in pairs:
        held = key_of(key)
        if type(held) is float:
            raise CelError("no-matching-overload", "a double cannot be the key of a map")
        if held in made:
            raise CelError("duplicate-key", f"the key {show(key)} stands twice in one map")
        made[held] = value
    return made


def from_plain(value: Any) -> Any:
    """Plain JSON-like Python data as a value: dicts get safe bool keys, all parts likewise."""
    if isinstance(value, Mapping):
        return map_of_pairs((key, from_plain(item)) for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [from_plain(item) for item in value]
    return value


def show(value: object) -> str:
    """A value for messages. Messages are kept with decisions, and a text may be a person's address or what they wrote:
    so only numbers and constants are shown, of anything else its kind.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, Type):
        return value.name
    return repr(value) if isinstance(value, int | float) else f"this {kind(value).removeprefix(_FULL_NAMES).lower()}"
