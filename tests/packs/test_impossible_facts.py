"""What nobody can have or be is decided on with a fallback that is said, never in silence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tipstaff import Engine

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
PARIS, TEXAS = "+33612345678", "+12105550123"


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(["messagebird"], key=b"k" * 32)
    engine.give({"senders": [{"account": "acme", "sender": "ACME"}]})
    return engine


def said(engine: Engine, to: str, purpose: str) -> tuple[str, list[str]]:
    data = {"channel": "sms", "from": "ACME", "to": to, "text": "Your code is 1234", "purpose": purpose}
    decision = engine.ask({"type": "message.send", "account": "acme", "data": data})
    return decision.verdict.value, [error.code for error in decision.errors]


@pytest.mark.parametrize("to", ["+3361", "+33612345678901234", "+999999999999999", "hello", "", "112"])
@pytest.mark.parametrize("purpose", ["otp", "service", "transactional"])
def test_a_number_that_no_plan_has_is_noted(engine: Engine, to: str, purpose: str) -> None:
    verdict, errors = said(engine, to, purpose)
    assert verdict == "allow"
    assert "impossible-number" in errors


def test_an_ordinary_number_is_not(engine: Engine) -> None:
    assert said(engine, "+33612345678", "otp") == ("allow", [])


CONTRADICTIONS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("two countries", {"country": "US", "region": "CA"}, {"purpose": "otp"}),
    ("two countries", {"country": "JP"}, {"purpose": "service", "categories": ["alcohol"]}),
    ("two clocks", {"country": "FR", "zone": "Asia/Tokyo"}, {"purpose": "transactional"}),
    ("two ages", {"born": "2010-05-01", "age_assured": 18}, {"purpose": "service", "categories": ["alcohol"]}),
    ("in and out of the EEA", {"country": "FR", "eea": False}, {"purpose": "service"}),
]


@pytest.mark.parametrize(("name", "known", "asked"), CONTRADICTIONS, ids=[row[0] for row in CONTRADICTIONS])
def test_facts_that_contradict_each_other_are_noted_whatever_the_purpose(
    name: str, known: dict[str, Any], asked: dict[str, Any]
) -> None:
    engine = Engine(["messagebird"], key=b"k" * 32, clock=lambda: NOW)
    engine.give({"senders": [{"account": "acme", "sender": "ACME"}], "recipients": [{"recipient": PARIS, **known}]})
    data = {"channel": "sms", "from": "ACME", "to": PARIS, "text": "About your order", **asked}
    decision = engine.ask({"type": "message.send", "account": "acme", "data": data})
    assert "contradictory" in [error.code for error in decision.errors], name
    assert (decision.verdict.value == "allow") is ("categories" not in asked), (
        "gated content is refused by the stricter"
    )


def test_of_two_countries_the_higher_age_counts() -> None:
    engine = Engine(["messagebird"], key=b"k" * 32, clock=lambda: NOW)
    engine.give(
        {
            "senders": [{"account": "acme", "sender": "ACME"}],
            "recipients": [
                {"recipient": PARIS, "country": "US", "age_assured": 20},
                {"recipient": TEXAS, "country": "FR", "age_assured": 20},
            ],
        }
    )
    for to in (PARIS, TEXAS):
        data = {
            "channel": "sms",
            "from": "ACME",
            "to": to,
            "text": "Wine",
            "purpose": "service",
            "categories": ["alcohol"],
        }
        decision = engine.ask({"type": "message.send", "account": "acme", "data": data})
        assert "messagebird.sms.age" in {reason.clause for reason in decision.reasons}


def test_a_call_to_somebody_in_two_countries_is_noted() -> None:
    engine = Engine(["messagebird"], key=b"k" * 32, clock=lambda: NOW)
    engine.give(
        {
            "numbers": [{"account": "acme", "number": "+33180000001"}],
            "recipients": [{"recipient": PARIS, "country": "US", "region": "CA"}],
        }
    )
    data = {"from": "+33180000001", "to": PARIS, "purpose": "service"}
    decision = engine.ask({"type": "call.start", "account": "acme", "data": data})
    assert [error.code for error in decision.errors] == ["contradictory"]
