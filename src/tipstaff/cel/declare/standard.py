"""Everything that can be called without the host: one table, name to overloads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tipstaff.cel.declare.extensions import ENCODING_EXTENSION, MATH_EXTENSION, STRING_EXTENSION
from tipstaff.cel.declare.functions import FUNCTIONS
from tipstaff.cel.declare.operators import OPERATORS
from tipstaff.cel.declare.overloads import Overload
from tipstaff.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    UINT,
    Type,
    list_of,
    map_of,
    type_of,
)

STANDARD: Mapping[str, tuple[Overload, ...]] = MappingProxyType(
    {**OPERATORS, **FUNCTIONS, **STRING_EXTENSION, **MATH_EXTENSION, **ENCODING_EXTENSION}
)

OVERLOAD_IDS = frozenset(overload.id for overloads in STANDARD.values() for overload in overloads)

# Names that denote a type when no variable of that name is declared.
TYPE_NAMES: Mapping[str, Type] = MappingProxyType(
    {
        "bool": BOOL,
        "int": INT,
        "uint": UINT,
        "double": DOUBLE,
        "string": STRING,
        "bytes": BYTES,
        "null_type": NULL,
        "list": list_of(DYN),
        "map": map_of(DYN, DYN),
        "type": type_of(DYN),
        "google.protobuf.Timestamp": TIMESTAMP,
        "google.protobuf.Duration": DURATION,
    }
)
