"""Print how many decisions a CPU-second makes here, next to the peers that are installed."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from bench.decisions.pack import write_pack
from bench.decisions.run import many, peers
from bench.decisions.workload import rules
from bench.timing import Figure
from tipstaff import Engine

TARGETS = {"regorus VM": 3.0, "OPA": 20.0, "Cedar": 15.0, "Google C++ CEL": 5.0}


def table(figures: list[Figure], last: str) -> None:
    """A line per contender."""
    print(f"| engine | per CPU-second, median | range | {last} |\n|---|---|---|---|")
    for figure in figures:
        spread = f"{figure.low:,.0f} to {figure.high:,.0f}"
        print(f"| {figure.name} | {figure.per_cpu_second:,.0f} | {spread} | {figure.ratio:.2f} |")


def main() -> None:
    """Peers, many rules, reload."""
    figures, left_out = peers()
    table(figures, "ours is times as fast")
    for figure in figures:
        target = next((times for name, times in TARGETS.items() if figure.name.startswith(name)), None)
        if target is not None:
            reached = "reached" if figure.ratio >= target else "missed"
            print(f"target against {figure.name}: {target:g} times, {reached}")
    for reason in left_out:
        print(f"left out: {reason}")
    print()
    table(many(), "150 rules cost times less (1 is the same)")
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(policies=["bench"], packs=[write_pack(Path(folder), rules())])
        for _ in range(5):
            started = time.process_time()
            engine.reload()
            taken.append(time.process_time() - started)
    print(f"\nreload of 150 rules on 960 places: {statistics.median(taken) * 1000:.0f} ms of CPU")


if __name__ == "__main__":
    main()
