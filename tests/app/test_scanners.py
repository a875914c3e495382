"""What an operator adds to the scanning of files reaches the signals, through the engine and through the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.app.conftest import PACKS

from tipstaff import Engine
from tipstaff.api.server.opening import open_service
from tipstaff.app.bundles import Bundles
from tipstaff.app.surroundings import FromLedgers
from tipstaff.cel import CelError
from tipstaff.ledgers import ledgers
from tipstaff.settings import Settings
from tipstaff.signals.scanners import RuleFile, Scanners
from tipstaff.vocab.errors import Invalid

GOOD = 'rule Mine { strings: $a = "mine" condition: $a }'
BAD = "rule Mine { condition: nonsense }"


def test_a_bad_rule_stops_the_engine_with_its_line(bundles: Bundles) -> None:
    with pytest.raises(Invalid, match=r"bad.yar:1:\d+"):
        Engine(["demo"], packs=[PACKS], bundles=bundles, scanners=Scanners((RuleFile("bad.yar", BAD),)))
    with Engine(["demo"], packs=[PACKS], bundles=bundles, scanners=Scanners((RuleFile("good.yar", GOOD),))):
        pass


def test_a_bad_rule_of_the_settings_stops_the_server(tmp_path: Path) -> None:
    (tmp_path / "bad.yar").write_text(BAD)
    settings = Settings(database=str(tmp_path / "t.db"), policies=("demo",), packs=(str(PACKS),))
    with pytest.raises(Invalid, match=r"bad\.yar"):
        open_service(Settings(**{**_fields(settings), "yara_rules": (str(tmp_path),)}))


def _fields(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in Settings.__slots__}


def test_lists_are_read_as_the_ledgers_hold_them(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.command("list.put", {"list": "hashes", "values": ["AB" * 32, "cd" * 32], "kind": "csam"})
    known = FromLedgers(engine.house.ledgers)
    assert sorted(known.entries("hashes")) == [("AB" * 32, "csam"), ("cd" * 32, "csam")]
    assert known.entries("hashes") is known.entries("hashes")
    engine.command("list.remove", {"list": "hashes", "values": ["cd" * 32]})
    assert list(known.entries("hashes")) == [("AB" * 32, "csam")]
    monkeypatch.setattr("tipstaff.app.surroundings.GROUP_LIMIT", 1)
    with pytest.raises(CelError, match="too long"):
        known.entries("hashes")


def test_the_limit_of_lists_is_that_of_the_ledgers() -> None:
    assert ledgers.GROUP_LIMIT >= 10_000
