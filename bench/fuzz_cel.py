"""A million evaluations by generated code, the kernel, the interpreter and Google's CEL; any difference is printed.

    python bench/fuzz_cel.py [--evaluations 1000000] [--seed 1]

About a third of all fields are missing. Exits with 1 when there is a difference. Takes some minutes.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).parent.parent / "tests" / "cel"))

from celkit.differential import Comparison, Tally

_SHOWN = 10


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--evaluations", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    comparison = Comparison(Random(asked.seed))
    tally = comparison.tally
    began = said = time.monotonic()
    while tally.evaluations < asked.evaluations and len(tally.differences) < _SHOWN:
        comparison.one_round(expressions=25, facts=40)
        if time.monotonic() - said > 20:
            said = time.monotonic()
            print(f"{tally.evaluations:,} evaluations, {len(tally.differences)} differences", flush=True)
    for difference in tally.differences[:_SHOWN]:
        print(difference, "\n")
    print(_summary(tally, time.monotonic() - began))
    return 1 if tally.differences else 0


def _summary(tally: Tally, seconds: float) -> str:
    share = tally.evaluations / 100
    return (
        f"{tally.evaluations:,} evaluations of {tally.expressions - tally.refused:,} expressions "
        f"({tally.refused:,} more refused by one side) in {seconds:,.0f} s\n"
        f"{tally.errors / share:.0f} % were errors, {tally.true / share:.0f} % true; "
        f"generated code answered {tally.by_code / share:.0f} % by itself, "
        f"the kernel {tally.by_kernel / share:.0f} %\n"
        f"differences: {len(tally.differences)}; times the reference contradicted itself: {len(tally.oracle_faults)}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
