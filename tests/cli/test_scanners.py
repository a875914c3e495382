"""A signal run at the terminal sees the scanners of files that the settings name."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

RULE = 'rule Mine { strings: $a = "mine" condition: $a }'
UPLOAD = {"name": "a.bin", "size": 4, "content": base64.b64encode(b"mine").decode()}
EVENT = json.dumps({"type": "file.upload", "data": UPLOAD})


@pytest.mark.parametrize("signal", ["files.yara", "files.malware"])
def test_a_rule_of_the_settings_is_found(run: Run, tmp_path: Path, signal: str) -> None:
    before = json.loads(run("signals", "run", signal, "--json", stdin=EVENT).out)
    (tmp_path / "mine.yar").write_text(RULE, "utf-8")
    (tmp_path / "tipstaff.toml").write_text("yara_rules = ['mine.yar']\n", "utf-8")

    after = json.loads(run("signals", "run", signal, "--json", stdin=EVENT).out)
    assert (before["value"], after["value"]) == ([], ["mine:Mine"])


def test_a_daemon_of_the_settings_is_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tipstaff.toml").write_text("clamd = 'no-such-socket'\n", "utf-8")

    assert "no-such-socket" in run("signals", "run", "files.clamav", stdin=EVENT).out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("yara_rules = ['broken.yar']", "broken.yar:1"),
        ("yara_rules = ['missing.yar']", "missing.yar"),
        ("yara_rule = ['broken.yar']", "did you mean `yara_rules`?"),
    ],
)
def test_faults_of_the_settings_are_said_as_elsewhere(run: Run, tmp_path: Path, settings: str, said: str) -> None:
    (tmp_path / "broken.yar").write_text("rule Mine { condition: nonsense }", "utf-8")
    (tmp_path / "tipstaff.toml").write_text(settings + "\n", "utf-8")

    ran, decided = run("signals", "run", "files.yara", stdin=EVENT), run("decide", stdin=EVENT)
    assert ran.code == decided.code == 2
    assert said in ran.err
    assert ran.err == decided.err
