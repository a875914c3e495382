"""An event that holds only what it must, or everything it may, is decided by every rule: nothing is left unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tipstaff import Engine
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Scalar

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
POLICIES = ("valiantys", "dexero", "milesoft")
PLAIN: dict[str, object] = {
    "int": 1, "float": 1.0, "bool": True, "ip": "203.0.113.9", "iso2": "FR", "url": "https://x.example/a",
    "time": "2026-11-18T13:00:00Z", "party": "+33612345678", "dialled": "+33612345678", "hex": "aa" * 32,
    "base64": "SGVsbG8=", "lang": "en",
}  # fmt: skip


def value(of: FieldType, full: bool) -> Any:
    """A value of the type; with `full` every optional member is there."""
    if isinstance(of, Scalar):
        return of.choices[0] if of.choices else PLAIN.get(of.name, "hello")
    if isinstance(of, ListOf):
        return [value(of.item, full)]
    if isinstance(of, MapOf):
        return {value(of.key, full): value(of.value, full)}
    return {field.name: value(field.type, full) for field in of.fields if field.required or full}


def event(name: str, data: object) -> dict[str, object]:
    return {
        "specversion": "1.0", "id": name, "source": "test", "type": name, "account": "acme",
        "time": "2026-11-18T14:00:00Z", "data": data,
    }  # fmt: skip


@pytest.fixture(scope="module", params=POLICIES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with Engine([request.param], clock=lambda: NOW) as engine:
        yield engine


@pytest.mark.parametrize("full", [False, True], ids=["bare", "full"])
def test_no_rule_is_left_unknown(engine: Engine, full: bool) -> None:
    unknown = {
        name: decision.errors
        for name, of in STANDARD.types.items()
        if (decision := engine.ask(event(name, value(of.record, full)))).errors
    }

    assert unknown == {}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("content.publish", {"kind": "post", "text": "", "html": "<" * 100_000}),
        ("content.publish", {"kind": "post", "text": "\u0301" * 100_000}),
        ("content.publish", {"kind": "post", "text": "a b " * 250_000}),
        ("message.send", {"channel": "sms", "from": "", "to": "+33612345678", "text": "", "purpose": "service"}),
        ("account.signup", {"email": "", "client": {"address": "203.0.113.9"}}),
        ("account.signup", {"email": "@", "phone": "+0", "country": "ZZ", "tax_id": "", "client": {"address": "::1"}}),
        ("account.update", {"changes": {}}),
        ("data.export", {"resource": "", "destination_country": "ZZ", "party": ""}),
        ("email.send", {"from": {"address": ""}, "to": [], "subject": "", "purpose": "service"}),
        ("app.deploy", {"app": "", "packages": [""] * 1000, "arguments": ["\x00"] * 1000}),
        ("file.upload", {"name": "", "size": -1, "content": "!!!"}),
    ],
)
def test_hostile_and_empty_values_are_decided(engine: Engine, name: str, data: dict[str, Any]) -> None:
    told = {error.code for error in engine.ask(event(name, data)).errors}
    assert told <= ({"unknown-country"} if name == "data.export" else set())
