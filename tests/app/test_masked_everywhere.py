"""No mail address, telephone number, card or account of an event reaches what people read other than masked.

Every event type of the vocabulary is told with such a value in every text that it has, to all five policies; what was
recorded and what the console makes of it are searched for the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from tipstaff import Engine
from tipstaff.app.retelling import Retelling
from tipstaff.console.desk import Desk
from tipstaff.console.texts import texts
from tipstaff.console.views.event import shown_event
from tipstaff.console.views.rows import rows
from tipstaff.console.views.spoken import shielded
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.schema import FieldType, ListOf, MapOf, Record, Scalar

POLICIES = ["valiantys", "dexero", "clever-cloud", "milesoft", "messagebird"]

# Values as people write them, each with what of it would give it away.
VALUES = {
    "bella.marchand@private-mail.example": "bella.marchand",
    "+33 6 98 76 54 32": "98765432",
    "06 98 76 54 32": "98765432",
    "06-98-76-54-32": "98765432",
    "07700 900 417": "7700900417",
    "(212) 555-0198": "5550198",
    "4539 5787 6362 1486": "57876362",
    "4539578763621486": "57876362",
    "FR76 3000 6000 0112 3456 7890 189": "60000112345678",
    "DE89370400440532013000": "370400440532",
}
SENTENCES = (
    "Soldes demain, appelez {} avant midi, ne le dites à personne",
    "Free money! Urgent: reply to {} with your password or i will kill you",
    "{}",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(policies=POLICIES) as made:
        yield made


def told(kind: FieldType, value: str, sentence: str) -> Any:
    """A field of this type that says the value wherever it can."""
    if isinstance(kind, Record):
        return {field.name: told(field.type, value, sentence) for field in kind.fields}
    if isinstance(kind, ListOf):
        return [told(kind.item, value, sentence)]
    if isinstance(kind, MapOf):
        return {"en" if kind.key.name == "lang" else "note": told(kind.value, value, sentence)}
    return _word(kind, value, sentence)


def _word(kind: Scalar, value: str, sentence: str) -> Any:
    if kind.choices:
        return kind.choices[0]
    plain: dict[str, Any] = {
        "int": 1, "float": 0.5, "bool": False, "time": "2026-11-20T14:00:00Z", "ip": "192.0.2.7", "iso2": "FR",
        "lang": "fr", "hex": "ab" * 32, "base64": "aGVsbG8=",
        "url": f"https://shop.example/?to={value.replace(' ', '')}",
    }  # fmt: skip
    if kind.name in plain:
        return plain[kind.name]
    if kind.personal or kind.name in ("party", "dialled"):
        return value if "@" in value or value.startswith("+") else "+33698765432"
    return sentence.format(value)


def shown(engine: Engine, decision_id: str) -> str:
    """Everything that was recorded of a decision for people, and what the console makes of it."""
    row = engine.reader.decision(decision_id)
    assert row is not None
    assert row.event is not None
    record = msgspec.json.decode(row.decision)
    page = shown_event(row.event, STANDARD)
    t = texts("fr")
    desk = cast(Desk, SimpleNamespace(ledgers=engine.house.ledgers, retell=Retelling(engine.house)))
    return "\n".join(
        [
            row.decision.decode(),
            page.json,
            *(text for _, text in page.fields),
            *(f"{name} {shielded(value, t)}" for name, value in record["facts"].items()),
            rows([row], desk, "fr")[0].gist,
            *desk.retell(row, msgspec.json.decode(row.decision, type=Decision), "fr"),
            msgspec.json.encode([entry.body for entry in engine.reader.audit(limit=20)]).decode(),
        ]
    )


def gives_away(text: str, secret: str) -> bool:
    """Whether the telling part stands there, whatever marks are put between its digits."""
    return secret in re.sub(r"[ .\-/()\u202f\u00a0\"]", "", text) if secret.isdigit() else secret in text


@pytest.mark.parametrize("value", VALUES)
def test_an_event_never_shows_whom_it_names(engine: Engine, value: str) -> None:
    leaks = []
    for name, kind in sorted(STANDARD.types.items()):
        for sentence in SENTENCES:
            decision = engine.decide({"type": name, "account": "acme", "data": told(kind.record, value, sentence)})
            leaks += [name] if gives_away(shown(engine, decision.id), VALUES[value]) else []

    assert leaks == []
