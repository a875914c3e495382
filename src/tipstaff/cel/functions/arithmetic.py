"""Arithmetic on int, uint and double: 64 bits, checked; division truncates toward zero."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

from tipstaff.cel.functions.implementation import Implementation
from tipstaff.cel.values import MAX_INT, MAX_UINT, MIN_INT, CelError, UInt


def int_checked(value: int) -> int:
    """The value if it fits a signed 64-bit integer, else CelError overflow."""
    if MIN_INT <= value <= MAX_INT:
        return value
    raise CelError("overflow", "the result does not fit a 64-bit integer")


def uint_checked(value: int) -> UInt:
    """The value if it fits an unsigned 64-bit integer, else CelError overflow."""
    if 0 <= value <= MAX_UINT:
        return UInt(value)
    raise CelError("overflow", "the result does not fit an unsigned 64-bit integer")


def divide_int(left: int, right: int) -> int:
    """The quotient, truncated toward zero."""
    if right == 0:
        raise CelError("divide-by-zero", "division by zero")
    quotient = abs(left) // abs(right)
    return int_checked(quotient if (left < 0) == (right < 0) else -quotient)


def modulo_int(left: int, right: int) -> int:
    """The remainder, with the sign of `left`; an overflow where the quotient is one, as in other implementations."""
    if right == 0:
        raise CelError("divide-by-zero", "modulus by zero")
    if right == -1:
        int_checked(-left)
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def divide_uint(left: int, right: int) -> UInt:
    """The quotient of unsigned integers."""
    if right == 0:
        raise CelError("divide-by-zero", "division by zero")
    return UInt(int(left) // int(right))


def modulo_uint(left: int, right: int) -> UInt:
    """The remainder of unsigned integers."""
    return UInt(modulo_int(left, right))


def divide_double(left: float, right: float) -> float:
    """IEEE 754 division: by zero gives an infinity or NaN, never an error."""
    left, right = float(left), float(right)
    if right:
        return left / right
    if math.isnan(left) or math.isnan(right) or left == 0:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _int(op: Callable[[int, int], int]) -> Callable[[int, int], int]:
    return lambda left, right: int_checked(op(left, right))


def _uint(op: Callable[[int, int], int]) -> Callable[[int, int], UInt]:
    return lambda left, right: uint_checked(op(int(left), int(right)))


def _double(op: Callable[[float, float], float]) -> Callable[[float, float], float]:
    return lambda left, right: op(float(left), float(right))


def negate_int(value: int) -> int:
    """`-value`."""
    return int_checked(-value)


_PLAIN = (("_+_", "add", operator.add), ("_-_", "subtract", operator.sub), ("_*_", "multiply", operator.mul))

OVERLOADS = (
    *(Implementation(name, f"{word}_int64", ("int", "int"), _int(op)) for name, word, op in _PLAIN),
    *(Implementation(name, f"{word}_uint64", ("uint", "uint"), _uint(op)) for name, word, op in _PLAIN),
    *(Implementation(name, f"{word}_double", ("double", "double"), _double(op)) for name, word, op in _PLAIN),
    Implementation("_/_", "divide_int64", ("int", "int"), divide_int),
    Implementation("_/_", "divide_uint64", ("uint", "uint"), divide_uint),
    Implementation("_/_", "divide_double", ("double", "double"), divide_double),
    Implementation("_%_", "modulo_int64", ("int", "int"), modulo_int),
    Implementation("_%_", "modulo_uint64", ("uint", "uint"), modulo_uint),
    Implementation("-_", "negate_int64", ("int",), negate_int),
    Implementation("-_", "negate_double", ("double",), operator.neg),
)
