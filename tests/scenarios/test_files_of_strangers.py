"""Files written from the reference alone run as they are, and together they use everything that a scenario can say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tipstaff.cli.installation import policy_names
from tipstaff.scenarios import Theatre, run_files

FILES = sorted((Path(__file__).parent / "strangers").glob("*.yaml"))
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "scenario-files.md"


@pytest.fixture(scope="module")
def theatre() -> Theatre:
    return Theatre()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_runs_as_it_is(file: Path, theatre: Theatre) -> None:
    told: list[Any] = []

    assert run_files([file], theatre, policy_names([]), told.append).passed, told


def used() -> tuple[set[str], set[str], set[str]]:
    """The keys of `given`, of steps and of `expect` that the files use."""
    given: set[str] = set()
    steps: set[str] = set()
    expected: set[str] = set()
    for file in FILES:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        for part in [read, *read["scenarios"]]:
            given |= set(part.get("given", {}))
        for step in [step for scenario in read["scenarios"] for step in scenario["steps"]]:
            steps |= set(step)
            expected |= {*step.get("expect", {}), *step.get("expect_each", {})}
    return given, steps, expected


def documented(title: str) -> set[str]:
    """The keys that a table of the reference has in its first column."""
    text = REFERENCE.read_text(encoding="utf-8")
    table = text[text.index(title) :].partition("\n\n")[0]
    return {key for row in re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)}


def test_together_they_use_everything_that_can_be_said() -> None:
    given, steps, expected = used()

    assert documented("| key | what it sets |") - given == set()
    assert documented("| key | holds when |") - expected == set()
    assert {"event", "events", "repeat", "every", "do", "with", "as", "wait", "at", "expect", "expect_each"} <= steps
