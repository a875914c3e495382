"""The pages on scenario files and the command line name everything there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tipstaff.cli.program import COMMANDS
from tipstaff.scenarios.file.expectations import EXPECT
from tipstaff.scenarios.file.given import GIVEN

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize(
    ("page", "names"),
    [("scenario-files.md", GIVEN), ("scenario-files.md", EXPECT), ("command-line.md", COMMANDS)],
    ids=["given", "expect", "commands"],
)
def test_the_page_names_everything(page: str, names: dict[str, object]) -> None:
    said = set(re.findall(r"`([a-z_]+)`", (REFERENCE / page).read_text(encoding="utf-8")))

    assert set(names) - said == set()
