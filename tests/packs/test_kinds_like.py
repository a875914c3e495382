"""Models and the table of wordings name the same kinds; the rules ask no less than what was calibrated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tipstaff import Engine
from tipstaff.app.bundles import SHIPPED
from tipstaff.signals.detectors.classes.kinds import ANY, MODELS, level
from tipstaff.signals.model.bank import bank

WORDING = yaml.safe_load((SHIPPED / "tables" / "wording.yaml").read_text(encoding="utf-8"))
KINDS = set(bank(MODELS).models) - {ANY}
# Calls to attack have no model among the offers, but one with a gate of its own (`text_harm`).
EXPRESSIONS_ALONE = {"attack-call"}


def test_every_kind_of_the_models_has_wordings_and_the_other_way_round() -> None:
    rows = {row["for"]["kind"] for row in WORDING["rows"]}

    assert rows >= KINDS
    assert rows - KINDS == EXPRESSIONS_ALONE


def test_the_rules_ask_no_less_than_the_end_of_the_models_band() -> None:
    content = yaml.safe_load((SHIPPED / "controls" / "content.yaml").read_text(encoding="utf-8"))
    [control] = [one for one in content if one["control"] == "content.prohibited"]

    assert level() <= control["params"]["like"]["default"] < 1
    assert (Path(__file__).parents[2] / "docs" / "models" / "text-kinds.md").exists()


POLICY = """policy: shop
title: {en: Shop, fr: Boutique}
operator: {en: Shop, fr: Boutique}
languages: [en, fr]
versions: [{version: "1", from: 2026-01-01, changes: {en: First., fr: Première.}}]
"""
CLAUSE = """- id: shop.fakes
  ref: "1"
  kind: prohibition
  control: automatic
  severity: 2
  text: {en: No fakes., fr: Pas de faux.}
  controls: [{use: content.prohibited, with: {kind: [counterfeits], mail: MAIL}}]
"""
FAKES = "P3rfect c0pies of LV and Gucci, s4me b0xes and rece1pts, nobody can tell, wh0lesale prices"
HONEST = "Our autumn catalogue is here: wool coats, scarves and boots for the whole family."


def mail(text: str) -> dict[str, Any]:
    sender = {"from": {"address": "news@shop.example"}, "to": ["ann@example.org"]}
    return {"type": "email.send", "data": {**sender, "subject": "News", "text": text, "purpose": "marketing"}}


def campaign(text: str) -> dict[str, Any]:
    said = {"campaign": "c", "channel": "email", "purpose": "marketing", "audience": 100, "countries": ["US"]}
    return {"type": "campaign.start", "data": {**said, "sample": text}}


@pytest.mark.parametrize(("wants_mail", "expected"), [("true", "review"), ("false", "allow")])
def test_mails_and_campaigns_are_read_where_a_policy_wants_it(tmp_path: Path, wants_mail: str, expected: str) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "policy.yaml").write_text(POLICY)
    (tmp_path / "shop" / "clauses.yaml").write_text(CLAUSE.replace("MAIL", wants_mail))
    with Engine(["shop"], packs=[tmp_path]) as engine:
        for event in (mail, campaign):
            assert engine.ask({**event(FAKES), "account": "a"}).verdict.value == expected
            assert engine.ask({**event(HONEST), "account": "a"}).verdict.value == "allow"
