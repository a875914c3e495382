"""The index leaves out nothing that could match or fail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.decide.conftest import RECORDS, TableFacts, compiled, event, program, rule
from tests.decide.test_laws import LAW, conditions, facts

from tipstaff.cel import CelError, Compiled, evaluate
from tipstaff.decide.matching.bucket import PATIENCE, Bucket
from tipstaff.decide.matching.index import FEW, TypeIndex
from tipstaff.native.kernels import found

SIGN_UP = (
    "event.client.country == 'FR'",
    "event.client.country in ['FR', 'DE']",
    "has(event.client.country) && event.client.country == 'DE'",
    "has(event.client) && has(event.client.country) && event.client.country == 'US'",
)


def run(index: TypeIndex, about: TableFacts, warm: bool) -> tuple[set[int], set[int]]:
    matched: list[int] = []
    failed: list[int] = []
    if warm:
        index.run(about, [], [], about.event.data)
        index.warm()
    index.run(about, matched, failed, about.event.data)
    assert len(matched) == len(set(matched))
    return set(matched), set(failed)


def check(rules: list[tuple[int, Compiled]], about: TableFacts, found: tuple[set[int], set[int]]) -> None:
    """What is found is what the interpreter finds in every rule; generated code may leave a rule to it (`failed`)."""
    matched, failed = found
    outcomes = {number: evaluate(condition, about) for number, condition in rules}
    true = {number for number, outcome in outcomes.items() if outcome is True}
    assert matched <= true <= matched | failed
    assert {number for number, outcome in outcomes.items() if isinstance(outcome, CelError)} <= failed


@LAW
@given(st.lists(conditions, max_size=12), facts(), st.booleans())
def test_the_index_finds_what_reading_every_rule_finds(texts: list[str], about: TableFacts, warm: bool) -> None:
    rules = [(number, compiled(text)) for number, text in enumerate(texts)]

    check(rules, about, run(TypeIndex(rules, RECORDS["message.send"]), about, warm))


@LAW
@given(
    st.lists(st.sampled_from(SIGN_UP), max_size=6),
    st.sampled_from([None, {}, {"country": "FR"}, {"country": "XX"}]),
    st.booleans(),
)
def test_members_of_missing_objects_leave_nothing_out(texts: list[str], client: Any, warm: bool) -> None:
    rules = [(number, compiled(text, "account.update")) for number, text in enumerate([*SIGN_UP * 3, *texts])]
    data: dict[str, Any] = {"changes": {}}
    if client is not None:
        data["client"] = {"address": "192.0.2.1", **client}
    about = TableFacts(event("account.update", **data))
    index = TypeIndex(rules, RECORDS["account.update"])

    assert index.members == ["client.country"]
    check(rules, about, run(index, about, warm))


MESSAGE = RECORDS["message.send"]


def test_a_bucket_asked_for_often_becomes_one_function() -> None:
    # `filter` is nothing that the kernel takes.
    bucket = Bucket([(6, compiled("risk < 2")), (7, compiled("size([1, 2].filter(x, x < risk)) == 2"))], MESSAGE)
    about = TableFacts(event(), {"risk": 3})
    matched: list[int] = []

    for _ in range(PATIENCE):
        bucket.run(about, matched, [], about.event.data)
    assert not bucket.is_warm
    bucket.run(about, matched, [], about.event.data)

    assert bucket.is_warm
    assert matched == [7] * (PATIENCE + 1)


def test_what_the_kernel_takes_and_what_it_does_not_are_both_asked_each_time() -> None:
    index = TypeIndex([(6, compiled("risk > 2")), (7, compiled("size([1, 2].filter(x, x < risk)) == 2"))], MESSAGE)
    about = TableFacts(event(), {"risk": 3})

    for _ in range(PATIENCE + 2):
        matched: list[int] = []
        index.run(about, matched, [], about.event.data)
        assert sorted(matched) == [6, 7]


def test_a_new_program_is_warmed_by_what_the_old_one_was_asked() -> None:
    wide = [rule(f"w{number}", f"event.campaign == 'c{number}'") for number in range(FEW + 1)]
    some = [rule(f"r{number}", f"event.channel == '{channel}'") for number in range(12) for channel in ("sms", "x")]
    old, new = program([*some, *wide]), program([*some[1:], *wide])
    about = TableFacts(event(campaign="c3"))
    old.of_type("message.send").run(about, [], [], about.event.data)

    new.warm(old)

    index = new.types["message.send"]
    assert [bucket.is_warm for bucket in index._buckets.values()] == [True]
    assert index.bucket("sms").is_warm
    assert not index.bucket("x").is_warm
    assert {value: bucket.is_warm for value, bucket in index.wide[0]._buckets.items()} == {"c3": True}


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


def test_types_are_ready_before_their_first_event() -> None:
    made = program([rule("a", "risk > 2"), rule("b", "event.channel == 'sms'")])

    made.make_ready()

    (index,) = made.types.values()
    assert index._only.is_warm is (found("conditions").module is not None)
