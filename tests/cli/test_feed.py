"""`tipstaff feed` puts a published list where `links.listed` finds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tipstaff import Engine
from tipstaff.cli.program import program


def test_a_list_is_put_and_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = tmp_path / "t.db"
    with Engine(["messagebird"], path=str(database)):
        pass
    (tmp_path / "feed.txt").write_text("0.0.0.0 evil.com\n0.0.0.0 com\n")

    done = CliRunner().invoke(
        program, ["feed", "phishing", "feed.txt", "--kind", "phishing", "--database", str(database)]
    )

    assert done.exit_code == 0, done.output
    assert "1 entry put on `phishing` (hosts), 1 left out" in done.output
    with Engine(["messagebird"], path=str(database)) as engine:
        assert engine.command("list.remove", {"list": "phishing", "values": ["evil.com"]})["removed"] == 1


def test_a_dry_run_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feed.txt").write_text("nothing here\n")

    done = CliRunner().invoke(program, ["feed", "phishing", "feed.txt", "--dry-run"])

    assert done.exit_code == 1
    assert "0 entries would be put" in done.output
