"""Every code that an author may meet stands in the reference."""

from __future__ import annotations

import re
from pathlib import Path

import tipstaff.policy

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "pack-format.md"
CODE = re.compile(r'"((?:[a-z0-9]+-)+[a-z0-9]+|yaml|empty)"')
NOT_CODES = {"utf-8"}


def test_every_code_is_in_the_reference() -> None:
    room = Path(tipstaff.policy.__file__).parent
    codes = {code for path in room.rglob("*.py") for code in CODE.findall(path.read_text())} - NOT_CODES

    documented = set(re.findall(r"`([a-z0-9-]+)`", REFERENCE.read_text()))

    assert len(codes) > 25
    assert codes <= documented
