"""The pages on policies and controls say what the packs say, and every clause and control has its place there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tipstaff.policy.outline import shipped_outline

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def test_the_pages_are_fresh() -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "scripts/policies.py", "--check"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_every_clause_of_a_whole_policy_has_its_place() -> None:
    for policy in ("valiantys", "dexero", "clever-cloud", "milesoft"):
        page = (DOCS / "policies" / f"{policy}.md").read_text(encoding="utf-8")
        titles = re.findall(r"^## (\S+)$", page, re.MULTILINE)

        assert titles == [entry.id for entry in shipped_outline() if entry.policy == policy]


def test_every_anchor_leads_to_a_heading() -> None:
    library = (DOCS / "reference" / "controls.md").read_text(encoding="utf-8")
    headings = {title.replace(".", "") for title in re.findall(r"^## (\S+)$", library, re.MULTILINE)}
    wanted = set()
    for page in (DOCS / "policies").glob("*.md"):
        wanted |= set(re.findall(r"controls\.md#([\w-]+)\)", page.read_text(encoding="utf-8")))

    assert len(wanted) > 60
    assert wanted <= headings


def test_the_library_stays_one_that_can_be_read_through() -> None:
    """Between 60 and 80 controls: an operator finds one by its name, and none is made for a single clause's sake."""
    library = (DOCS / "reference" / "controls.md").read_text(encoding="utf-8")

    assert 60 <= len(re.findall(r"^## (\S+)$", library, re.MULTILINE)) <= 80
