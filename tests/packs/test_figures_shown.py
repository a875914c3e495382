"""A decision that rests on a figure from a table shows the rows that were in question, each with its confidence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tipstaff import Engine
from tipstaff.vocab.decision import Decision

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
FRENCH, ALABAMAN = "+33612345678", "+12055550123"


CAMPAIGN: dict[str, Any] = {
    "campaign": "c",
    "channel": "sms",
    "purpose": "marketing",
    "audience": 9,
    "countries": ["FR"],
    "sample": "Our offers",
    "opt_out_keywords": {"de": ["STOPP"]},
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    engine = Engine(["messagebird"], key=b"k" * 32, clock=lambda: NOW)
    held = {"account": "acme", "channel": "any", "purpose": "marketing", "granted_at": "2026-01-01T00:00:00Z"}
    engine.give(
        {
            "accounts": [{"id": "acme", "locale": "en"}, {"id": "boutique", "locale": "fr"}],
            "senders": [{"account": "acme", "sender": "ACME"}],
            "consents": [{**held, "recipient": one} for one in (FRENCH, ALABAMAN)],
            "recipients": [{"recipient": FRENCH, "country": "FR", "age_assured": 16}],
        }
    )
    return engine


def sms(to: str, **more: Any) -> dict[str, Any]:
    return {"channel": "sms", "from": "ACME", "to": to, "text": "Our offers", "purpose": "marketing", **more}


def evidence(decision: Decision, rule: str, name: str) -> str:
    return next(str(reason.evidence[name]) for reason in decision.reasons if reason.rule == rule)


def test_hours_show_the_row_of_the_country_and_the_unverified_one_of_the_state(engine: Engine) -> None:
    night = "2026-11-18T12:00:00Z"
    decision = engine.ask({"type": "message.send", "account": "acme", "time": night, "data": sms(ALABAMAN)})
    shown = evidence(decision, "marketing-outside-hours", "hours")
    assert "US America/Chicago 08:00-21:00 daily (statute)" in shown
    assert "US-AL America/Chicago 08:00-20:00 mon-sat (unverified)" in shown


def test_an_age_shows_its_law_and_that_nobody_read_it_again(engine: Engine) -> None:
    decision = engine.ask({"type": "message.send", "account": "acme", "data": sms(FRENCH, categories=["alcohol"])})
    assert "FR alcohol: age 18 since 2009-07-23 (unverified; Code de la santé" in evidence(
        decision, "too-young", "ages"
    )


@pytest.mark.parametrize(
    ("type_", "data", "rule", "name"),
    [
        ("call.start", {"from": "+33180000001", "to": "112", "purpose": "service"}, "dialled", "numbers"),
        (
            "recording.start",
            {"medium": "voice", "session": "s", "parties": [{"id": "a", "country": "US", "region": "CA"}]},
            "not-agreed",
            "law",
        ),
        (
            "email.send",
            {"from": {"address": "a@b.example"}, "to": ["x@y.example"], "subject": "s", "purpose": "marketing"},
            "lacks",
            "figures",
        ),
    ],
)
def test_other_tables_say_that_they_are_not_verified(
    engine: Engine, type_: str, data: dict[str, Any], rule: str, name: str
) -> None:
    shown = evidence(engine.ask({"type": type_, "account": "acme", "data": data}), rule, name)
    assert "(unverified; " in shown
    assert "…" not in shown.split(" (")[0]  # figures are not masked as if they were somebody's number


@pytest.mark.parametrize("account", ["acme", "boutique"])
@pytest.mark.parametrize(
    ("type_", "data", "rule"),
    [
        ("message.send", sms(FRENCH, categories=["alcohol"]), "too-young"),
        (
            "recording.start",
            {"medium": "voice", "session": "s", "parties": [{"id": "a", "country": "US", "region": "CA"}]},
            "not-agreed",
        ),
        (
            "email.send",
            {"from": {"address": "a@b.example"}, "to": ["x@y.example"], "subject": "s", "purpose": "marketing"},
            "lacks",
        ),
        ("campaign.start", CAMPAIGN, "language"),
    ],
)
def test_an_explanation_on_an_unverified_figure_says_so_in_both_languages(
    engine: Engine, type_: str, data: dict[str, Any], rule: str, account: str
) -> None:
    reasons = engine.ask({"type": type_, "account": account, "data": data}).reasons
    said = next(one.explain for one in reasons if one.rule == rule)
    assert ("non vérifié" if account == "boutique" else "not verified") in said


def test_an_explanation_on_a_figure_that_is_vouched_for_says_nothing_of_it(engine: Engine) -> None:
    """French hours come from a vendor's page that was read; those of Alabama from pages that disagree."""
    night = "2026-11-19T03:30:00Z"
    for to, marked in ((FRENCH, False), (ALABAMAN, True)):
        decision = engine.ask({"type": "message.send", "account": "acme", "time": night, "data": sms(to)})
        reason = next(one for one in decision.reasons if one.rule == "marketing-outside-hours")
        assert ("not verified" in reason.explain) is marked
