"""The laws of deciding, for any rules and any facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.decide.conftest import AT, TableFacts, by_name, event, program, rule

from tipstaff.cel import CelError, evaluate
from tipstaff.decide import Judgement, Program, decide, encode, pronounce, shown
from tipstaff.policy import Rule
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.verdict import Verdict

CONDITIONS = (
    "event.channel == 'sms'",
    "event.channel in ['sms', 'mms']",
    "event.channel == 'viber'",
    "event.purpose == 'marketing'",
    "event.campaign == 'c1'",
    "event.campaign in ['c1', 'c2']",
    "has(event.campaign) && event.campaign == 'c2'",
    "has(event.tag)",
    "event.tag == 'a'",
    "size(event.text) > 3",
    "text.spam > 0.5",
    "risk >= 3",
    "shaky('x')",
    "authorization('odd')",
    "true",
    "false",
)
JOINED = ("{}", "!({})", "({}) && ({})", "({}) || ({})")
LAW = settings(max_examples=60, deadline=None)
MODES = st.sampled_from(["live", "live", "shadow"])
USES = ("mass-mail", "odd")

conditions = st.builds(
    lambda shape, some: shape.format(*some),
    st.sampled_from(JOINED),
    st.lists(st.sampled_from(CONDITIONS), min_size=2, max_size=2),
)


@st.composite
def rules(draw: st.DrawFn, mode: st.SearchStrategy[str] = MODES) -> list[Rule]:
    made = []
    for number in range(draw(st.integers(0, 9))):
        unless = draw(st.sampled_from(["", "", "authorization('mass-mail')", "authorization('odd')", "shaky('u')"]))
        made.append(
            rule(
                f"r{number}",
                draw(conditions),
                draw(st.sampled_from(list(Verdict))),
                on_error=draw(st.sampled_from([Verdict.ALLOW, Verdict.REVIEW, Verdict.DENY])),
                mode=draw(mode),
                unless=unless,
            )
        )
    return made


@st.composite
def facts(draw: st.DrawFn) -> TableFacts:
    optional = {"campaign": st.sampled_from(["c1", "c2", "c9"]), "tag": st.sampled_from(["a", "b"])}
    data = draw(st.fixed_dictionaries({"channel": st.sampled_from(["sms", "mms", "viber", "x"])}, optional=optional))
    purpose = draw(st.sampled_from(["marketing", "otp"]))
    known = draw(st.fixed_dictionaries({}, optional={"text.spam": st.floats(0, 1), "risk": st.integers(0, 5)}))
    granted = draw(st.lists(st.sampled_from(USES), unique=True))
    text = draw(st.sampled_from(["x", "longer"]))
    return TableFacts(
        event(**data, purpose=purpose, text=text), known, granted, draw(st.sampled_from([None, True, False]))
    )


def judged(some: list[Rule], about: TableFacts) -> Decision:
    """By the interpreter and by generated code, which must agree."""
    made = program(some)
    about.found = []
    cold = decide(made, about, id="d1", at=AT)
    made.warm()
    about.found = []
    warm = decide(made, about, id="d1", at=AT)
    assert warm == cold
    about.found = []
    said = pronounce(made, about, id="d1", at=AT)
    assert said.json == encode(shown(warm)) if isinstance(said, Judgement) else said == warm
    return warm


@LAW
@given(rules(), facts(), st.randoms())
def test_the_order_of_rules_does_not_matter(some: list[Rule], about: TableFacts, random: Any) -> None:
    shuffled = list(some)
    random.shuffle(shuffled)

    assert judged(shuffled, about) == judged(some, about)


@LAW
@given(rules(), rules(st.just("live")), facts())
def test_one_more_rule_never_lowers_the_verdict(some: list[Rule], more: list[Rule], about: TableFacts) -> None:
    more = [replace(one, id=f"more-{one.id}") for one in more]

    before, after = judged(some, about), judged([*some, *more], about)

    assert after.verdict >= before.verdict
    assert by_name(before).items() <= by_name(after).items()


@LAW
@given(rules(), facts())
def test_the_verdict_is_the_severest_reason(some: list[Rule], about: TableFacts) -> None:
    decision = judged(some, about)

    severities = [reason.verdict.severity for reason in decision.reasons]
    assert severities == sorted(severities, reverse=True)
    assert decision.verdict == max([reason.verdict for reason in decision.reasons], default=Verdict.ALLOW)


@LAW
@given(rules(st.just("live")), facts())
def test_every_live_rule_is_heard_unless_lifted(some: list[Rule], about: TableFacts) -> None:
    """The reasons are exactly those of a reading of every rule by the interpreter, without index or generated code."""
    expected = {}
    for one in some:
        outcome = evaluate(one.condition, about)
        lifted = one.unless is not None and evaluate(one.unless, about) is True
        verdict = one.on_error if isinstance(outcome, CelError) else one.verdict if outcome else Verdict.ALLOW
        if verdict is not Verdict.ALLOW and not lifted:
            expected[one.id] = verdict

    assert by_name(judged(some, about)) == expected


@LAW
@given(rules(), facts())
def test_errors_never_vanish(some: list[Rule], about: TableFacts) -> None:
    failing = {one.id for one in some if isinstance(evaluate(one.condition, about), CelError)}

    decision = judged(some, about)

    assert failing <= {error.rule for error in decision.errors}
    assert all(decision.verdict >= error.fallback for error in decision.errors)


@LAW
@given(rules(), facts())
def test_a_failing_authorization_lifts_nothing_and_is_listed(some: list[Rule], about: TableFacts) -> None:
    about.shaky = None
    failing = [
        one for one in some
        if one.unless is not None and one.unless.text == "shaky('u')" and evaluate(one.condition, about) is True
    ]  # fmt: skip

    decision = judged(some, about)

    assert {one.id for one in failing} <= {error.rule for error in decision.errors}
    live = {one.id for one in failing if one.mode == "live" and one.verdict is not Verdict.ALLOW}
    assert live <= by_name(decision).keys()


@LAW
@given(rules(), facts(), st.sampled_from(USES))
def test_an_authorization_lifts_only_what_names_it(some: list[Rule], about: TableFacts, use: str) -> None:
    # A condition may ask for authorizations too; here only `unless` does, so that any difference is a lift.
    some = [one for one in some if "authorization" not in one.condition.text]
    about.granted = []
    without = judged(some, about)
    about.granted = [use]
    granted = judged(some, about)

    naming = {one.id for one in some if one.unless is not None and f"authorization('{use}')" == one.unless.text}
    gone = by_name(without).keys() - by_name(granted).keys()
    assert gone <= naming
    assert by_name(granted).items() <= by_name(without).items()
    assert {lift.rule for lift in granted.authorizations} <= naming
    assert {lift.id for lift in granted.authorizations} <= {f"auth-{use}"}
    assert gone <= {lift.rule for lift in granted.authorizations}


@LAW
@given(rules(), facts())
def test_shadow_never_changes_anything_but_itself(some: list[Rule], about: TableFacts) -> None:
    live = [one for one in some if one.mode == "live"]

    everything, alone = judged(some, about), judged(live, about)

    own = {one.id for one in some if one.mode == "shadow"}
    errors = [error for error in everything.errors if error.rule not in own]
    assert msgspec.structs.replace(everything, shadow=[], errors=errors) == alone
    assert {reason.rule for reason in everything.shadow} <= own
    assert all(error.fallback is Verdict.ALLOW for error in everything.errors if error.rule in own)


@LAW
@given(rules(st.just("off")), facts())
def test_rules_that_are_off_are_silent(some: list[Rule], about: TableFacts) -> None:
    decision = judged(some, about)

    assert (decision.verdict, decision.reasons, decision.errors) == (Verdict.ALLOW, [], [])


@LAW
@given(rules(), facts())
def test_rules_of_other_versions_and_types_are_silent(some: list[Rule], about: TableFacts) -> None:
    elsewhere = [replace(one, versions=frozenset({"2"})) for one in some]
    other = [replace(one, type="call.start") for one in some]

    decision = judged([*elsewhere, *other], about)

    assert (decision.verdict, decision.reasons, decision.errors) == (Verdict.ALLOW, [], [])


def test_an_event_type_without_rules_is_allowed() -> None:
    about = TableFacts(event("licence.ended", licence="l1"))

    decision = decide(Program([], (), "sha256:0", {}), about, id="d", at=AT)

    assert (decision.verdict, decision.event, decision.account) == (Verdict.ALLOW, "e1", "acme")
