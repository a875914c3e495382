"""Every figure has a source, a confidence, and the day since which it holds, or a reason why nobody knows that day."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import tipstaff

TABLES = sorted((Path(tipstaff.__file__).parent / "packs" / "tables").glob("*.yaml"))


@pytest.mark.parametrize("path", TABLES, ids=[path.stem for path in TABLES])
def test_every_row_has_a_day_or_its_table_says_why_not(path: Path) -> None:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    undated = [row for row in document["rows"] if row.get("from", "unknown") == "unknown"]
    assert not undated or len(document.get("undated", "")) > 20, path.stem
    assert all(row.get("source") and row.get("confidence") for row in document["rows"])
