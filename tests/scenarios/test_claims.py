"""Which side of a clause a scenario shows follows from its expectation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tipstaff.ledgers.commands import NAMES
from tipstaff.scenarios.claims import claims, side_of
from tipstaff.scenarios.file.reading import Known, read_scenarios


@pytest.mark.parametrize(
    "steps", ["[]", "[{wait: 1h}]", "[{wait: 1h, expect: {}}]", "[{wait: 1h, expect: {clauses: [], result: {}}}]"]
)
def test_a_scenario_that_expects_nothing_claims_nothing(tmp_path: Path, steps: str) -> None:
    path = tmp_path / "file.yaml"
    sound = "{name: b, clause: [p.one, p.two], steps: [{wait: 1h, expect: {verdict: deny}}]}"
    path.write_text(f"policy: p\nscenarios: [{{name: a, clause: p.one, steps: {steps}}}, {sound}]", encoding="utf-8")

    assert [(one.name, one.clause, one.side) for one in claims([path])] == [
        ("b", "p.one", "breach"), ("b", "p.two", "breach"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("expect", "side"),
    [
        ("{verdict: deny}", "breach"),
        ("{verdict: [deny, review], clauses: [p.one]}", "breach"),
        ("{verdict: defer, clauses: [p.two]}", "honest"),
        ("{verdict: deny, not_clauses: [p.one]}", "honest"),
        ("{verdict: allow}", "honest"),
        ("{verdict: allow, obligations: [log-emergency]}", "honest"),
        ("{error: not-allowed}", "breach"),
        ("{account: {id: a, standing: suspended}}", "breach"),
        ("{account: {id: a, standing: good}}", "honest"),
        ("{cases: {open: 1}}", "breach"),
        ("{cases: {none: true}}", "honest"),
        ("{notices: {count: 0}}", "honest"),
        ("{proof: {is: true}}", "honest"),
    ],
)
def test_the_side(expect: str, side: str) -> None:
    text = f"policy: p\nscenarios: [{{name: n, clause: [p.one], steps: [{{wait: 1h, expect: {expect}}}]}}]"
    file, found = read_scenarios(text, "x", Known(frozenset(NAMES)))

    assert not found
    assert file is not None
    assert side_of(file.scenarios[0], "p.one") == side
