"""What nobody can have or be is decided on with a fallback that is said, never in silence."""

from __future__ import annotations

import pytest

from tipstaff import Engine


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
