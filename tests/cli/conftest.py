"""The program as a person runs it, in a folder of its own."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tipstaff.cli import main

PACKS = Path(__file__).parents[1] / "scenarios" / "packs"


@dataclass
class Ran:
    """What came of a run."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `tipstaff ARGUMENTS…` with the policy `demo` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIPSTAFF_PACKS", str(PACKS))
    monkeypatch.setenv("TIPSTAFF_POLICIES", "demo")

    def call(*arguments: str, stdin: bytes | str = b"") -> Ran:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return call
