"""Google's C++ implementation, by which ours is judged. A development dependency; nothing of it ships."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings, ext_math, ext_strings

from celkit.fields import APART, EVENT, VARIABLES, Facts
from tipstaff.cel import CelError
from tipstaff.cel.types import BOOL, BYTES, DOUBLE, DURATION, INT, STRING, TIMESTAMP, UINT, ListType, MapType, Type
from tipstaff.cel.values import kind, value_of_key

_TYPES = {
    BOOL: cel.Type.BOOL,
    INT: cel.Type.INT,
    UINT: cel.Type.UINT,
    DOUBLE: cel.Type.DOUBLE,
    STRING: cel.Type.STRING,
    BYTES: cel.Type.BYTES,
    TIMESTAMP: cel.Type.TIMESTAMP,
    DURATION: cel.Type.DURATION,
}

_PATHS_APART = re.compile(rf"\bevent\.({'|'.join(APART)})\b")
_KINDS = {
    "BOOL": "bool",
    "INT": "int",
    "UINT": "uint",
    "DOUBLE": "double",
    "STRING": "string",
    "BYTES": "bytes",
    "TIMESTAMP": "google.protobuf.Timestamp",
    "DURATION": "google.protobuf.Duration",
    "NULL": "null_type",
}


def _type(of: Type) -> Any:
    if isinstance(of, ListType):
        return cel.Type.List(_type(of.element))
    if isinstance(of, MapType):
        return cel.Type.Map(_type(of.key), _type(of.value))
    return _TYPES[of]


class Oracle:
    """The oracle with the variables of `fields`. A record is a map to it, what is missing has no key."""

    def __init__(self) -> None:
        variables = {"event": cel.Type.Map(cel.Type.STRING, cel.Type.DYN)}
        variables |= {name: _type(of) for name, of in VARIABLES.items()}
        variables |= {f"event_{name}": _type(EVENT[name]) for name in APART}
        extensions = [ext_strings.ExtStrings(), ext_math.ExtMath(), ext_bindings.ExtBindings()]
        self._env = cel.NewEnv(variables=variables, extensions=extensions)

    def activation(self, facts: Facts) -> Any:
        return self._env.Activation(dict(facts.plain))

    def compiled(self, text: str) -> Any:
        """The compiled expression; raises what the oracle raises for one it refuses."""
        return self._env.compile(_PATHS_APART.sub(r"event_\1", text))


def answer(expression: Any, activation: Any) -> Any:
    """`("error",)` or the value with its type, in a form that `ours` has too."""
    try:
        value = expression.eval(activation)
    except Exception:  # noqa: BLE001 (the oracle's errors are of many kinds)
        return ("error",)
    if value.type() == cel.Type.ERROR:
        return ("error",)
    return _told(value)


def _told(value: Any) -> Any:
    plain = value.value()
    name = value.type().name()
    if isinstance(plain, list):
        return ("list", tuple(_told(item) for item in plain))
    if isinstance(plain, dict):
        return ("map", frozenset((key, _told(item)) for key, item in plain.items()))
    return _scalar(_KINDS[name], bytes(plain) if isinstance(plain, bytearray) else plain)


def ours(value: Any) -> Any:
    """One of our values in the same form."""
    if isinstance(value, CelError):
        return ("error",)
    if isinstance(value, list | tuple):
        return ("list", tuple(map(ours, value)))
    if isinstance(value, Mapping):
        return ("map", frozenset((value_of_key(key), ours(item)) for key, item in value.items()))
    return _scalar(kind(value), value)


def _scalar(name: str, value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return (name, "NaN")
    return (name, value)
