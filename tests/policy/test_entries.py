"""Controls whose rules are made for each entry of a table, and uses that take some of a control's rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.conftest import KNOWLEDGE, Packs

from tipstaff.cel.syntax import Literal_
from tipstaff.cel.types import STRING
from tipstaff.cel.walk import nodes
from tipstaff.policy import Bundle, Hole, compile_bundle, load
from tipstaff.policy.pack.composite import NEVER, put_together
from tipstaff.policy.pack.nouns import Param, Value
from tipstaff.vocab.diagnostics import Place

CONTROL = """
control: content.kinds
about: Kinds of content that stand in a table.
on: [message.send]
each: kind
table: kinds
params:
  kind: {type: string}
  subject: {type: texts}
  wording: {type: pattern, default: ""}
  found: {type: pattern, default: "(?:{params.wording})|extra"}
  score: {type: signal(double), default: ""}
  level: {type: double, default: 0.5}
rules:
  - id: "{kind}"
    when: event.text.matches(params.found)
    verdict: deny
    on_error: review
    explain: {en: "About {params.subject}.", fr: "Sur {params.subject}."}
    evidence: [event.purpose, {score: params.score}]
  - id: near-{kind}
    when: params.score > params.level
    verdict: review
    on_error: review
    explain: {en: "Near {params.subject}.", fr: "Près de {params.subject}."}
"""
TABLE = """
table: kinds
about: Kinds.
keys: [kind]
rows:
  - for: {kind: drugs}
    subject: {en: drugs, fr: drogues}
    wording: {en: [weed], fr: [beuh]}
    source: us
    confidence: curated
  - for: {kind: spam}
    subject: {en: "spam ({text.spam})", fr: "pourriel ({text.spam})"}
    score: text.spam
    level: 0.9
    source: us
    confidence: curated
"""
GUNS = """rows:
  - {for: {kind: guns}, subject: {en: guns, fr: armes}, source: us, confidence: curated}
"""
CLAUSE = """
- id: house.kinds
  ref: "1"
  kind: prohibition
  control: automatic
  text: {en: None of these., fr: Rien de cela.}
  controls: [%s]
"""


@pytest.fixture
def bundle(packs: Packs) -> object:
    def make(use: str, more: str = "") -> Bundle:
        folder = packs()
        files = {"controls/kinds.yaml": CONTROL, "tables/kinds.yaml": TABLE, "house/clauses.yaml": CLAUSE % use}
        files |= {"house/tables/kinds.yaml": more} if more else {}
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        loaded = load([Path(folder)], KNOWLEDGE)
        assert not loaded.diagnostics, [str(found) for found in loaded.diagnostics]
        return compile_bundle(loaded)

    return make


def literals(rule: object) -> list[object]:
    return [node.value for node in nodes(rule.condition.tree) if isinstance(node, Literal_)]  # type: ignore[attr-defined]


def words(rule: object, language: str) -> str:
    parts = rule.explain[language]  # type: ignore[attr-defined]
    return "".join(part if isinstance(part, str) else f"<{part.expression.text}>" for part in parts)


def test_rules_are_made_for_each_entry_named(bundle) -> None:  # type: ignore[no-untyped-def]
    rules = bundle('{use: content.kinds, with: {kind: [drugs]}, rules: ["{kind}"]}').rules

    assert [(rule.control, rule.id, rule.written) for rule in rules] == [("content.kinds", "drugs", "{kind}")]
    assert literals(rules[0]) == ["(?:(?is)weed|beuh)|extra"]
    assert (words(rules[0], "en"), words(rules[0], "fr")) == ("About drugs.", "Sur drogues.")


def test_a_param_stands_for_the_signal_that_it_names(bundle) -> None:  # type: ignore[no-untyped-def]
    rules = {rule.id: rule for rule in bundle("{use: content.kinds, with: {kind: spam}}").rules}

    assert set(rules) == {"spam", "near-spam"}
    assert rules["near-spam"].condition.reads == {"text.spam"}
    assert literals(rules["near-spam"]) == [0.9]
    assert words(rules["near-spam"], "fr") == "Près de pourriel (<text.spam>)."
    assert [key for key, _ in rules["spam"].evidence] == ["event.purpose", "score"]


def test_evidence_of_a_signal_that_is_not_named_is_left_out(bundle) -> None:  # type: ignore[no-untyped-def]
    (rule,) = bundle('{use: content.kinds, with: {kind: drugs}, rules: ["{kind}"]}').rules

    assert [key for key, _ in rule.evidence] == ["event.purpose"]
    assert all(isinstance(hole, Hole) for _, hole in rule.evidence)


def test_what_a_use_gives_counts_before_the_row(bundle) -> None:  # type: ignore[no-untyped-def]
    use = '{use: content.kinds, with: {kind: [spam], level: 0.7}, rules: ["near-{kind}"]}'

    assert literals(bundle(use).rules[0]) == [0.7]


def test_a_folder_of_ones_own_adds_entries(bundle) -> None:  # type: ignore[no-untyped-def]
    more = TABLE.partition("rows:")[0] + GUNS
    (rule,) = bundle('{use: content.kinds, with: {kind: guns}, rules: ["{kind}"]}', more).rules

    assert words(rule, "en") == "About guns."


def test_the_hash_depends_on_rows(bundle) -> None:  # type: ignore[no-untyped-def]
    use = "{use: content.kinds, with: {kind: spam}}"
    more = TABLE.partition("rows:")[0] + GUNS

    assert bundle(use).hash != bundle(use, more).hash


def pattern(name: str) -> Param:
    return Param(name, STRING, "pattern", None, "", None, (), Place("", 1, 1))


@given(st.dictionaries(st.sampled_from("abcd"), st.text("xy", max_size=3), min_size=1), st.permutations("abcd"))
def test_patterns_are_put_together_without_end(written: dict[str, str], order: list[str]) -> None:
    """Whatever names whatever, also itself: every piece is put in, and what says nothing matches nothing."""
    texts = {name: text + "".join(f"{{params.{one}}}" for one in order[: len(text)]) for name, text in written.items()}
    values = {name: Value(text or NEVER, text) for name, text in texts.items()}

    whole = put_together(values, {name: pattern(name) for name in texts})

    assert all("{params." not in str(value.constant) for value in whole.values())
    assert all(NEVER in str(whole[name].constant) for name, text in texts.items() if f"{{params.{name}}}" in text)
