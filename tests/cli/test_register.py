"""`tipstaff register load` brings in a register that the rules then ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tipstaff import Engine
from tipstaff.cli.program import program


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    path = str(tmp_path / "t.db")
    with Engine(["messagebird"], path=path):
        pass
    return path


def decided(database: str, to: str) -> list[str]:
    data = {"channel": "sms", "from": "ACME", "to": to, "text": "Soldes STOP 36111", "purpose": "marketing"}
    with Engine(["messagebird"], path=database) as engine:
        decision = engine.ask({"type": "message.send", "account": "acme", "data": data})
        return [reason.clause for reason in decision.reasons]


def test_a_national_register_is_loaded_and_asked(tmp_path: Path, database: str) -> None:
    (tmp_path / "list.csv").write_text("number;since\n0612345678;2020\n06 12 34 56 79;2021\n", encoding="utf-8")
    arguments = ["register", "load", "bloctel", "FR", "list.csv", "--national", "+33", "--database", database]

    done = CliRunner().invoke(program, [*arguments, "--at", "2026-11-01"])

    assert "2 addresses on `bloctel` (FR), 1 line left out" in done.output, done.output
    assert "line 1: no number and no mail address: number" in done.output
    assert done.exit_code == 1
    on_it, beside = decided(database, "+33612345679"), decided(database, "+33612345670")
    assert set(on_it) > set(beside)


def test_what_is_no_time_is_said(tmp_path: Path, database: str) -> None:
    (tmp_path / "list.csv").write_text("+33612345678\n", encoding="utf-8")
    done = CliRunner().invoke(
        program, ["register", "load", "b", "FR", "list.csv", "--at", "soon", "--database", database]
    )
    assert done.exit_code != 0
    assert "--at is no time" in f"{done.output}{done.exception}"
