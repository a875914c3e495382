"""The picture of the house shows every room that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src" / "tipstaff"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURES = "\n".join(PAGE.split("```")[1::2])


def rooms(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir() if found.is_dir() and found.name != "__pycache__")


@pytest.mark.parametrize("folder", [HOUSE, HOUSE / "signals"], ids=["the house", "signals"])
def test_every_room_is_drawn(folder: Path) -> None:
    missing = [name for name in rooms(folder) if not re.search(rf"\b{name}\b", PICTURES)]

    assert missing == [], "draw it in docs/architecture.md"


def test_every_place_it_sends_people_to_exists() -> None:
    places = [place for place in re.findall(r"`([a-z_]+/[a-z_/]*)`", PAGE) if "<" not in place]

    missing = [place for place in places if not (HOUSE / place).exists() and not (ROOT / place).exists()]

    assert len(places) > 10
    assert missing == []
