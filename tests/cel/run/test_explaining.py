"""An explanation lists what decided, and what it was decided from; personal values only as the mask lets them."""

from typing import Any

import pytest
from celkit.fields import with_limit
from celkit.fusing import ENVIRONMENT, INNER, THING, Inner, Situation

from tipstaff.cel import Environment, compile_condition, evaluate, explain
from tipstaff.cel.failure import CelError
from tipstaff.cel.types import Member, RecordType, list_of

ROOMY = with_limit(ENVIRONMENT, 1e15)


def explained(text: str, environment: Environment = ROOMY, mask: Any = None, **fields: Any) -> list[tuple[str, Any]]:
    situation = Situation(1, missing=1.0)
    situation.event.from_, situation.event.b, situation.event.n = "a", True, 5
    for name, value in fields.items():
        setattr(situation.event, name, value)
    condition, found = compile_condition(text, environment)
    assert condition is not None, "\n".join(map(str, found))
    parts = explain(condition, situation, mask)
    assert [text[span.start : span.end] for span, shown, _ in parts if shown in text] == [
        shown if text[span.start : span.end] == shown else text[span.start : span.end] for span, shown, _ in parts
    ]
    return [(shown, value.code if isinstance(value, CelError) else value) for _, shown, value in parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("event.b && event.n == 5", [("event.b", True), ("event.n == 5", True), ("event.n", 5)]),
        ("event.b && event.n == 6", [("event.n == 6", False), ("event.n", 5)]),
        ("event.b || event.n == 6", [("event.b", True)]),
        ("!event.b || event.n == 6", [("event.b", True), ("event.n == 6", False), ("event.n", 5)]),
        ("event.s == 'x' && event.n == 6", [("event.n == 6", False), ("event.n", 5)]),
        ("event.s == 'x' && event.n == 5", [("event.s == 'x'", "no-such-field"), ("event.s", "no-such-field")]),
        ("event.b ? event.n == 5 : event.n == 6", [("event.b", True), ("event.n == 5", True), ("event.n", 5)]),
        ("has(event.s) ? event.b : event.n == 6", [("has(event.s)", False), ("event.n == 6", False), ("event.n", 5)]),
        ("event.from in ['a', 'b']", [("event.from in ['a', 'b']", True), ("event.from", "a")]),
    ],
)
def test_the_parts_that_decided(text: str, parts: list[tuple[str, Any]]) -> None:
    assert explained(text) == parts


def test_a_loop_shows_the_item_that_decided() -> None:
    text = "event.xs.exists(x, x.startsWith('+'))"

    assert explained(text, xs=["a", "+33", "+44"]) == [(text, True), ("x", "+33")]
    assert explained(text, xs=["a", "b"]) == [(text, False), ("event.xs", ["a", "b"])]
    assert explained("event.xs.all(x, x == 'a')", xs=["a", "b"])[1] == ("x", "b")


def test_an_item_that_is_a_record_shows_its_declared_members() -> None:
    found = explained("event.links.exists(l, l.clicks > 1)", links=[Inner("h", 1), Inner("k", 2)])

    assert found[1] == ("l", {"host": "k", "clicks": 2})


def personal(record: RecordType, **kinds: str) -> RecordType:
    members = {
        name: Member(name, member.type, member.attribute, member.optional, kinds.get(name, ""))
        for name, member in record.members.items()
    }
    return RecordType(record.name, members)


def test_personal_values_are_masked() -> None:
    inner = personal(INNER, host="ip")
    record = personal(THING, xs="party", **{"from": "party"})
    record = RecordType(
        "thing",
        {
            **record.members,
            "links": Member("links", list_of(inner), "links"),
            "inner": Member("inner", inner, "inner", True),
        },
    )
    environment = ROOMY.with_variables({"event": record})

    def hidden(kind: str, value: object) -> str:
        return f"<{kind} {len(str(value))}>"

    assert explained("event.from == 'a'", environment, hidden)[1] == ("event.from", "<party 1>")
    assert explained("event.xs.exists(x, x == 'bb')", environment, hidden, xs=["bb"])[1] == ("x", "<party 2>")
    assert explained("size(event.xs) == 2", environment, hidden, xs=["a", "bb"])[1] == (
        "event.xs",
        ["<party 1>", "<party 2>"],
    )
    assert explained("event.links.exists(l, l.clicks == 1)", environment, hidden, links=[Inner("abc", 1)])[1] == (
        "l",
        {"host": "<ip 3>", "clicks": 1},
    )


def test_what_is_explained_is_what_was_evaluated() -> None:
    condition, _ = compile_condition("event.b && (event.n == 5 || event.s == 'x')", ROOMY)
    assert condition is not None
    situation = Situation(1, missing=1.0)

    value = evaluate(condition, situation)

    assert all(part is value for _, text, part in explain(condition, situation) if "==" in text or text == "event.b")
