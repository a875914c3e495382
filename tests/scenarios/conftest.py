"""A small pack of its own, so that the runner is tested apart from what the shipped packs say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tipstaff.scenarios import Run, Theatre, run_files

PACKS = Path(__file__).parent / "packs"
Play = Callable[[str], Run]


@pytest.fixture(scope="session")
def theatre() -> Theatre:
    return Theatre([PACKS])


@pytest.fixture
def play(tmp_path: Path, theatre: Theatre) -> Play:
    """Run the text of a scenario file about the policy `demo`."""

    def run(text: str) -> Run:
        path = tmp_path / "file.yaml"
        path.write_text(text, encoding="utf-8")
        return run_files([path], theatre, ["demo", "clever-cloud", "messagebird"], lambda _: None)

    return run
