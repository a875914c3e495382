"""What a decision says: reasons in the account's language, evidence, ends, obligations, effects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from tests.decide.conftest import AT, Account, TableFacts, compiled, event, hole, order, program, rule

from tipstaff.decide import Judgement, decide, encode, pronounce, shown
from tipstaff.policy import Rule
from tipstaff.vocab.decision import Decision, Effect, Obligation
from tipstaff.vocab.verdict import Verdict

EXPLAIN = {
    "en": ("No consent for ", hole("event.to"), " on ", hole("event.channel"), ", score ", hole("text.spam"), "."),
    "fr": ("Pas d'accord de ", hole("event.to"), ", score ", hole("text.spam"), "."),
}


def judged(*rules: Rule, about: TableFacts | None = None) -> Decision:
    made, about = program(rules), about or TableFacts(event(), {"text.spam": 0.975})
    decision, said = decide(made, about, id="d1", at=AT), pronounce(made, about, id="d1", at=AT)
    assert said.json == encode(shown(decision)) if isinstance(said, Judgement) else said == decision
    return decision


@pytest.mark.parametrize(
    ("other", "happens"),
    [
        (rule("other", "true", Verdict.ALLOW), True),
        (rule("other", "true", Verdict.DEFER), False),
        (rule("other", "true", Verdict.REVIEW), False),
        (rule("other", "true", Verdict.DENY), False),
        (rule("other", "risk > 3", Verdict.ALLOW), False),  # cannot be known: review
        (rule("other", "true", Verdict.DENY, mode="shadow"), True),
    ],
)
def test_effects_for_what_is_allowed_happen_when_the_whole_decision_allows(other: Rule, happens: bool) -> None:
    effect = order("meter.add", account="'acme'")
    counts = rule("counts", "true", Verdict.ALLOW, effects=(effect,), when_allowed=True)
    always = rule("told", "true", Verdict.ALLOW, effects=(order("suppression.add", account="'acme'"),))

    told = [one.do for one in judged(counts, always, other).effects]

    assert told == (["meter.add", "suppression.add"] if happens else ["suppression.add"])


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "No consent for +33…678 on sms, score 0.97."),
        ("fr", "Pas d'accord de +33…678, score 0,97."),
        ("fr-CA", "Pas d'accord de +33…678, score 0,97."),
        ("nl", "No consent for +33…678 on sms, score 0.97."),
    ],
)
def test_reasons_speak_the_account_s_language_and_mask(locale: str, words: str) -> None:
    about = TableFacts(event(), {"text.spam": 0.9749}, account=Account(locale=locale))

    decision = judged(rule("no-consent", "true", explain=EXPLAIN), about=about)

    assert decision.reasons[0].explain == words


def test_what_cannot_be_known_is_said_to_be_unknown() -> None:
    told = rule("r", "true", explain=EXPLAIN, evidence=(("text.spam", hole("text.spam")), ("tag", hole("event.tag"))))

    reason = judged(told, about=TableFacts(event())).reasons[0]

    assert reason.explain == "No consent for +33…678 on sms, score unknown."
    assert reason.evidence == {"text.spam": None, "tag": None}


def test_evidence_is_masked_json() -> None:
    evidence = {
        "client": "event.client",
        "length": "size(event.email)",
        "at": "event.time",
        "name": "'none'",
        "both": "[event.email, 'x']",
    }
    signup = event("account.signup", email="jane@acme.example", phone="+33612345678", client={"address": "192.0.2.77"})
    told = rule(
        "r", "true", type="account.signup", evidence=tuple((k, hole(t, "account.signup")) for k, t in evidence.items())
    )

    reason = judged(told, about=TableFacts(signup)).reasons[0]

    assert reason.evidence == {
        "client": {"address": "192.0.2.…"},
        "length": 17,
        "at": "2026-11-20T14:00:00Z",
        "name": "none",
        "both": ["j…@acme.example", "x…"],
    }
    assert "jane" not in str(msgspec.json.encode(reason))


def test_a_percent_sign_in_a_text_is_a_percent_sign() -> None:
    told = rule("r", "true", explain={"en": ("100 % of ", hole("event.channel"), " %s")})

    assert judged(told).reasons[0].explain == "100 % of sms %s"


def test_reasons_go_by_severity_then_clause() -> None:
    rules = [
        rule("b", "true", Verdict.REVIEW),
        rule("c", "true", Verdict.DENY),
        rule("a", "true", Verdict.REVIEW),
        rule("d", "true", Verdict.DEFER),
    ]

    assert [reason.rule for reason in judged(*rules).reasons] == ["c", "a", "b", "d"]


def test_the_more_specific_policy_is_named_first() -> None:
    general = rule("a", "true", policy="general", versions=frozenset({"1"}))
    specific = rule("z", "true", policy="house")
    made = program([])
    both = type(made)([general, specific], (("general", "1"), ("house", "1")), "sha256:0", made._records)

    decision = decide(both, TableFacts(event()), id="d1", at=AT)

    assert [reason.policy for reason in decision.reasons] == ["house", "general"]


def test_the_last_end_of_the_determining_reasons_counts() -> None:
    hours = {name: datetime(2026, 11, 21, hour, tzinfo=UTC) for name, hour in (("reopens", 8),)}
    about = TableFacts(event(), hours)
    night = rule("night", "true", Verdict.DEFER, until="reopens")
    later = rule("later", "true", Verdict.DEFER, until="reopens + duration('1h')")
    endless = rule("endless", "true", Verdict.DEFER)

    assert judged(night, about=about).until == hours["reopens"]
    assert judged(night, later, about=about).until == hours["reopens"] + timedelta(hours=1)
    assert judged(night, endless, about=about).until is None
    assert judged(night, rule("no", "true", Verdict.DENY), about=about).until is None


def test_an_end_that_cannot_be_known_is_an_error_and_the_verdict_stands() -> None:
    decision = judged(rule("night", "true", Verdict.DEFER, until="reopens"), about=TableFacts(event()))

    assert (decision.verdict, decision.until) == (Verdict.DEFER, None)
    assert [(error.rule, error.code, error.fallback) for error in decision.errors] == [
        ("night", "signal-unavailable", Verdict.DEFER)
    ]


def test_obligations_and_effects_carry_the_values_themselves() -> None:
    told = rule(
        "stop",
        "true",
        Verdict.ALLOW,
        obligations=(order("add-footer", text="'STOP ' + event.from"),),
        effects=(order("suppression.add", recipient="event.to", at="event.time", tries="2"),),
    )

    decision = judged(told)

    assert (decision.verdict, decision.reasons) == (Verdict.ALLOW, [])
    assert decision.obligations == [Obligation("add-footer", "house.stop", {"text": "STOP ACME"})]
    args = {"recipient": "+33612345678", "at": "2026-11-20T14:00:00Z", "tries": 2}
    assert decision.effects == [Effect("suppression.add", args, "house.stop")]


def test_a_command_that_two_clauses_give_is_given_once() -> None:
    """The first of them is named; another argument makes another command."""
    effects = (order("suppression.add", recipient="event.to"), order("meter.add", quantity="1"))
    more = (order("suppression.add", recipient="event.to"), order("meter.add", quantity="2"))

    decision = judged(rule("a", "true", effects=effects), rule("b", "true", effects=more))

    assert [(effect.do, effect.args, effect.clause) for effect in decision.effects] == [
        ("suppression.add", {"recipient": "+33612345678"}, "house.a"),
        ("meter.add", {"quantity": 1}, "house.a"),
        ("meter.add", {"quantity": 2}, "house.b"),
    ]


def test_texts_in_obligations_are_in_the_account_s_language() -> None:
    footer = type(order("x"))("add-footer", (("text", {"en": ("Reply STOP",), "fr": ("Répondez STOP",)}),))
    told = rule("r", "true", Verdict.ALLOW, obligations=(footer,))

    decision = judged(told, about=TableFacts(event(), account=Account(locale="fr")))

    assert decision.obligations[0].detail == {"text": "Répondez STOP"}


def test_an_effect_that_lacks_an_argument_is_not_set_in_motion_but_listed() -> None:
    told = rule("r", "true", effects=(order("suppression.add", recipient="event.tag"), order("x.y", a="1")))

    decision = judged(told)

    assert [effect.do for effect in decision.effects] == ["x.y"]
    assert [error.rule for error in decision.errors] == ["r"]
    assert decision.verdict is Verdict.DENY


def test_shadow_and_lifted_rules_set_nothing_in_motion() -> None:
    effects = (order("suppression.add", recipient="event.to"),)
    shadow = rule("s", "true", mode="shadow", effects=effects)
    lifted = rule("l", "true", unless="authorization('mass-mail')", effects=effects)

    decision = judged(shadow, lifted, about=TableFacts(event(), granted=["mass-mail"]))

    assert (decision.effects, decision.verdict) == ([], Verdict.ALLOW)
    assert [reason.rule for reason in decision.shadow] == ["s"]
    assert [(lift.id, lift.use, lift.rule) for lift in decision.authorizations] == [
        ("auth-mass-mail", "mass-mail", "l")
    ]


def test_an_authorization_found_by_a_condition_is_not_a_lift() -> None:
    asks = rule("asks", "!authorization('mass-mail')")
    lifted = rule("l", "true", unless="authorization('odd')")

    decision = judged(asks, lifted, about=TableFacts(event(), granted=["mass-mail", "odd"]))

    assert [lift.use for lift in decision.authorizations] == ["odd"]


def test_a_condition_that_is_no_bool_is_an_error() -> None:
    told = rule("r", "true", on_error=Verdict.DENY)
    odd = compiled("dyn(risk)", expect=None)
    told = type(told)(**{name: getattr(told, name) for name in told.__slots__} | {"condition": odd})

    decision = judged(told, about=TableFacts(event(), {"risk": 3}))

    assert decision.verdict is Verdict.DENY
    assert [error.rule for error in decision.errors] == ["r"]


def test_rules_kept_apart_by_campaign_keep_their_place_among_the_others() -> None:
    apart = [rule(f"c{number}", f"event.campaign == 'c{number}'") for number in range(40)]
    about = TableFacts(event(campaign="c7"))

    decision = judged(rule("everywhere", "true", Verdict.REVIEW), *apart, about=about)

    assert ([reason.rule for reason in decision.reasons], decision.verdict) == (["c7", "everywhere"], Verdict.DENY)
