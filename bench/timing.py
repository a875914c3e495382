"""Measuring side by side: rounds taken in turn, so that a machine whose speed drifts drifts for everyone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """How one contender did: items per CPU-second over the rounds, and the ratio of the reference to it per round."""

    name: str
    per_cpu_second: float
    low: float
    high: float
    ratio: float


def side_by_side(
    contenders: dict[str, tuple[Callable[[], object], int]], rounds: int, warm: int = 5, turn: float = 0.0
) -> list[Figure]:
    """Run each contender once per round, in turn.

    Args:
        contenders: name to (one pass, items in a pass). The first one is the reference of the ratios.
        rounds: passes per contender after the warm-up.
        warm: passes before the first round: engines that make code for what is asked often have made it by then.
        turn: seconds of CPU that a turn takes at least: passes are repeated until then, and one more before them is not
            timed. So that everybody, however quick, works with the processor's caches as he has made them for himself.
    Returns:
        One figure per contender; `per_cpu_second` and `ratio` are medians. CPU time is of the whole process, threads
        included.
    """
    for run, _ in contenders.values():
        for _ in range(warm):
            run()
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, (run, items) in contenders.items():
            rates[name].append(_turn(run, items, turn))
    reference = next(iter(contenders))
    return [_figure(name, rates[name], rates[reference]) for name in contenders]


def _turn(run: Callable[[], object], items: int, least: float) -> float:
    """Items per CPU-second of one turn."""
    if least:
        run()
    started, passes = time.process_time(), 0
    while True:
        run()
        passes += 1
        taken = time.process_time() - started
        if taken >= least:
            return passes * items / max(taken, 1e-9)


def _figure(name: str, rates: Sequence[float], reference: Sequence[float]) -> Figure:
    ratios = [ours / theirs for ours, theirs in zip(reference, rates, strict=True)]
    return Figure(name, statistics.median(rates), min(rates), max(rates), statistics.median(ratios))
