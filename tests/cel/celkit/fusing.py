"""Random conditions of every kind over a small record, and random records with much missing, to compare back ends."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from tipstaff.cel import Environment, Function
from tipstaff.cel.failure import CelError
from tipstaff.cel.types import (
    BOOL,
    DOUBLE,
    DYN,
    INT,
    STRING,
    STRINGS,
    TIMESTAMP,
    UINT,
    Member,
    RecordType,
    Type,
    list_of,
    map_of,
)
from tipstaff.cel.values import UInt


class Inner(Struct):
    """What `event.inner` and the items of `event.links` are."""

    host: str
    clicks: int
    note: str | UnsetType = UNSET


class Body(Struct):
    """Where the members with dotted attributes stand."""

    text: str
    size: int | UnsetType = UNSET


class Thing(Struct):
    """The event. Names that end in `_` are attributes of fields that Python could not name."""

    body: Body
    from_: str
    n: int
    d: float
    b: bool
    at: datetime
    xs: list[str]
    ns: list[int]
    m: dict[str, str]
    links: list[Inner]
    s: str | UnsetType = UNSET
    k: int | UnsetType = UNSET
    e: float | UnsetType = UNSET
    c: bool | UnsetType = UNSET
    u: UInt | UnsetType = UNSET
    ys: list[str] | UnsetType = UNSET
    inner: Inner | UnsetType = UNSET


def _members(**fields: tuple[Type, str]) -> dict[str, Member]:
    return {
        name: Member(name, of, attribute.removesuffix("?"), attribute.endswith("?"))
        for name, (of, attribute) in fields.items()
    }


INNER = RecordType("inner", _members(host=(STRING, "host"), clicks=(INT, "clicks"), note=(STRING, "note?")))
THING = RecordType(
    "thing",
    _members(
        text=(STRING, "body.text"), size=(INT, "body.size?"), **{"from": (STRING, "from_")}, n=(INT, "n"),
        d=(DOUBLE, "d"), b=(BOOL, "b"), at=(TIMESTAMP, "at"), xs=(STRINGS, "xs"), ns=(list_of(INT), "ns"),
        m=(map_of(STRING, STRING), "m"), links=(list_of(INNER), "links"), s=(STRING, "s?"), k=(INT, "k?"),
        e=(DOUBLE, "e?"), c=(BOOL, "c?"), u=(UINT, "u?"), ys=(STRINGS, "ys?"), inner=(INNER, "inner?"),
    ),
)  # fmt: skip
ENVIRONMENT = Environment(
    variables={"event": THING, "sig.score": DOUBLE, "sig.word": STRING, "facts": map_of(STRING, DYN), "other": INNER},
    functions=[Function("asked.yes", (STRING,), BOOL, cost=3), Function("asked.any", (STRING,), DYN, cost=1)],
    costs={"sig.score": 20.0},
)
WORDS = ("a", "b", "ab", "marketing", "x.example", "é€😀", "", "A", "12", "true")
PATTERNS = (
    "mark.t",
    "marketing",
    "arke+ting$",
    "(?i)MARKET",
    "xam.le",
    "a+b",
    "(?i)A$",
    "^x\\\\.",
    "[0-9]{2}",
    "é|€",
    "",
    "(a|b)*c",
    "b",
)


class Situation:
    """An activation over one random event. Counts how often each variable is asked for."""

    def __init__(self, seed: int, missing: float = 0.34) -> None:
        self._random = random.Random(seed)
        self._missing = missing
        self.event = self._event()
        self.asked: list[str] = []
        self.values: dict[str, Any] = {
            "event": self.event,
            "sig.score": self._maybe(self._random.random()),
            "sig.word": self._maybe(self._word()),
            "facts": {"n": 3, "s": self._word(), "b": True, "d": 2.5, "l": [1, "a"], "none": None},
            "other": self._inner(),
        }
        self._yes = {word: self._maybe(self._random.random() < 0.5) for word in WORDS}

    def get(self, name: str) -> object:
        self.asked.append(name)
        if self.values[name] is UNSET:
            raise CelError("signal-unavailable", name)
        return self.values[name]

    def call(self, name: str, args: tuple[object, ...]) -> object:
        answer = self._yes.get(str(args[0]), False)
        if answer is UNSET:
            raise CelError("signal-unavailable", f"{name}{args}")
        return answer if name == "asked.yes" else (args[0] if answer else 7)

    def _maybe(self, value: Any) -> Any:
        return UNSET if self._random.random() < self._missing else value

    def _word(self) -> str:
        return self._random.choice(WORDS)

    def _int(self) -> int:
        return self._random.choice((0, 1, -1, 2, 3, 7, 100, 2**62, -(2**63), 2**63 - 1))

    def _double(self) -> float:
        return self._random.choice((0.0, -0.0, 1.0, -1.5, 2.5, 1e300, float("inf"), float("nan")))

    def _words(self) -> list[str]:
        return [self._word() for _ in range(self._random.randrange(4))]

    def _inner(self) -> Inner:
        return Inner(self._word(), self._int(), self._maybe(self._word()))

    def _event(self) -> Thing:
        r = self._random
        return Thing(
            body=Body(self._word() + self._word(), self._maybe(r.randrange(5))),
            from_=self._word(),
            n=self._int(),
            d=self._double(),
            b=r.random() < 0.5,
            at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=r.randrange(9000), microseconds=r.randrange(10)),
            xs=self._words(),
            ns=[self._int() for _ in range(r.randrange(4))],
            m={self._word(): self._word() for _ in range(r.randrange(3))},
            links=[self._inner() for _ in range(r.randrange(3))],
            s=self._maybe(self._word()),
            k=self._maybe(self._int()),
            e=self._maybe(self._double()),
            c=self._maybe(r.random() < 0.5),
            u=self._maybe(UInt(r.choice((0, 1, 5, 2**64 - 1)))),
            ys=self._maybe(self._words()),
            inner=self._maybe(self._inner()),
        )


class Writer:
    """Writes random well-typed conditions as text."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._names: list[tuple[str, str]] = []

    def condition(self, depth: int = 4) -> str:
        """A bool expression."""
        return self._of("bool", depth)

    def _of(self, kind: str, depth: int) -> str:
        locals_ = [name for name, of in self._names if of == kind]
        if locals_ and self._random.random() < 0.5:
            return self._random.choice(locals_)
        leaves, branches = _GRAMMAR[kind]
        if depth <= 0 or self._random.random() < 0.15:
            return self._fill(self._random.choice(leaves), depth)
        return self._fill(self._random.choice(branches or leaves), depth)

    def _fill(self, template: str | Callable[[Writer, int], str], depth: int) -> str:
        if callable(template):
            return template(self, depth)
        out, rest = [], template
        while "<" in rest:
            before, _, after = rest.partition("<")
            hole, _, rest = after.partition(">")
            out += [before, self._hole(hole, depth - 1)]
        return "".join([*out, rest])

    def _hole(self, hole: str, depth: int) -> str:
        if hole == "word":
            return "'" + self._random.choice(WORDS) + "'"
        if hole == "pattern":
            return "'" + self._random.choice(PATTERNS) + "'"
        if hole in ("lt", "gt", "le"):
            return {"lt": "<", "gt": ">", "le": "<="}[hole]
        if hole == "words":
            return str([self._random.choice(WORDS) for _ in range(self._random.randrange(4))])
        return self._of(hole, depth)

    def loop(self, kind: str, macro: str, depth: int, body: str) -> str:
        """`range.macro(v, body)` with a variable that may hide another."""
        items, of = self._random.choice((("strings", "string"), ("ints", "int"), ("links", "link"), ("map", "string")))
        over = self._of(items, depth - 1)
        name = self._random.choice(("x", "y", "event_", "x"))
        self._names.append((name, of))
        inner = self._of(body, depth - 1)
        self._names.pop()
        return f"{over}.{macro}({name}, {inner})"

    def bound(self, depth: int) -> str:
        """`cel.bind(v, value, body)`."""
        of = self._random.choice(("string", "int", "bool", "double"))
        value = self._of(of, depth - 1)
        self._names.append(("v", of))
        body = self._of("bool", depth - 1)
        self._names.pop()
        return f"cel.bind(v, {value}, {body})"


