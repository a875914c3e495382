"""Every rule that refuses, holds or delays fires in some scenario: one that no scenario reaches may be wrong unseen."""

from __future__ import annotations

from typing import Any

import pytest

from tipstaff.app.bundles import SHIPPED
from tipstaff.app.engine import Engine
from tipstaff.cli.installation import policy_names
from tipstaff.scenarios import Theatre, run_files
from tipstaff.vocab.decision import Decision
from tipstaff.vocab.verdict import Verdict

POLICIES = ("valiantys", "dexero", "milesoft")
# Bands in which the detectors hardly ever give a score: what they find they find for sure.
SELDOM = {("speech.prohibited", f"near-{one}") for one in ("hate", "minors", "threat")}
# A rule for each kind of offer and each way in; the other policies prove them kind by kind.
OFFERS = "content.prohibited"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def fired() -> set[tuple[str, str]]:
    """(control, rule) of every reason of every decision that the scenarios bring about."""
    found: set[tuple[str, str]] = set()
    decide = Engine.decide

    def noting(self: Engine, event: Any) -> Decision:
        decision = decide(self, event)
        found.update((reason.control, reason.rule) for reason in decision.reasons)
        return decision

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "decide", noting)
        for policy in POLICIES:
            files = sorted((SHIPPED / policy / "scenarios").glob("*.yaml"))
            assert run_files(files, Theatre(), policy_names([]), lambda _: None).passed
    return found


@pytest.mark.parametrize("policy", POLICIES)
def test_every_rule_fires_somewhere(policy: str, fired: set[tuple[str, str]]) -> None:
    rules = Theatre().bundles((policy,)).bundle.rules
    adverse = {(r.control, r.id) for r in rules if r.verdict is not Verdict.ALLOW and r.control != OFFERS}

    assert sorted(adverse - fired - SELDOM) == []


def test_a_rule_that_never_fires_would_show(fired: set[tuple[str, str]]) -> None:
    assert ("traffic.requests", "flood") in fired
    assert ("traffic.requests", "no-such-rule") not in fired
