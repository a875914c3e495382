"""What the tests of this room share lives in `ledgerkit` beside them."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from ledgerkit.world import World


@pytest.fixture
def world() -> World:
    return World()
