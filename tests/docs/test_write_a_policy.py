"""The policy that the how-to makes, file by file, is sound, proven and judges."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tipstaff import Engine
from tipstaff.app.bundles import SHIPPED
from tipstaff.cli.checking import examine
from tipstaff.cli.installation import policy_names
from tipstaff.scenarios import Theatre, run_files

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-policy.md"
BLOCK = re.compile(r"^```yaml\n# (market/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("here")
    for name, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "market"


def test_its_files_are_sound_and_every_clause_is_proven(market: Path) -> None:
    assert sorted(str(path.relative_to(market)) for path in market.rglob("*.yaml")) == [
        "bakery/clauses.yaml",
        "bakery/policy.yaml",
        "bakery/scenarios/rules.yaml",
        "tables/wording.yaml",
    ]
    assert [str(found) for found in examine([SHIPPED, market]) if str(market) in found.place.file] == []


def test_its_scenarios_pass(market: Path) -> None:
    outcome = run_files(
        [market / "bakery/scenarios/rules.yaml"], Theatre([market]), policy_names([market]), lambda _: None
    )

    assert outcome.passed


def test_it_judges(market: Path) -> None:
    said = {
        "channel": "sms",
        "from": "A",
        "to": "+33612345678",
        "text": "Baguettes en plastique à vendre",
        "purpose": "service",
    }
    with Engine(["bakery"], packs=[market]) as engine:
        decision = engine.ask({"type": "message.send", "account": "acme", "data": said})

    assert [(reason.clause, reason.rule, reason.explain) for reason in decision.reasons] == [
        ("bakery.no-drugs", "sent-fake-bread", "The message is about something not accepted here: fake bread.")
    ]
