"""The index leaves out nothing that could match or fail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.decide.conftest import RECORDS, TableFacts, compiled, event
from tests.decide.test_laws import LAW, conditions, facts

from tipstaff.cel import CelError, evaluate
from tipstaff.decide.index import FEW, TypeIndex

SIGN_UP = (
    "event.client.country == 'FR'",
    "event.client.country in ['FR', 'DE']",
    "has(event.client.country) && event.client.country == 'DE'",
    "has(event.client) && has(event.client.country) && event.client.country == 'US'",
)


@LAW
@given(st.lists(conditions, max_size=12), facts())
def test_the_index_finds_what_reading_every_rule_finds(texts: list[str], about: TableFacts) -> None:
    rules = [(number, compiled(text)) for number, text in enumerate(texts)]
    matched: list[int] = []
    failed: list[int] = []

    TypeIndex(rules, RECORDS["message.send"]).run(about, about.event.data, matched, failed)

    outcomes = {number: evaluate(condition, about) for number, condition in rules}
    true = {number for number, outcome in outcomes.items() if outcome is True}
    unknown = {number for number, outcome in outcomes.items() if isinstance(outcome, CelError)}
    assert set(matched) <= true <= {*matched, *failed}
    assert unknown <= set(failed)


@LAW
@given(
    st.lists(st.sampled_from(SIGN_UP), min_size=9, max_size=14),
    st.sampled_from([None, {}, {"country": "FR"}, {"country": "XX"}]),
)
def test_members_of_missing_objects_leave_nothing_out(texts: list[str], client: Any) -> None:
    rules = [(number, compiled(text, "account.update")) for number, text in enumerate(texts)]
    data: dict[str, Any] = {"changes": {}}
    if client is not None:
        data["client"] = {"address": "192.0.2.1", **client}
    about = TableFacts(event("account.update", **data))
    matched: list[int] = []
    failed: list[int] = []

    index = TypeIndex(rules, RECORDS["account.update"])
    index.run(about, about.event.data, matched, failed)

    assert index.members
    for number, condition in rules:
        outcome = evaluate(condition, about)
        assert (number in matched) == (outcome is True) or number in failed
        assert number in failed or not isinstance(outcome, CelError)


def test_rules_for_other_channels_are_not_looked_at() -> None:
    texts = [f"event.channel == '{channel}' && risk > {number}" for number in range(9) for channel in ("sms", "viber")]
    rules = [(number, compiled(text)) for number, text in enumerate(texts)]

    index = TypeIndex(rules, RECORDS["message.send"])

    assert index.members == ["channel"]
    assert index.numbers(event(channel="sms").data) == list(range(0, 18, 2))
    assert index.numbers(event(channel="x").data) == []


def test_rules_for_many_campaigns_are_kept_by_campaign() -> None:
    texts = [f"event.campaign == 'c{number}' && risk > 0" for number in range(FEW + 1)]
    guarded = [f"has(event.campaign) && event.campaign == 'g{number}'" for number in range(FEW + 1)]
    rules = [(number, compiled(text)) for number, text in enumerate([*texts, *guarded])]

    index = TypeIndex(rules, RECORDS["message.send"])

    assert index.numbers(event(campaign="c7").data) == [7]
    assert index.numbers(event(campaign="unheard-of").data) == []
    # Without a campaign the first kind fails, which must be told; the second kind asks first.
    assert index.numbers(event().data) == list(range(FEW + 1))


@pytest.mark.parametrize("count", [0, 1, 40])
def test_what_demands_nothing_is_always_looked_at(count: int) -> None:
    rules = [(number, compiled("risk > 0")) for number in range(count)]

    index = TypeIndex(rules, RECORDS["message.send"])

    assert index.numbers(event().data) == list(range(count))
    assert index.members == []
