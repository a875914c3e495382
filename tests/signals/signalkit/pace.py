"""How long properties take their time (no deadline, for the machine may be busy; a bounded number of examples), and
whether a step takes time that grows with its text."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from hypothesis import settings

calmly = settings(deadline=None, max_examples=60)
# What quadratic time would make of twice the size is four; a busy machine makes more of two than two.
MOST = 3.3
Step = Callable[[Any], object]


def taken(step: Step, given: Any) -> float:
    """Seconds of CPU; the best of three."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        step(given)
        best = min(best, time.process_time() - started)
    return best


def linear(step: Step, piece: str, size: int) -> bool:
    """Whether twice the text takes about twice the time: a step that is seen to once, is."""
    text = (piece * size)[: 2 * size]
    return any(taken(step, text) < MOST * taken(step, text[:size]) + 0.0005 for _ in range(5))
