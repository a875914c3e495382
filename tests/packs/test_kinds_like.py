"""Models and the table of wordings name the same kinds; the rules ask no less than what was calibrated."""

from __future__ import annotations

from pathlib import Path

import yaml

from tipstaff.app.bundles import SHIPPED
from tipstaff.signals.detectors.classes.kinds import ANY, MODELS, level
from tipstaff.signals.model.bank import bank

WORDING = yaml.safe_load((SHIPPED / "tables" / "wording.yaml").read_text(encoding="utf-8"))
KINDS = set(bank(MODELS).models) - {ANY}
# Judged by `purpose.declared`, not by the table; calls to attack are known by expressions alone.
ELSEWHERE, EXPRESSIONS_ALONE = {"gambling"}, {"attack-call"}


def test_every_kind_of_the_models_has_wordings_and_the_other_way_round() -> None:
    rows = {row["for"]["kind"] for row in WORDING["rows"]}

    assert KINDS - rows == ELSEWHERE
    assert rows - KINDS == EXPRESSIONS_ALONE


def test_the_rules_ask_no_less_than_the_end_of_the_models_band() -> None:
    content = yaml.safe_load((SHIPPED / "controls" / "content.yaml").read_text(encoding="utf-8"))
    [control] = [one for one in content if one["control"] == "content.prohibited"]

    assert level() <= control["params"]["like"]["default"] < 1
    assert (Path(__file__).parents[2] / "docs" / "models" / "text-kinds.md").exists()
