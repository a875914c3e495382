"""The string, math and encoding extensions, under the overload ids of cel-go's `ext` package.

Source: cel-spec `string_ext` and `math_ext`. `math.greatest` and `math.least` are macros there; here they are functions
that take any number of arguments, so that a tree keeps what its author wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tipstaff.cel.declare.overloads import NUMBER, Overload
from tipstaff.cel.types import BOOL, BYTES, DOUBLE, DYN, INT, STRING, STRINGS, UINT, Type, list_of

_NUMBERS: tuple[tuple[str, Type], ...] = (("int", INT), ("uint", UINT), ("double", DOUBLE))


def _on_string(overload: str, args: Iterable[Type], result: Type) -> Overload:
    return Overload(overload, (STRING, *args), result, member=True)


def _extreme(word: str) -> tuple[Overload, ...]:
    """Of one type gives that type; of several gives `dyn`; of one list gives its element."""
    return (
        *(Overload(f"math_{word}_{name}", (of,), of, variadic=True) for name, of in _NUMBERS),
        *(Overload(f"math_{word}_list_{name}", (list_of(of),), of) for name, of in _NUMBERS),
        Overload(f"math_{word}_list_dyn", (list_of(NUMBER),), DYN),
        Overload(f"math_{word}_dyn", (NUMBER, NUMBER), DYN, variadic=True),
    )


def _per_number(name: str) -> tuple[Overload, ...]:
    return tuple(Overload(f"math_{name}_{kind}", (of,), of) for kind, of in _NUMBERS)


def _bits(name: str) -> tuple[Overload, ...]:
    return (
        Overload(f"math_{name}_int_int", (INT, INT), INT),
        Overload(f"math_{name}_uint_uint", (UINT, UINT), UINT),
    )


def _shift(name: str) -> tuple[Overload, ...]:
    return (
        Overload(f"math_{name}_int_int", (INT, INT), INT),
        Overload(f"math_{name}_uint_int", (UINT, INT), UINT),
    )


STRING_EXTENSION: Mapping[str, tuple[Overload, ...]] = {
    "charAt": (_on_string("string_char_at_int", (INT,), STRING),),
    "indexOf": (
        _on_string("string_index_of_string", (STRING,), INT),
        _on_string("string_index_of_string_int", (STRING, INT), INT),
    ),
    "lastIndexOf": (
        _on_string("string_last_index_of_string", (STRING,), INT),
        _on_string("string_last_index_of_string_int", (STRING, INT), INT),
    ),
    "lowerAscii": (_on_string("string_lower_ascii", (), STRING),),
    "upperAscii": (_on_string("string_upper_ascii", (), STRING),),
    "replace": (
        _on_string("string_replace_string_string", (STRING, STRING), STRING),
        _on_string("string_replace_string_string_int", (STRING, STRING, INT), STRING),
    ),
    "split": (
        _on_string("string_split_string", (STRING,), STRINGS),
        _on_string("string_split_string_int", (STRING, INT), STRINGS),
    ),
    "substring": (
        _on_string("string_substring_int", (INT,), STRING),
        _on_string("string_substring_int_int", (INT, INT), STRING),
    ),
    "trim": (_on_string("string_trim", (), STRING),),
    "reverse": (_on_string("string_reverse", (), STRING),),
    "join": (
        Overload("list_join", (STRINGS,), STRING, member=True),
        Overload("list_join_string", (STRINGS, STRING), STRING, member=True),
    ),
    "format": (_on_string("string_format", (list_of(DYN),), STRING),),
    "strings.quote": (Overload("strings_quote", (STRING,), STRING),),
}

MATH_EXTENSION: Mapping[str, tuple[Overload, ...]] = {
    "math.greatest": _extreme("greatest"),
    "math.least": _extreme("least"),
    **{
        f"math.{name}": (Overload(f"math_{name}_double", (DOUBLE,), DOUBLE),)
        for name in ("ceil", "floor", "round", "trunc")
    },
    **{f"math.{name}": (Overload(f"math_{name}_double", (DOUBLE,), BOOL),) for name in ("isInf", "isNaN", "isFinite")},
    "math.abs": _per_number("abs"),
    "math.sign": _per_number("sign"),
    "math.sqrt": tuple(Overload(f"math_sqrt_{kind}", (of,), DOUBLE) for kind, of in _NUMBERS),
    "math.bitAnd": _bits("bitAnd"),
    "math.bitOr": _bits("bitOr"),
    "math.bitXor": _bits("bitXor"),
    "math.bitNot": (
        Overload("math_bitNot_int_int", (INT,), INT),
        Overload("math_bitNot_uint_uint", (UINT,), UINT),
    ),
    "math.bitShiftLeft": _shift("bitShiftLeft"),
    "math.bitShiftRight": _shift("bitShiftRight"),
}

ENCODING_EXTENSION: Mapping[str, tuple[Overload, ...]] = {
    "base64.encode": (Overload("base64_encode_bytes", (BYTES,), STRING),),
    "base64.decode": (Overload("base64_decode_string", (STRING,), BYTES),),
}
