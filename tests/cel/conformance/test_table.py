"""The published table says what a run says."""

import pytest
from celkit.cases import FILE, ROOT
from celkit.report import page

PAGE = ROOT / "docs" / "reference" / "cel-conformance.md"


@pytest.mark.skipif(not FILE.exists(), reason=f"the cases are not at {FILE}; set TIPSTAFF_SHARED_DATA")
def test_the_published_table_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python bench/cel_conformance.py`"
