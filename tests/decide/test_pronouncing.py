"""What is made at once is byte for byte what encoding the decision would give."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.decide.conftest import AT, Account, TableFacts, event, hole, order, program, rule

from tipstaff.decide import Judgement, decide, encode, pronounce, pronouncing, shown
from tipstaff.decide.saying import writing
from tipstaff.policy import Rule
from tipstaff.vocab.verdict import Verdict

EXPLAIN = {
    "en": ("«", hole("event.text"), "» from ", hole("event.from"), " to ", hole("event.to"), ' "\\\n'),
    "fr": ("Tag ", hole("event.tag"), ", note ", hole("text.spam"), "."),
}
EVIDENCE = (
    ("event.text", hole("event.text")), ('odd "key"', hole("event.to")), ("long", hole("size(event.text) > 5")),
    ("size", hole("size(event.text)")), ("tag", hole("event.tag")), ("score", hole("text.spam")),
    ("at", hole("event.time")),
)  # fmt: skip
CASE = order("case.open", account="event.account", clause="'house.a'", severity="2", urgent="true")
EFFECTS = (
    (),
    (),
    (CASE,),
    (CASE, order("strike.issue", account="event.account", points="1.5")),
    (order("x.y", a="event.to"),),
    (order("x.z", account="'other'"), CASE),
    (order("x.z", account="''"),),
    (order("x.w", note='\'"account":""\'', to="'+33612345678'", account="event.account"),),
)
CONDITIONS = ("true", "size(event.text) > 3", "event.channel == 'sms'", "has(event.tag)", "false")


TEXTS = ("call +33612345678", "mail a.b@example.org", "\x7f\x00\t", "0123456", "a" * 5000, 'é"', "1 2 3", "plain words")
NAMES = st.sampled_from(["acme", "ana@example.org", "+33612345678", "Ana +33 6 12 34 56 78", 'o"dd', "", "other"])


class Computed(TableFacts):
    def computed(self) -> dict[str, Any]:
        return dict(self.known)


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    return [
        rule(
            f"r{number}",
            draw(st.sampled_from(CONDITIONS)),
            draw(st.sampled_from([Verdict.DEFER, Verdict.REVIEW, Verdict.DENY])),
            clause=draw(st.sampled_from(['house."x"', "house.é", "house.a"])),
            explain=draw(st.sampled_from([EXPLAIN, {"en": ('plain "words"\n',)}, {"fr": ("né",)}, {"en": ()}])),
            evidence=draw(st.sampled_from([(), EVIDENCE, EVIDENCE[:1], EVIDENCE[1:]])),
            effects=draw(st.sampled_from(EFFECTS)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


@pytest.fixture(params=["as it runs", "without a kernel"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without a kernel":
        monkeypatch.setattr(writing, "_KERNEL", None)
        monkeypatch.setattr(pronouncing, "_KERNEL", None)
        monkeypatch.setattr(pronouncing, "write", writing.write_plainly)


@pytest.mark.usefixtures("way")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rules(),
    st.text() | st.sampled_from(TEXTS),
    st.tuples(st.sampled_from(["en", "fr", "nl"]), NAMES),
    st.floats(0, 1),
    st.booleans(),
)
def test_it_says_what_encoding_the_decision_would(
    some: list[Rule], text: str, whose: tuple[str, str], score: float, computed: bool
) -> None:
    kind = Computed if computed else TableFacts
    locale, name = whose
    told = msgspec.structs.replace(event(text=text, **{"from": text or "x"}), account=name)
    about = kind(told, {"text.spam": score}, account=Account(id=name, locale=locale))
    made = program(some)

    said = pronounce(made, about, id='d"1', at=AT)

    decision = decide(made, about, id='d"1', at=AT)
    if not isinstance(said, Judgement):
        assert {"x.y", "x.z"} & {effect.do for effect in decision.effects}, "no more than that is known late"
        return
    assert said.json == encode(shown(decision))
    assert list(said.effects) == decision.effects
    named = msgspec.structs.replace(decision, case="c", effects=decision.effects[:1])
    assert not said.effects or said.json_with("c", said.effects[:1]) == encode(shown(named))
    assert (said.id, said.at, said.verdict) == (decision.id, decision.at, decision.verdict)
    assert said.clauses == tuple({reason.clause: None for reason in decision.reasons})
    assert said.policy == (decision.reasons[0].policy if decision.reasons else "")


@pytest.mark.parametrize(
    "more", [{"mode": "shadow"}, {"unless": "authorization('odd')"}, {"until": "timestamp('2027-01-01T00:00:00Z')"}]
)
def test_where_more_than_reasons_follows_it_gives_the_decision(more: dict[str, Any]) -> None:
    about, made = TableFacts(event()), program([rule("a", "true"), rule("b", "true", **more)])

    assert pronounce(made, about, id="d", at=AT) == decide(made, about, id="d", at=AT)


def test_a_rule_that_cannot_be_told_gives_the_decision() -> None:
    about, made = TableFacts(event()), program([rule("a", "shaky('x')")])

    assert pronounce(made, about, id="d", at=AT) == decide(made, about, id="d", at=AT)


def test_effects_come_in_the_order_of_their_reasons_and_once() -> None:
    mild = rule("a", "true", Verdict.REVIEW, effects=(order("first.a", account="event.account"), CASE))
    grave = rule("b", "true", Verdict.DENY, effects=(CASE, order("last.b", tries="1")))
    about, made = TableFacts(event()), program([mild, grave])

    said = pronounce(made, about, id="d", at=AT)

    assert isinstance(said, Judgement)
    assert [one.id for one in said.cited] == ["b", "a"]
    assert [(one.do, one.clause) for one in said.effects] == [
        ("case.open", "house.b"), ("last.b", "house.b"), ("first.a", "house.a"),
    ]  # fmt: skip
    assert list(said.effects) == decide(made, about, id="d", at=AT).effects
