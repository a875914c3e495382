"""Every scenario of the shipped packs passes, and every clause that claims to be carried is proven on both sides."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from tests.packs.plainness import faults, listening

from tipstaff.app.bundles import SHIPPED
from tipstaff.cli.installation import policy_names
from tipstaff.policy import Bundle
from tipstaff.scenarios import Theatre, as_text, claims, find_files, run_files

FILES = find_files([SHIPPED])
POLICIES = policy_names([])


@pytest.fixture(scope="module")
def theatre() -> Theatre:
    return Theatre()


@pytest.fixture(scope="module", params=POLICIES)
def bundle(request: pytest.FixtureRequest, theatre: Theatre) -> Bundle:
    return theatre.bundles((request.param,)).bundle


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_every_scenario_passes(path: Path, theatre: Theatre) -> None:
    with listening() as said:
        run = run_files([path], theatre, POLICIES, lambda _: None)

    assert "\n".join(as_text(run)) == ""
    assert run.passed
    # What customers read, in both languages, has none of the faults that a machine can find.
    assert [(rule, text, found) for rule, language, text in sorted(said) if (found := faults(text, language))] == []


def test_every_clause_with_a_control_is_proven_on_both_sides(bundle: Bundle) -> None:
    sides = defaultdict(set)
    for claim in claims(FILES):
        sides[claim.clause].add(claim.side)

    unproven = {
        clause.id: {"breach", "honest"} - sides[clause.id]
        for clauses in bundle.clauses.values()
        for clause in clauses
        if clause.uses and sides[clause.id] != {"breach", "honest"}
    }
    assert unproven == {}


def test_a_clause_is_carried_or_says_what_is_missing(bundle: Bundle) -> None:
    proven = {claim.clause for claim in claims(FILES)}
    silent = [
        clause.id
        for clauses in bundle.clauses.values()
        for clause in clauses
        if not clause.uses and not clause.missing and clause.id not in proven
    ]
    assert silent == []


def test_scenarios_speak_of_clauses_that_exist(theatre: Theatre) -> None:
    known = {
        clause.id
        for name in POLICIES
        for clauses in theatre.bundles((name,)).bundle.clauses.values()
        for clause in clauses
    }
    assert {claim.clause for claim in claims(FILES)} <= known
