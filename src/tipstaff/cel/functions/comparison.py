"""Order and equality. Numbers compare across types; everything else only within its own."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from tipstaff.cel.functions.implementation import ANY, DURATION, TIMESTAMP, Implementation
from tipstaff.cel.values import equal

Compare = Callable[[Any, Any], bool]

_WORDS: tuple[tuple[str, str, Compare], ...] = (
    ("_<_", "less", operator.lt),
    ("_<=_", "less_equals", operator.le),
    ("_>_", "greater", operator.gt),
    ("_>=_", "greater_equals", operator.ge),
)
# suffix of the overload id, kinds, whether both sides are compared as doubles
_ORDERED = (
    ("bool", "bool", "bool", False),
    ("int64", "int", "int", False),
    ("int64_double", "int", "double", True),
    ("int64_uint64", "int", "uint", False),
    ("uint64", "uint", "uint", False),
    ("uint64_double", "uint", "double", True),
    ("uint64_int64", "uint", "int", False),
    ("double", "double", "double", False),
    ("double_int64", "double", "int", True),
    ("double_uint64", "double", "uint", True),
    ("string", "string", "string", False),
    ("bytes", "bytes", "bytes", False),
    ("timestamp", TIMESTAMP, TIMESTAMP, False),
    ("duration", DURATION, DURATION, False),
)


def as_doubles(compare: Compare) -> Compare:
    """The comparison of an integer with a double: both as doubles."""
    return lambda left, right: compare(float(left), float(right))


def not_equal(left: object, right: object) -> bool:
    """`left != right`."""
    return not equal(left, right)


OVERLOADS = (
    *(
        Implementation(name, f"{word}_{suffix}", (left, right), as_doubles(op) if doubles else op)
        for name, word, op in _WORDS
        for suffix, left, right, doubles in _ORDERED
    ),
    Implementation("_==_", "equals", (ANY, ANY), equal),
    Implementation("_!=_", "not_equals", (ANY, ANY), not_equal),
)
