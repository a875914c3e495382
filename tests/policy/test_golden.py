"""What authors are told: every mistake of a case at once, word for word.

After a change of wording, look at the difference and run with `UPDATE_GOLDEN=1`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.policy.conftest import GOLDEN, KNOWLEDGE, Packs

from tipstaff.policy import compile_bundle, lint, load
from tipstaff.vocab.diagnostics import render_all
from tipstaff.vocab.errors import PackInvalid

ODDITIES = GOLDEN.parent / "oddities"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir() and not path.name.startswith("_"))


@pytest.mark.parametrize("case", CASES)
def test_mistakes_are_told_as_written_down(case: str, packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = packs(case)
    monkeypatch.chdir(folder)

    loaded = load([Path()], KNOWLEDGE)

    told = render_all(loaded.diagnostics) + "\n"
    golden = GOLDEN / case / "expected.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(told)
    assert told == golden.read_text()
    with pytest.raises(PackInvalid):
        compile_bundle(loaded)


@pytest.mark.parametrize("case", sorted(path.name for path in ODDITIES.iterdir()))
def test_oddities_are_told_as_written_down(case: str, packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = packs()
    shutil.copytree(ODDITIES / case, folder, dirs_exist_ok=True)
    monkeypatch.chdir(folder)

    loaded = load([Path()], KNOWLEDGE)

    told = render_all([*loaded.diagnostics, *lint(loaded)]) + "\n"
    golden = ODDITIES / case / "expected.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(told)
    assert loaded.ok
    assert told == golden.read_text()
