"""A recorded reason in another language: told again where the record holds all of it, else left as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tipstaff import Engine
from tipstaff.app.retelling import Retelling
from tipstaff.vocab.decision import Decision

MESSAGE = {"channel": "sms", "from": "ACME", "to": "+33612345678", "text": "Soldes demain", "purpose": "marketing"}
EVENTS: list[tuple[str, dict[str, Any]]] = [
    ("message.send", MESSAGE),
    ("message.send", {**MESSAGE, "text": "GAGNEZ un iPhone GRATUIT, cliquez http://bit.ly/x9", "purpose": "service"}),
    ("call.start", {"from": "+33180000001", "to": "112", "purpose": "marketing"}),
    (
        "email.send",
        {
            "from": {"address": "promo@shop.example", "name": "La Poste"},
            "to": ["jean@example.fr"],
            "subject": "Re: Votre colis",
            "text": "Votre colis est bloqué.",
            "purpose": "marketing",
        },
    ),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(policies=["messagebird"]) as made:
        made.give(
            {"accounts": [{"id": "fr", "country": "FR", "locale": "fr"}, {"id": "en", "country": "FR", "locale": "en"}]}
        )
        yield made


@pytest.mark.parametrize(("type_", "data"), EVENTS)
def test_a_reader_gets_their_own_language(engine: Engine, type_: str, data: dict[str, Any]) -> None:
    retell = Retelling(engine.house)
    french, english = (recorded(engine, account, type_, data) for account in ("fr", "en"))

    assert [one.clause for one in french[1].reasons] == [one.clause for one in english[1].reasons] != []
    # What each account was told is what the other's decision says in its language.
    assert retell(*english, "fr") == [one.explain for one in french[1].reasons]
    assert retell(*french, "en") == [one.explain for one in english[1].reasons]
    assert retell(*french, "fr") == [one.explain for one in french[1].reasons]


def test_what_is_not_in_the_record_is_left_as_it_was(engine: Engine) -> None:
    row, decision = recorded(engine, "en", *EVENTS[0])
    retell = Retelling(engine.house)
    words = [one.explain for one in decision.reasons]

    reworded = [msgspec.structs.replace(one, explain=f"{one.explain} (2021)") for one in decision.reasons]
    assert retell(row, msgspec.structs.replace(decision, reasons=reworded), "fr") == [one.explain for one in reworded]
    assert retell(msgspec.structs.replace(row, event=None), decision, "fr") == words
    assert retell(msgspec.structs.replace(row, type="email.send"), decision, "fr") == words


def recorded(engine: Engine, account: str, type_: str, data: dict[str, Any]) -> tuple[Any, Decision]:
    made = engine.decide({"type": type_, "account": account, "data": data, "time": "2022-11-16T03:00:00Z"})
    row = engine.reader.decision(made.id)
    assert row is not None
    return row, msgspec.json.decode(row.decision, type=Decision)
