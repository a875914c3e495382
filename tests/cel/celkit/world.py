"""The small world that the tests' conditions speak of: an event, an account, two signals, a ledger function."""

from __future__ import annotations

from tipstaff.cel import Environment, Function
from tipstaff.cel.types import (
    BOOL,
    DOUBLE,
    DYN,
    INT,
    STRING,
    STRINGS,
    TIMESTAMP,
    Member,
    RecordType,
    Type,
    list_of,
    map_of,
)

_CONSENT = "consent.held(recipient, channel, purpose)"
_NOTHING_MORE: dict[str, object] = {}


def record(name: str, **fields: Type | tuple[Type, dict[str, object]]) -> RecordType:
    """A record; a field whose name ends in `_opt` may be missing."""
    members = {}
    for written, of in fields.items():
        kind, more = of if isinstance(of, tuple) else (of, _NOTHING_MORE)
        field = written.removesuffix("_opt")
        attribute = f"{field}_" if field == "from" else field
        members[field] = Member(field, kind, attribute, optional=written.endswith("_opt"), **more)  # type: ignore[arg-type]
    return RecordType(name, members)


CLIENT = record("client", address=STRING, country_opt=STRING)
FLOW = record("flow", port=INT, address=STRING)
MESSAGE = record(
    "message.send",
    **{
        "from": STRING,
        "to": STRING,
        "channel": (STRING, {"choices": ("sms", "mms", "rcs", "whatsapp")}),
        "purpose": STRING,
        "text": STRING,
        "time": TIMESTAMP,
        "client_opt": CLIENT,
        "units_opt": INT,
        "categories_opt": STRINGS,
        "labels_opt": map_of(STRING, STRING),
        "flows_opt": list_of(FLOW),
    },
)
WORLD = Environment(
    variables={
        "event": MESSAGE,
        "event.id": STRING,
        "text.spam": DOUBLE,
        "params.purposes": STRINGS,
        "params.limit": DOUBLE,
        "params.facts": map_of(STRING, DYN),
    },
    functions=[
        Function(
            "consent.held", (STRING, STRING, STRING), BOOL, cost=3, about="consent.held(recipient, channel, purpose)"
        ),
        Function("authorization", (STRING,), BOOL, cost=2),
        Function("account.fact", (STRING,), DYN, cost=1),
    ],
    costs={"text.spam": 50.0},
)
