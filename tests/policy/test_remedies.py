"""What an author is told about `remedies` and `enforcement`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipstaff.policy import Knowledge, lint, load
from tipstaff.vocab.events import STANDARD

POLICY = """policy: demo
title: {en: Demo, fr: Démo}
operator: {en: Demo, fr: Démo}
languages: [en, fr]
versions: [{version: "1", from: 2026-01-01, changes: {en: First., fr: Première.}}]
"""
CLAUSE = """- id: demo.words
  ref: "1"
  kind: prohibition
  control: automatic
  text: {en: No., fr: Non.}
  controls: [{use: demo.words}]
"""
CONTROL = """control: demo.words
about: Words.
on: [message.send]
rules:
  - {id: bad, when: "event.text == 'bad'", verdict: deny, on_error: deny, explain: {en: Bad., fr: Mauvais.}}
  - {id: odd, when: "event.text == 'odd'", verdict: review, on_error: review, explain: {en: Odd., fr: Étrange.}}
"""


def loaded(folder: Path, *, remedies: str = "", enforcement: str = "", control: str = CONTROL):  # type: ignore[no-untyped-def]
    pack = folder / "demo"
    (pack / "controls").mkdir(parents=True)
    (pack / "policy.yaml").write_text(POLICY + enforcement)
    (pack / "clauses.yaml").write_text(CLAUSE + remedies)
    (pack / "controls" / "words.yaml").write_text(control)
    return load([folder], Knowledge(STANDARD))


def effects(found) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    return {rule.id: [order.name for order in rule.effects] for rule in found.packs[0].rules}


def test_remedies_become_effects_of_the_rules_with_their_verdict(tmp_path: Path) -> None:
    review, deny = "{at: [review], case: {severity: 1}}", "{strike: 2, actions: [{kind: limit, for: 1h}]}"
    found = loaded(tmp_path, remedies=f"  remedies:\n    - {review}\n    - {deny}\n")

    assert found.ok
    assert effects(found) == {"odd": ["case.open"], "bad": ["case.open", "strike.issue", "action.apply"]}


def test_from_a_verdict_on_means_the_severer_ones_too(tmp_path: Path) -> None:
    assert effects(loaded(tmp_path, remedies="  remedies: [{at: review}]\n")) == {
        "odd": ["case.open"],
        "bad": ["case.open"],
    }


@pytest.mark.parametrize(
    ("remedies", "expected"),
    [
        ("", {"odd": ["case.open"], "bad": []}),
        ("  remedies: [{}]\n", {"odd": ["case.open"], "bad": ["case.open"]}),
        ("  remedies: [{at: [review], strike: 1}]\n", {"odd": ["case.open", "strike.issue"], "bad": []}),
    ],
)
def test_what_was_told_and_needs_a_look_opens_a_case_by_itself(
    tmp_path: Path, remedies: str, expected: dict[str, list[str]]
) -> None:
    control = CONTROL.replace("message.send", "message.received")

    assert effects(loaded(tmp_path, remedies=remedies, control=control)) == expected


def test_what_is_asked_and_needs_a_look_waits_at_the_door(tmp_path: Path) -> None:
    assert effects(loaded(tmp_path)) == {"odd": [], "bad": []}


@pytest.mark.parametrize(
    ("remedies", "code"),
    [
        ("[{of: [demo.wrods]}]", "unknown-control"),
        ("[{at: allow}]", "wrong-value"),
        ("[{at: [allow]}]", "wrong-value"),
        ("[{case: urgent}]", "wrong-type"),
        ("[{case: {severity: 5}}]", "wrong-type"),
        ("[{case: {desk: porter}}]", "wrong-value"),
        ("[{actions: [{kind: limit, for: soon}]}]", "wrong-value"),
        ("[{actions: [{kind: limit, subject: app}]}]", "missing-key"),
        ("[{actions: [{for: 1h}]}]", "missing-key"),
        ("[{strikes: 1}]", "unknown-key"),
    ],
)
def test_mistakes_in_remedies_are_named(tmp_path: Path, remedies: str, code: str) -> None:
    found = loaded(tmp_path, remedies=f"  remedies: {remedies}\n")

    assert code in {one.code for one in found.diagnostics}
    assert not found.ok


@pytest.mark.parametrize(
    ("enforcement", "code"),
    [
        ("{ladder: [{points: 1, action: wran}]}", "wrong-value"),
        ("{ladder: [{points: many, action: warn}]}", "wrong-type"),
        ("{decay: later}", "wrong-value"),
        ("{parents: {share: 2}}", "wrong-value"),
        ("{parents: {clause: demo.words}}", "missing-key"),
        ("{actions: {slow: {title: {en: Slow}}}}", "missing-translation"),
        ("{actions: {slow: {title: {en: Slow, fr: Lent}, effect: crawl}}}", "wrong-value"),
        ("{steps: []}", "unknown-key"),
        ("warn", "wrong-type"),
    ],
)
def test_mistakes_in_enforcement_are_named(tmp_path: Path, enforcement: str, code: str) -> None:
    found = loaded(tmp_path, enforcement=f"enforcement: {enforcement}\n")

    assert code in {one.code for one in found.diagnostics}
    assert not found.ok


def test_names_that_nothing_has_are_told(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        remedies="  remedies: [{actions: [{kind: limt}]}, {actions: [{kind: slow}]}]\n",
        enforcement="enforcement: {reports: {spam: demo.wrods}, actions: {slow: {title: {en: Slow, fr: Lent}}}}\n",
    )
    told = {
        one.code: (one.message, one.hint) for one in lint(found) if one.code in ("unknown-clause", "unknown-action")
    }

    assert told == {
        "unknown-action": ("`limt`, a remedy of `demo.words`, is not an action", "did you mean `limit`?"),
        "unknown-clause": (
            "`demo.wrods`, which `enforcement` names, is not a clause of this policy",
            "did you mean `demo.words`?",
        ),
    }


def test_enforcement_is_read_as_it_is_written(tmp_path: Path) -> None:
    ladder = "[{points: 5, action: suspend}, {points: 1, action: warn}]"
    written = f"{{ladder: {ladder}, decay: 90d, parents: {{share: 0.5}}}}"
    terms = loaded(tmp_path, enforcement=f"enforcement: {written}\n").packs[0].policy.enforcement

    assert [(step.points, step.action) for step in terms.ladder] == [(1.0, "warn"), (5.0, "suspend")]
    assert (str(terms.decay), terms.parent_share) == ("90d", 0.5)


@pytest.mark.parametrize(
    ("severity", "remedies", "expected"),
    [
        (3, "  remedies: [{at: review, strike: 2, case: {urgent: true}, actions: [{kind: limit}]}]\n", {"odd": ["1"]}),
        (4, "  remedies: [{at: review}]\n", {"odd": ["2"]}),
        (1, "  remedies: [{at: review}]\n", {"odd": ["1"]}),
        (0, "  remedies: [{at: review}]\n", {"odd": ["0"]}),
        (3, "", {"odd": []}),
    ],
)
def test_what_a_model_alone_says_opens_a_milder_case_and_leaves_no_strike(
    tmp_path: Path, severity: int, remedies: str, expected: dict[str, list[str]]
) -> None:
    control = CONTROL.replace("{id: odd,", "{id: odd, suspicion: true,")
    found = loaded(tmp_path, remedies=f"  severity: {severity}\n{remedies}", control=control)

    assert found.ok
    odd = next(rule for rule in found.packs[0].rules if rule.id == "odd")
    assert [order.name for order in odd.effects] == ["case.open"] * len(expected["odd"])
    given = [dict(order.args)["severity"] for order in odd.effects]
    assert [getattr(one, "text", one) for one in given] == expected["odd"]
    assert [order.name for rule in found.packs[0].rules if rule.id == "bad" for order in rule.effects].count(
        "strike.issue"
    ) == remedies.count("strike")
