"""`python -m bench [NAME ...]`: run the benchmarks, each in a process of its own; without names, all of them.

    decisions   in-process, next to the peers that are installed (bench/peers.txt), and 10,000 rules next to 150
    messagebird a whole pack on real SMS, with and without what reads texts
    cel         what conditions cost, generated and interpreted
    windows     what counting costs
    signals     what each signal costs on SMS-sized text and on 10 kB of mail; real mail at the end
    ledgers     what look-ups cost
    store       what recording costs
    http        the server under load on loopback

Figures are of this machine at this moment; ratios are taken side by side in one run. Every part is bounded in time.
"""

from __future__ import annotations

import subprocess
import sys

PARTS = {
    "decisions": "bench.decisions",
    "messagebird": "bench.bench_messagebird",
    "cel": "bench.bench_cel",
    "windows": "bench.bench_windows",
    "signals": "bench.bench_signals",
    "ledgers": "bench.bench_ledgers",
    "store": "bench.bench_store",
    "http": "bench.bench_http",
}


def main(names: list[str]) -> int:
    """Run the parts named; gives the first exit code that is not 0."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for name in names or PARTS:
        print(f"\n## {name}\n", flush=True)
        code = subprocess.run([sys.executable, "-m", PARTS[name]], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