def _macro(name: str, body: str = "bool") -> Callable[[Writer, int], str]:
    return lambda writer, depth: writer.loop("", name, depth, body)


def _filtered(writer: Writer, depth: int) -> str:
    return f"(size({writer.loop('', 'filter', depth, 'bool')}) <= 1)"


def _mapped(writer: Writer, depth: int) -> str:
    return f"{writer.loop('', 'map', depth, 'string')}.exists(q, q == 'a')"


_GRAMMAR: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "bool": (
        (
            "event.b", "event.c", "true", "false", "has(event.s)", "has(event.inner.note)", "has(facts.n)",
            "has(facts.z)",
        ),
        (
            "(<bool> && <bool>)", "(<bool> || <bool>)", "(<bool> && <bool> && <bool>)", "!<bool>",
            "(<bool> ? <bool> : <bool>)", "(has(event.s) && <bool>)", "(!has(event.inner) || <bool>)",
            "(<string> == <string>)", "(<string> != <word>)", "(<string> in <words>)", "(<string> in <strings>)",
            "(<string> in event.m)", "<string>.startsWith(<word>)", "<string>.endsWith(<string>)",
            "<string>.contains(<word>)", "<string>.matches(<pattern>)", "<string>.matches(<pattern>)",
            "event.text.matches(<pattern>)", "event.s.matches(<pattern>)", "(<int> == <int>)", "(<int> <lt> <int>)",
            "(<int> in [1, 2, 3])", "(<int> in <ints>)", "(<double> <gt> <double>)", "(<double> == <double>)",
            "(<uint> <gt> <uint>)", "(<time> <lt> <time>)", "(<duration> <le> <duration>)", "(<bool> == <bool>)",
            "asked.yes(<string>)", "(asked.any(<string>) == <word>)", "(asked.any(<string>) == <int>)",
            "(dyn(<int>) == <double>)", "(dyn(<bool>) == dyn(<int>))", "(facts.l == [1, 'a'])", "(<dyn> == <dyn>)",
            "(<strings> == <strings>)", "(dyn(<string>) in <words>)", "(<dyn> in [1, 2, 3])",
            "(<dyn> in [2.5, 'a'])", "(<bool> == (<bool> || <bool>))", "(type(<dyn>) == int)", "(<dyn> != null)",
            _macro("exists"), _macro("all"), _macro("exists_one"), _macro("exists"), _filtered, _mapped,
            lambda writer, depth: writer.bound(depth),
        ),
    ),
    "string": (
        (
            "event.text", "event.from", "event.s", "event.inner.host", "event.inner.note", "sig.word", "<word>",
            "other.note",
        ),
        (
            "<string>", "<string>", "(<string> + <string>)", "<string>.lowerAscii()", "event.m[<word>]", "event.m.a",
            "event.xs[0]", "<string>.substring(0, 1)", "string(<int>)", "(<bool> ? <string> : <string>)", "<link>.host",
            "<string>.replace('a', 'bb')", "<strings>.join('-')", "string(<double>)", "<link>.note",
        ),
    ),
    "int": (
        ("event.n", "event.k", "event.size", "event.inner.clicks", "1", "2", "0", "-1", "9223372036854775807"),
        (
            "<int>", "(<int> + <int>)", "(<int> - <int>)", "(<int> * <int>)", "(<int> / <int>)", "(<int> % <int>)",
            "(-<int>)", "size(<string>)", "size(<strings>)", "(size(<string>) + 1)", "<link>.clicks", "int(<double>)",
            "event.ns[1]", "<time>.getHours()", "<time>.getDayOfWeek('Europe/Paris')", "(<bool> ? <int> : <int>)",
            "<string>.indexOf('b')", "math.greatest(<int>, <int>)",
        ),
    ),
    "double": (
        ("event.d", "event.e", "sig.score", "1.0", "2.5", "-0.0"),
        ("<double>", "(<double> + <double>)", "(<double> * <double>)", "(<double> / <double>)", "(-<double>)",
         "double(<int>)", "math.ceil(<double>)", "(<bool> ? <double> : <double>)"),
    ),
    "uint": (("event.u", "1u", "18446744073709551615u"), ("<uint>", "(<uint> + <uint>)", "(<uint> - <uint>)")),
    "time": (
        ("event.at", "timestamp('2026-06-01T00:00:00Z')"),
        ("<time>", "(<time> + <duration>)", "(<time> - <duration>)"),
    ),
    "duration": (("duration('1h')", "duration('-90s')"), ("(<time> - <time>)", "(<duration> + <duration>)")),
    "strings": (
        ("event.xs", "event.ys", "<words>"),
        ("<strings>", "(<strings> + <strings>)", "<string>.split('a')", "event.links.map(l, l.host)"),
    ),
    "ints": (("event.ns", "[1, 2]", "[]"), ("<ints>", "event.links.map(l, l.clicks)")),
    "links": (("event.links",), ("event.links", "event.links.filter(l, l.clicks > 1)")),
    "map": (("event.m",), ("event.m", "{'a': 'b', 'x': <string>}")),
    "link": (("event.inner", "other"), ("event.links[0]", "event.inner", "event.links[<int>]")),
    "dyn": (
        ("facts.n", "facts.s", "facts.d", "facts.b", "facts.none", "facts['z']"),
        ("<dyn>", "dyn(<int>)", "facts.l[0]"),
    ),
}  # fmt: skip
