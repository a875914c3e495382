"""The math extension: extremes, rounding, signs, bits."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any

from tipstaff.cel.functions.arithmetic import int_checked
from tipstaff.cel.functions.implementation import ANY, Implementation
from tipstaff.cel.values import MAX_UINT, NUMBERS, CelError, UInt, kind, show

_WORD = 64
_KINDS = ("int", "uint", "double")


def _number(value: Any) -> Any:
    if kind(value) in NUMBERS:
        return value
    raise CelError("no-matching-overload", f"{show(value)} is not a number")


def _greater(left: Any, right: Any) -> bool:
    if float in (type(left), type(right)):
        return float(left) > float(right)
    return bool(left > right)


def greatest(*values: Any) -> Any:
    """The greatest of numbers of any types; the first of equal ones."""
    best = _number(values[0])
    for value in values[1:]:
        best = value if _greater(_number(value), best) else best
    return best


def least(*values: Any) -> Any:
    """The least of numbers of any types; the first of equal ones."""
    best = _number(values[0])
    for value in values[1:]:
        best = value if _greater(best, _number(value)) else best
    return best


def _of_list(choose: Callable[..., Any]) -> Callable[[Sequence[Any]], Any]:
    def of_list(values: Sequence[Any]) -> Any:
        if not values:
            raise CelError("invalid-argument", "the extreme of an empty list")
        return choose(*values)

    return of_list


def _whole(rounded: Callable[[float], float]) -> Callable[[float], float]:
    """Round a finite double; infinities and NaN stay."""
    return lambda value: math.copysign(rounded(value), value) if math.isfinite(value) else value


def _half_away(value: float) -> float:
    """To the nearest whole number, halves away from zero."""
    below = math.floor(abs(value))
    return math.copysign(below + (abs(value) - below >= 0.5), value)


def _sign_double(value: float) -> float:
    if math.isnan(value):
        return value
    return 0.0 if value == 0 else math.copysign(1.0, value)


def _sqrt(value: float) -> float:
    value = float(value)
    return math.sqrt(value) if value >= 0 else math.nan


def _signed(value: int) -> int:
    """The 64 bits of `value` read as a signed integer."""
    bits = value & MAX_UINT
    return bits - (1 << _WORD) if bits >> (_WORD - 1) else bits


def _shift_by(places: int) -> int:
    if places < 0:
        raise CelError("invalid-argument", "a shift by a negative number of places")
    return min(places, _WORD)


def _left(value: int, places: int) -> int:
    return (int(value) << _shift_by(places)) & MAX_UINT


def _right(value: int, places: int) -> int:
    """Zeros move in from the left, also for a negative int."""
    return (int(value) & MAX_UINT) >> _shift_by(places)


_BITS = (("bitAnd", operator.and_), ("bitOr", operator.or_), ("bitXor", operator.xor))
_EXTREMES: tuple[tuple[str, Callable[..., Any]], ...] = (("greatest", greatest), ("least", least))
_ROUNDING: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("ceil", math.ceil),
    ("floor", math.floor),
    ("round", _half_away),
    ("trunc", math.trunc),
)


def _uint_bits(op: Callable[[int, int], int]) -> Callable[[int, int], UInt]:
    return lambda left, right: UInt(op(int(left), int(right)))


OVERLOADS = (
    *(
        Implementation(f"math.{word}", f"math_{word}_{of}", (of,), run, variadic=True)
        for word, run in _EXTREMES
        for of in _KINDS
    ),
    *(
        Implementation(f"math.{word}", f"math_{word}_list_{of}", ("list",), _of_list(run))
        for word, run in _EXTREMES
        for of in (*_KINDS, "dyn")
    ),
    *(Implementation(f"math.{word}", f"math_{word}_dyn", (ANY, ANY), run, variadic=True) for word, run in _EXTREMES),
    *(Implementation(f"math.{word}", f"math_{word}_double", ("double",), _whole(run)) for word, run in _ROUNDING),
    Implementation("math.isInf", "math_isInf_double", ("double",), math.isinf),
    Implementation("math.isNaN", "math_isNaN_double", ("double",), math.isnan),
    Implementation("math.isFinite", "math_isFinite_double", ("double",), math.isfinite),
    Implementation("math.abs", "math_abs_int", ("int",), lambda value: int_checked(abs(value))),
    Implementation("math.abs", "math_abs_uint", ("uint",), lambda value: value),
    Implementation("math.abs", "math_abs_double", ("double",), abs),
    Implementation("math.sign", "math_sign_int", ("int",), lambda value: (value > 0) - (value < 0)),
    Implementation("math.sign", "math_sign_uint", ("uint",), lambda value: UInt(value > 0)),
    Implementation("math.sign", "math_sign_double", ("double",), _sign_double),
    *(Implementation("math.sqrt", f"math_sqrt_{of}", (of,), _sqrt) for of in _KINDS),
    *(Implementation(f"math.{name}", f"math_{name}_int_int", ("int", "int"), op) for name, op in _BITS),
    *(Implementation(f"math.{name}", f"math_{name}_uint_uint", ("uint", "uint"), _uint_bits(op)) for name, op in _BITS),
    Implementation("math.bitNot", "math_bitNot_int_int", ("int",), operator.invert),
    Implementation("math.bitNot", "math_bitNot_uint_uint", ("uint",), lambda value: UInt(~int(value) & MAX_UINT)),
    Implementation("math.bitShiftLeft", "math_bitShiftLeft_int_int", ("int", "int"), lambda a, b: _signed(_left(a, b))),
    Implementation("math.bitShiftLeft", "math_bitShiftLeft_uint_int", ("uint", "int"), lambda a, b: UInt(_left(a, b))),
    Implementation(
        "math.bitShiftRight", "math_bitShiftRight_int_int", ("int", "int"), lambda a, b: _signed(_right(a, b))
    ),
    Implementation(
        "math.bitShiftRight", "math_bitShiftRight_uint_int", ("uint", "int"), lambda a, b: UInt(_right(a, b))
    ),
)
