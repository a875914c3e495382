"""What compiles and is odd all the same."""

from __future__ import annotations

from dataclasses import dataclass

from tests.policy.conftest import KNOWLEDGE, Packs

from tipstaff.policy import lint, load
from tipstaff.policy.proof import Proof, Side
from tipstaff.vocab.diagnostics import Diagnostic

CLAUSES, CONSENT, NIGHT = "house/clauses.yaml", "house/controls/consent.yaml", "house/controls/night.yaml"
RULE = """
    - id: {id}
      when: "{when}"
      verdict: {verdict}
      on_error: review
      explain: {{en: a, fr: b}}
"""


@dataclass(frozen=True)
class Shown:
    """A scenario speaks for a side of a clause."""

    clause: str
    side: Side


BOTH: list[Proof] = [
    Shown(clause, side) for clause in ("house.consent", "house.night") for side in ("breach", "honest")
]


def linted(packs: Packs, changes: dict[str, list[tuple[str, str]]] | None = None, more: str = "") -> list[Diagnostic]:
    folder = packs("", changes)
    with (folder / NIGHT).open("a") as file:
        file.write(more)
    loaded = load([folder], KNOWLEDGE)
    assert loaded.ok, [str(found) for found in loaded.diagnostics]
    return lint(loaded, BOTH)


def said(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in found]


def test_a_sound_pack_is_not_odd(packs: Packs) -> None:
    assert linted(packs) == []


def test_without_scenarios_to_go_by_nothing_is_said_of_them(packs: Packs) -> None:
    loaded = load([packs()], KNOWLEDGE)

    assert lint(loaded) == []
    assert {one.code for one in lint(loaded, [])} == {"no-scenarios", "unproven-clause"}


def test_clauses_need_scenarios_on_both_sides(packs: Packs) -> None:
    loaded = load([packs()], KNOWLEDGE)

    found = lint(loaded, [*BOTH[:2], Shown("house.night", "breach")])

    assert said(found) == [("unproven-clause", "no scenario for `house.night` shows honest use that passes")]
    assert (found[0].place.line, found[0].severity) == (11, "warning")


def test_clauses_need_something_that_carries_them(packs: Packs) -> None:
    use = "  controls: [{use: night}]\n"

    bare = linted(packs, {CLAUSES: [(use, "")]})
    by_command = linted(packs, {CLAUSES: [(use, "  carried: [consent.prove]\n")]})
    owned_up = linted(packs, {CLAUSES: [(use, "  missing: needs cases\n")]})

    assert said(bare) == [
        ("clause-without-control", "nothing carries `house.night`"),
        ("unused-control", "no clause uses `night`"),
    ]
    assert said(by_command) == said(owned_up) == [("unused-control", "no clause uses `night`")]


def test_controls_need_rules(packs: Packs) -> None:
    empty = "\n- {control: idle, about: Nothing., on: [message.send], rules: []}\n"

    found = linted(packs, {CLAUSES: [("[{use: night}]", "[{use: night}, {use: idle}]")]}, empty)

    assert said(found) == [("control-without-rule", "`idle` has no rules")]


def test_rules_that_are_never_true_are_dead_in_every_use_only(packs: Packs) -> None:
    never = (CONSENT, [("event.purpose in", "size(params.purposes) > 1 && event.purpose in")])
    twice = (
        "    - use: consent.required\n",
        "    - {use: consent.required, with: {purposes: [service, otp]}}\n    - use: consent.required\n",
    )

    assert said(linted(packs, dict([never]))) == [
        ("dead-rule", "`no-consent` is never true, in no use of `consent.required`")
    ]
    assert linted(packs, {CLAUSES: [twice], never[0]: never[1]}) == []


def test_rules_that_are_always_true_should_say_so(packs: Packs) -> None:
    constant = RULE.format(id="always", when="1 < 2", verdict="review")
    meant = RULE.format(id="always", when="true", verdict="review")

    assert ("constant-rule", "`always` is true for every event") in said(linted(packs, more=constant))
    assert "constant-rule" not in {one.code for one in linted(packs, more=meant)}


def test_rules_that_allow_and_do_nothing_are_pointless(packs: Packs) -> None:
    found = linted(packs, more=RULE.format(id="nod", when="event.channel == 'x'", verdict="allow"))

    assert said(found) == [("pointless-rule", "`nod` allows, and nothing follows from it")]


def test_the_same_rule_twice_is_told_whatever_its_spacing(packs: Packs) -> None:
    one = RULE.format(id="one", when="event.channel=='x' && text.spam > 0.1", verdict="deny")
    two = RULE.format(id="two", when="text.spam > 0.1   && event.channel == 'x'", verdict="deny")

    found = linted(packs, more=one + two)

    assert said(found) == [("same-rule", "`two` asks and says what `night/one` does, for `house.night`")]


def test_a_rule_that_another_always_precedes_is_told(packs: Packs) -> None:
    wide = RULE.format(id="wide", when="event.channel == 'x'", verdict="deny")
    narrow = RULE.format(id="narrow", when="event.channel == 'x' && text.spam > 0.5", verdict="review")
    severer = RULE.format(id="severer", when="event.channel == 'sms' && text.spam > 0.5", verdict="deny")
    milder = RULE.format(id="milder", when="event.channel == 'sms'", verdict="review")

    found = linted(packs, more=wide + narrow + severer + milder)

    assert said(found) == [("shadowed-rule", "wherever `narrow` is true, `night/wide` is too and weighs as much")]


def test_an_authorization_makes_a_difference(packs: Packs) -> None:
    use = ("  controls: [{use: night}]", "  controls: [{use: night}, {use: night, unless: authorization('x')}]")

    assert linted(packs, {CLAUSES: [use]}) == []


def test_overrides_name_clauses_that_exist(packs: Packs) -> None:
    wrong = ("  severity: 3\n", "  severity: 3\n  overrides: [house.nihgt, yard.dogs]\n")

    found = linted(packs, {CLAUSES: [wrong]})

    assert said(found) == [("unknown-override", "`house.consent` overrides `house.nihgt`, which is no clause")]
    assert found[0].hint == "did you mean `house.night`?"


def test_terms_for_a_use_that_no_rule_asks_for_are_told(packs: Packs) -> None:
    terms = "languages: [en, fr]\nauthorizations: {mass-mial: {two_person: true}, mass-mail: {max: 30d}}\n"

    found = linted(packs, {"house/policy.yaml": [("languages: [en, fr]\n", terms)]})

    assert said(found) == [("idle-use", "no rule asks for an authorization for `mass-mial`")]
    assert found[0].hint == "did you mean `mass-mail`?"


def test_an_unproven_clause_says_what_it_waits_for(packs: Packs) -> None:
    use = "  controls: [{use: night}]\n"
    folder = packs("", {CLAUSES: [(use, use + "  missing: needs a calendar\n")]})

    found = lint(load([folder], KNOWLEDGE), BOTH[:2])

    assert [(one.code, one.hint) for one in found] == [("unproven-clause", "needs a calendar")]
