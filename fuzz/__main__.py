"""`python -m fuzz [NAME ...] [--seconds 600]`: fuzz every reader, or some, one after the other.

Exits with 1 when an input was found that a reader cannot bear; the input lies in `var/fuzz/<name>/found`, and
`python -m fuzz.one NAME FILE` gives it to the reader again.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from fuzz.names import NAMES

PLACE = Path("var/fuzz")
_RUNS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERED = re.compile(r"cov: (\d+)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run: how many inputs, how many branches they reached, and the tail of what was said if it failed."""

    name: str
    inputs: int
    covered: int
    complaint: str


def main(arguments: list[str]) -> int:
    """Run the named targets and print a line each."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--seconds", type=int, default=600, help="for each reader (600)")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"no reader is called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    failed = 0
    for name in asked.names or NAMES:
        outcome = _run(name, asked.seconds)
        failed += bool(outcome.complaint)
        said = f"FOUND\n{outcome.complaint}" if outcome.complaint else "nothing found"
        print(f"{name:12} {outcome.inputs:>10,} inputs, {outcome.covered:>6,} branches: {said}", flush=True)
    return 1 if failed else 0


def _run(name: str, seconds: int) -> Outcome:
    corpus, found = PLACE / name / "corpus", PLACE / name / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz.one", name, str(corpus), f"-max_total_time={seconds}",
               "-timeout=10", "-rss_limit_mb=2048", f"-artifact_prefix={found}/", "-print_final_stats=1"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = done.stderr + done.stdout
    runs, covered = _RUNS.search(said), _COVERED.findall(said)
    complaint = "" if done.returncode == 0 else _tail(said)
    return Outcome(name, int(runs[1]) if runs else 0, int(covered[-1]) if covered else 0, complaint)


def _tail(said: str) -> str:
    """What matters of the output of a failed run: the exception, or the last lines."""
    at = said.find("=== Uncaught Python exception")
    return said[at : at + 3000] if at >= 0 else said[-1500:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
