"""Why a rule did not match: the false parts of its condition with their values, as they were recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.app.conftest import DrivenClock

from tipstaff import Engine
from tipstaff.vocab.errors import NotFound

Message = Callable[..., dict[str, Any]]
CONSENT = {"account": "acme", "recipient": "+33612345678", "channel": "sms", "purpose": "marketing"}


def why(engine: Engine, decision: str, name: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (rule["rule"], rule["outcome"], {part["part"]: part["value"] for part in rule.get("parts", ())})
        for rule in engine.explain(decision, name)["rules"]
    ]


def test_the_false_part_is_shown_with_what_it_looked_at(engine: Engine, send: Message) -> None:
    decision = engine.decide(send(data={"purpose": "service"}))

    assert why(engine, decision.id, "demo.consent/no-consent") == [
        ("no-consent", "did not match", {"event.purpose == 'marketing'": False, "event.purpose": "service"})
    ]


def test_what_was_recorded_counts_and_not_what_is_so_now(engine: Engine, send: Message) -> None:
    """The count of then, though more messages were sent; and of the ledger, what was so before it changed."""
    first = engine.decide(send())
    for number in range(5):
        engine.decide(send(id=f"more{number}"))
    engine.command("consent.grant", CONSENT)

    (rate,) = engine.explain(first.id, "demo.rate")["rules"]
    assert {part["part"]: part["value"] for part in rate["parts"]} == {
        "window.sends > params.most": False, "window.sends": 1, "params.most": 3,
    }  # fmt: skip
    assert rate["as_of_now"] == []
    (consent, _) = engine.explain(first.id, "demo.consent")["rules"]
    assert consent["outcome"] == "matched"


def test_what_the_record_does_not_say_is_named(engine: Engine, send: Message, clock: DrivenClock) -> None:
    decision = engine.decide(send(data={"purpose": "service"}))
    clock.advance(timedelta(minutes=1))

    (rule,) = engine.explain(decision.id, "no-consent")["rules"]

    assert rule["as_of_now"] == ["consent.held(+33…678, sms, service)"]


def test_personal_values_are_masked(engine: Engine, send: Message) -> None:
    decision = engine.decide(send())

    assert "+33612345678" not in str(engine.explain(decision.id, "suppressed")["rules"])


def test_a_lifted_rule_names_what_lifts_it(engine: Engine, send: Message) -> None:
    grant = {"id": "a1", "account": "acme", "use": "cold-contact", "from": "2026-01-01T00:00:00Z"}
    engine.give({"authorizations": [grant | {"until": "2027-01-01T00:00:00Z"}]})
    decision = engine.decide(send())

    (told, *_) = why(engine, decision.id, "demo.consent/no-consent")

    assert told[:2] == ("no-consent", "lifted")
    assert told[2] == {"authorization('cold-contact')": True}


def test_rules_of_other_events_say_so_and_unknown_names_are_refused(engine: Engine, send: Message) -> None:
    decision = engine.decide(send())

    (stop, _) = engine.explain(decision.id, "demo.stop")["rules"]
    assert (stop["outcome"], stop["looks_at"], stop["event"]) == (
        "other event type", ["message.received"], "message.send",
    )  # fmt: skip
    with pytest.raises(NotFound, match=r"demo\.stp"):
        engine.explain(decision.id, "demo.stp")


def test_without_a_name_nothing_is_evaluated_again(engine: Engine, send: Message) -> None:
    assert "rules" not in engine.explain(engine.decide(send()).id)
