"""Death at any moment: what was acknowledged is there. `bench/kill_nine.py` does it fifty times."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

KILL_NINE = Path(__file__).parents[2] / "bench" / "kill_nine.py"


@pytest.mark.slow
def test_no_acknowledged_decision_is_lost_to_a_kill(tmp_path: Path) -> None:
    arguments = [sys.executable, str(KILL_NINE), "--rounds", "4", "--seed", "11", "--folder", str(tmp_path)]

    done = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    total = re.search(r"([\d,]+) acknowledged over 4 kills, 0 lost", done.stdout)
    assert total is not None, done.stdout
    assert int(total[1].replace(",", "")) > 100, "the child recorded too little for the kills to mean anything"
