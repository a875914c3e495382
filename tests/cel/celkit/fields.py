"""The world of the differential tests: one record and a few plain variables, in our terms and in the oracle's, and
random values for them of which about a third are missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from tipstaff.cel import CelError, Environment, Sizes
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
    Member,
    RecordType,
    Type,
    list_of,
    map_of,
)
from tipstaff.cel.values import UInt

MISSING = 1 / 3

INTS = (0, 1, 2, 3, 7, -1, -2, 10, 60, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 1767225600)
UINTS = (0, 1, 2, 7, 10, 2**53 + 1, 2**63, 2**64 - 1)
DOUBLES = (0.0, 1.0, 2.0, -1.0, 0.5, 2.5, 7.0, 1e19, 1e308, -1e308, 9007199254740992.0, float("inf"))
STRINGS_ = ("", "a", "b", "ab", "abc", "Abc", "b c", "é", "日本", "😀", "12", "-7", "1.5", "true", "sms", " a ")
BYTESES = (b"", b"a", b"ab", b"\xff", "é".encode())
TIMESTAMPS = (
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(1969, 7, 20, 20, 17, 40, tzinfo=UTC),
    # The oracle cannot be given the year 1 as a value.
    datetime(2, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
)
DURATIONS = (
    timedelta(0),
    timedelta(seconds=1),
    timedelta(hours=1, minutes=30),
    timedelta(days=-1, microseconds=1),
    timedelta(milliseconds=1500),
    timedelta(days=3650),
)
KEYS = ("a", "b", "ab", "é")

_POOLS: Mapping[Type, tuple[Any, ...]] = {
    BOOL: (True, False),
    INT: INTS,
    UINT: tuple(map(UInt, UINTS)),
    DOUBLE: DOUBLES,
    STRING: STRINGS_,
    BYTES: BYTESES,
    TIMESTAMP: TIMESTAMPS,
    DURATION: DURATIONS,
}
INTS_LIST = list_of(INT)
DOUBLES_LIST = list_of(DOUBLE)
COUNTS = map_of(STRING, INT)

FLOW = {"port": INT, "name": STRING}
CLIENT = {"address": STRING, "asn": INT, "trusted": BOOL}
EVENT = {
    "b": BOOL,
    "c": BOOL,
    "i": INT,
    "j": INT,
    "u": UINT,
    "d": DOUBLE,
    "s": STRING,
    "t": STRING,
    "y": BYTES,
    "at": TIMESTAMP,
    "due": TIMESTAMP,
    "span": DURATION,
    "ints": INTS_LIST,
    "doubles": DOUBLES_LIST,
    "words": STRINGS,
    "counts": COUNTS,
}
# What the oracle can be given as a variable only, not inside a map: it reads `event_at` for `event.at`.
APART = ("u", "at", "due", "span")
VARIABLES = {"vb": BOOL, "vi": INT, "vd": DOUBLE, "vs": STRING, "vw": STRINGS, "vt": TIMESTAMP}


def _record(name: str, fields: Mapping[str, Type], *, optional: bool) -> RecordType:
    return RecordType(name, {field: Member(field, of, field, optional=optional) for field, of in fields.items()})


def _struct(name: str, fields: Mapping[str, object]) -> type[msgspec.Struct]:
    return msgspec.defstruct(name, [(field, Any, msgspec.UNSET) for field in fields], frozen=True)


FLOW_RECORD = _record("flow", FLOW, optional=False)
CLIENT_RECORD = _record("client", CLIENT, optional=True)
EVENT_FIELDS: dict[str, Type] = {**EVENT, "client": CLIENT_RECORD, "flows": list_of(FLOW_RECORD)}
EVENT_RECORD = _record("event", EVENT_FIELDS, optional=True)
# The values below are tiny, so that large expressions stay within the limit.
SIZES = Sizes(text=16, items=4, event=256, limit=1e7)
ENVIRONMENT = Environment({"event": EVENT_RECORD, **VARIABLES}, sizes=SIZES)


def with_limit(environment: Environment, limit: float) -> Environment:
    """The same names, and another limit of the cost bound, in microseconds."""
    known, functions = environment.variables, environment.functions.values()
    return Environment(known, functions, costs=environment.costs, sizes=Sizes(limit=limit))


FlowObject = _struct("FlowObject", FLOW)
ClientObject = _struct("ClientObject", CLIENT)
EventObject = _struct("EventObject", EVENT_FIELDS)


@dataclass(frozen=True)
class Facts:
    """One activation: our objects, and `plain`, the same for the oracle, where what is missing has no key."""

    variables: Mapping[str, Any]
    plain: Mapping[str, Any]

    def get(self, name: str) -> object:
        if name not in self.variables:
            raise CelError("signal-unavailable", f"`{name}` is not known")
        return self.variables[name]

    def call(self, name: str, args: tuple[object, ...]) -> object:
        raise CelError("unknown-name", f"`{name}` of {len(args)} arguments")


def random_facts(random: Random) -> Facts:
    """Values of which about a third are missing, inner records included."""
    event = _some(EVENT, random)
    plain_event: dict[str, Any] = dict(event)
    if random.random() > MISSING:
        client = _some(CLIENT, random)
        event["client"], plain_event["client"] = ClientObject(**client), client
    if random.random() > MISSING:
        flows = [{name: _value(of, random) for name, of in FLOW.items()} for _ in range(random.randrange(4))]
        event["flows"], plain_event["flows"] = [FlowObject(**flow) for flow in flows], flows
    variables = _some(VARIABLES, random)
    apart = {f"event_{name}": plain_event.pop(name) for name in APART if name in plain_event}
    plain = {name: int(value) if isinstance(value, UInt) else value for name, value in (variables | apart).items()}
    return Facts({"event": EventObject(**event), **variables}, {"event": plain_event, **plain})


def _some(fields: Mapping[str, Type], random: Random) -> dict[str, Any]:
    return {name: _value(of, random) for name, of in fields.items() if random.random() > MISSING}


def _value(of: Type, random: Random) -> Any:
    if of in (INTS_LIST, DOUBLES_LIST, STRINGS):
        element = {INTS_LIST: INT, DOUBLES_LIST: DOUBLE, STRINGS: STRING}[of]  # type: ignore[index]
        return [random.choice(_POOLS[element]) for _ in range(random.randrange(4))]
    if of == COUNTS:
        return {key: random.choice(INTS) for key in KEYS if random.random() < 0.5}
    return random.choice(_POOLS[of])
