"""Random well-typed expressions over `fields`: every operator, function and macro that both languages have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from celkit import fields
from tipstaff.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    STRING,
    STRINGS,
    TIMESTAMP,
    UINT,
    ListType,
    MapType,
    RecordType,
    Type,
    list_of,
)

_COMPARED = (BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION)
_ORDERS = ("<", "<=", ">", ">=")
_NUMERIC = (INT, UINT, DOUBLE)
_ZONES = ("UTC", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "+02:00", "-09:30")
_PATTERNS = ("a", "^a", "b$", "^$", "[0-9]+", "(a|b)c?", "(?i)ABC", "\\\\w+", "é", "a.*c")
_PARTS = ("getFullYear", "getMonth", "getDayOfYear", "getDayOfMonth", "getDate", "getDayOfWeek")
_CLOCK = ("getHours", "getMinutes", "getSeconds", "getMilliseconds")
_VARIABLE_NAMES = ("x", "y", "z")


class Generator:
    """Makes expressions as text. `depth` bounds their nesting."""

    def __init__(self, random: Random, depth: int = 4) -> None:
        self.random = random
        self.depth = depth
        self.local: list[tuple[str, Type]] = []

    def expression(self, of: Type, depth: int | None = None) -> str:
        """An expression of this type."""
        depth = self.depth if depth is None else depth
        if depth <= 0 or self.random.random() < 0.15:
            return self.leaf(of)
        makers = _MAKERS.get(of)
        if makers is None:
            return self.leaf(of)
        return self.random.choice(makers)(self, depth - 1)

    # -- leaves

    def leaf(self, of: Type) -> str:
        known = [*self.paths(of), *(name for name, kind in self.local if kind == of)]
        if known and (self.random.random() < 0.7 or isinstance(of, RecordType)):
            return self.random.choice(known)
        return self.literal(of)

    def paths(self, of: Type) -> Iterator[str]:
        """Readable names of this type."""
        yield from (f"event.{name}" for name, kind in fields.EVENT_FIELDS.items() if kind == of)
        yield from (f"event.client.{name}" for name, kind in fields.CLIENT.items() if kind == of)
        yield from (name for name, kind in fields.VARIABLES.items() if kind == of)
        for variable, kind in self.local:
            if kind == fields.FLOW_RECORD:
                yield from (f"{variable}.{name}" for name, inner in fields.FLOW.items() if inner == of)

    def literal(self, of: Type) -> str:
        if isinstance(of, ListType):
            return f"[{', '.join(self.leaf(of.element) for _ in range(self.random.randrange(4)))}]"
        if isinstance(of, MapType):
            keys = self.random.sample(fields.KEYS, self.random.randrange(3))
            return "{" + ", ".join(f"{_quoted(key)}: {self.leaf(of.value)}" for key in keys) + "}"
        return _LITERALS[of](self.random)

    def one(self, types: tuple[Type, ...]) -> Type:
        return self.random.choice(types)

    # -- bool

    def connective(self, depth: int) -> str:
        sign = self.random.choice(("&&", "||"))
        return "(" + f" {sign} ".join(self.expression(BOOL, depth) for _ in range(self.random.choice((2, 2, 3)))) + ")"

    def negation(self, depth: int) -> str:
        return f"!{self.expression(BOOL, depth)}"

    def equality(self, depth: int) -> str:
        of = self.one((*_COMPARED, fields.INTS_LIST, STRINGS, fields.COUNTS))
        sign = self.random.choice(("==", "!="))
        return f"({self.expression(of, depth)} {sign} {self.expression(of, depth)})"

    def dynamic_equality(self, depth: int) -> str:
        """Of any two types."""
        one, other = self.one(_COMPARED), self.one(_COMPARED)
        sign = self.random.choice(("==", "!="))
        return f"(dyn({self.expression(one, depth)}) {sign} {self.expression(other, depth)})"

    def order(self, depth: int) -> str:
        of = self.one(_COMPARED)
        return f"({self.expression(of, depth)} {self.random.choice(_ORDERS)} {self.expression(of, depth)})"

    def mixed_order(self, depth: int) -> str:
        one, other = self.one(_NUMERIC), self.one(_NUMERIC)
        return f"(dyn({self.expression(one, depth)}) {self.random.choice(_ORDERS)} {self.expression(other, depth)})"

    def membership(self, depth: int) -> str:
        element = self.one((INT, STRING, DOUBLE))
        return f"({self.expression(element, depth)} in {self.expression(list_of(element), depth)})"

    def key_membership(self, depth: int) -> str:
        return f"({self.expression(STRING, depth)} in {self.expression(fields.COUNTS, depth)})"

    def text_test(self, depth: int) -> str:
        function = self.random.choice(("contains", "startsWith", "endsWith"))
        return f"{self.expression(STRING, depth)}.{function}({self.expression(STRING, depth)})"

    def matching(self, depth: int) -> str:
        return f"{self.expression(STRING, depth)}.matches('{self.random.choice(_PATTERNS)}')"

    def presence(self, _: int) -> str:
        names = [name for name in fields.EVENT_FIELDS if name not in fields.APART]
        path = self.random.choice([*(f"event.{name}" for name in names), "event.client.asn"])
        if self.random.random() < 0.15:
            path = f"event.counts.{self.random.choice(('a', 'b', 'ab'))}"
        return f"has({path})"

    def quantified(self, depth: int) -> str:
        macro = self.random.choice(("all", "exists", "exists_one"))
        return self.macro(macro, BOOL, depth)

    def macro(self, macro: str, body: Type, depth: int, element: Type | None = None) -> str:
        of = element or self.one((INT, STRING, DOUBLE, fields.FLOW_RECORD))
        over = "event.flows" if of == fields.FLOW_RECORD else self.expression(list_of(of), depth - 1)
        # The order of a map's keys is nobody's business, so no list may come of it.
        if of == STRING and macro in ("all", "exists", "exists_one") and self.random.random() < 0.2:
            over = self.expression(fields.COUNTS, depth - 1)
        name = self.random.choice(_VARIABLE_NAMES)
        self.local.append((name, of))
        # A name that an inner macro binds again is of the inner type.
        shadowed = [pair for pair in self.local if pair[0] != name]
        kept, self.local = self.local, [*shadowed, (name, of)]
        inside = self.expression(body, depth)
        condition = f"{self.expression(BOOL, depth - 1)}, " if macro == "map" and self.random.random() < 0.3 else ""
        self.local = kept
        self.local.pop()
        return f"{over}.{macro}({name}, {condition}{inside})"

    def bool_conversion(self, depth: int) -> str:
        return f"bool({self.expression(STRING, depth)})"

    # -- any type

    def choice(self, of: Type, depth: int) -> str:
        return f"({self.expression(BOOL, depth)} ? {self.expression(of, depth)} : {self.expression(of, depth)})"

    def binding(self, of: Type, depth: int) -> str:
        name, kind = self.random.choice(_VARIABLE_NAMES), self.one(_COMPARED)
        value = self.expression(kind, depth)
        kept = self.local
        self.local = [*(pair for pair in kept if pair[0] != name), (name, kind)]
        body = self.expression(of, depth)
        self.local = kept
        return f"cel.bind({name}, {value}, {body})"

    def element(self, of: Type, depth: int) -> str:
        return f"{self.expression(list_of(of), depth)}[{self.random.choice(('0', '1', self.leaf(INT)))}]"

    # -- numbers

    def arithmetic(self, of: Type, depth: int) -> str:
        signs = ("+", "-", "*", "/") if of == DOUBLE else ("+", "-", "*", "/", "%")
        return f"({self.expression(of, depth)} {self.random.choice(signs)} {self.expression(of, depth)})"

    def negative(self, of: Type, depth: int) -> str:
        return f"(-({self.expression(of, depth)}))"

    def size(self, depth: int) -> str:
        of = self.one((STRING, BYTES, fields.INTS_LIST, STRINGS, fields.COUNTS))
        text = self.expression(of, depth)
        return f"size({text})" if self.random.random() < 0.5 else f"{text}.size()"

    def int_conversion(self, depth: int) -> str:
        return f"int({self.expression(self.one((INT, UINT, DOUBLE, STRING, TIMESTAMP)), depth)})"

    def uint_conversion(self, depth: int) -> str:
        return f"uint({self.expression(self.one((INT, UINT, DOUBLE, STRING)), depth)})"

    def double_conversion(self, depth: int) -> str:
        return f"double({self.expression(self.one((INT, UINT, DOUBLE)), depth)})"

    def count_of(self, depth: int) -> str:
        counts = self.expression(fields.COUNTS, depth)
        return f"{counts}[{self.leaf(STRING)}]" if self.random.random() < 0.6 else f"{counts}.ab"

    def part(self, depth: int) -> str:
        zone = f"'{self.random.choice(_ZONES)}'" if self.random.random() < 0.5 else ""
        return f"{self.expression(TIMESTAMP, depth)}.{self.random.choice((*_PARTS, *_CLOCK))}({zone})"

    def duration_part(self, depth: int) -> str:
        return f"{self.expression(DURATION, depth)}.{self.random.choice(_CLOCK)}()"

    def index_of(self, depth: int) -> str:
        function = self.random.choice(("indexOf", "lastIndexOf"))
        return f"{self.expression(STRING, depth)}.{function}({self.expression(STRING, depth)})"

    # -- texts

    def concatenation(self, of: Type, depth: int) -> str:
        return f"({self.expression(of, depth)} + {self.expression(of, depth)})"

    def text_conversion(self, depth: int) -> str:
        return f"string({self.expression(self.one((INT, UINT, BOOL, STRING)), depth)})"

    def rewritten(self, depth: int) -> str:
        return f"{self.expression(STRING, depth)}.{self.random.choice(('lowerAscii', 'upperAscii', 'trim'))}()"

    def replaced(self, depth: int) -> str:
        text, needle, other = (self.expression(STRING, depth) for _ in range(3))
        return f"{text}.replace({needle}, {other})"

    def substring(self, depth: int) -> str:
        return f"{self.expression(STRING, depth)}.substring({self.random.choice(('0', '1', self.leaf(INT)))})"

    def joined(self, depth: int) -> str:
        return f"{self.expression(STRINGS, depth)}.join({self.leaf(STRING)})"

    def bytes_conversion(self, depth: int) -> str:
        return f"bytes({self.expression(STRING, depth)})"

    # -- lists

    def split(self, depth: int) -> str:
        return (
            f"{self.expression(STRING, depth)}.split({self.random.choice((_quoted(' '), _quoted('b'), _quoted('')))})"
        )

    def mapped(self, of: Type, depth: int) -> str:
        return self.macro("map", of, depth)

    def filtered(self, of: Type, depth: int) -> str:
        return self.macro("filter", BOOL, depth, element=of)

    # -- times

    def shifted(self, depth: int) -> str:
        sign = self.random.choice(("+", "-"))
        return f"({self.expression(TIMESTAMP, depth)} {sign} {self.expression(DURATION, depth)})"

    def difference(self, depth: int) -> str:
        return f"({self.expression(TIMESTAMP, depth)} - {self.expression(TIMESTAMP, depth)})"

    def duration_sum(self, depth: int) -> str:
        sign = self.random.choice(("+", "-"))
        return f"({self.expression(DURATION, depth)} {sign} {self.expression(DURATION, depth)})"

    def timestamp_conversion(self, depth: int) -> str:
        return f"timestamp({self.expression(INT, depth)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _double(random: Random) -> str:
    value = random.choice(fields.DOUBLES)
    return "(1.0 / 0.0)" if value == float("inf") else repr(value)


def _bytes(random: Random) -> str:
    return "b'" + "".join(f"\\x{byte:02x}" for byte in random.choice(fields.BYTESES)) + "'"


def _timestamp(random: Random) -> str:
    return f"timestamp('{random.choice(fields.TIMESTAMPS).isoformat().replace('+00:00', 'Z')}')"


_LITERALS: dict[Type, Callable[[Random], str]] = {
    BOOL: lambda random: random.choice(("true", "false")),
    INT: lambda random: str(random.choice(fields.INTS)),
    UINT: lambda random: f"{random.choice(fields.UINTS)}u",
    DOUBLE: _double,
    STRING: lambda random: _quoted(random.choice(fields.STRINGS_)),
    BYTES: _bytes,
    TIMESTAMP: _timestamp,
    DURATION: lambda random: f"duration('{random.choice(('0s', '1s', '90m', '-86399.999999s', '1.5s', '87600h'))}')",
}

_Maker = Callable[[Generator, int], str]


def _any(of: Type) -> list[_Maker]:
    return [lambda g, depth: g.choice(of, depth), lambda g, depth: g.binding(of, depth)]


def _number(of: Type) -> list[_Maker]:
    return [*[lambda g, depth: g.arithmetic(of, depth)] * 3, *_any(of), lambda g, depth: g.element(of, depth)]


def _list(of: Type) -> list[_Maker]:
    return [
        *_any(list_of(of)),
        lambda g, depth: g.concatenation(list_of(of), depth),
        lambda g, depth: g.mapped(of, depth),
        lambda g, depth: g.filtered(of, depth),
    ]


_G = Generator
_MAKERS: dict[Type, list[_Maker]] = {
    BOOL: [
        *[_G.connective] * 4,
        *[_G.negation, _G.equality, _G.order, _G.membership, _G.quantified] * 2,
        _G.dynamic_equality,
        _G.mixed_order,
        _G.key_membership,
        _G.text_test,
        _G.matching,
        _G.presence,
        _G.bool_conversion,
        *_any(BOOL),
    ],
    INT: [
        *_number(INT),
        lambda g, depth: g.negative(INT, depth),
        _G.size,
        _G.int_conversion,
        _G.count_of,
        _G.part,
        _G.duration_part,
        _G.index_of,
    ],
    UINT: [*_number(UINT)[:5], _G.uint_conversion],
    DOUBLE: [*_number(DOUBLE), lambda g, depth: g.negative(DOUBLE, depth), _G.double_conversion],
    STRING: [
        *_any(STRING),
        lambda g, depth: g.concatenation(STRING, depth),
        lambda g, depth: g.element(STRING, depth),
        _G.text_conversion,
        _G.rewritten,
        _G.replaced,
        _G.substring,
        _G.joined,
    ],
    BYTES: [*_any(BYTES), lambda g, depth: g.concatenation(BYTES, depth), _G.bytes_conversion],
    TIMESTAMP: [*_any(TIMESTAMP), _G.shifted, _G.timestamp_conversion],
    DURATION: [*_any(DURATION), _G.difference, _G.duration_sum],
    fields.INTS_LIST: _list(INT),
    fields.DOUBLES_LIST: _list(DOUBLE),
    STRINGS: [*_list(STRING), _G.split],
    fields.COUNTS: _any(fields.COUNTS),
}
