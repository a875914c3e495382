"""The server under load on loopback: `python -m bench.bench_http [--seconds N] [--rounds N]`.

One worker, the load generator on the same machine. The same door in front of a constant runs interleaved with the real
thing, so the ratio between them means something on a machine that is busy with other work; CPU is that of the server.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.http_load import Seen, flood, pace

TICKS = os.sysconf("SC_CLK_TCK")
BATCH = 500


@dataclass
class Target:
    """A running server."""

    address: tuple[str, int]
    key: str
    pid: int

    def cpu(self) -> float:
        """Seconds of CPU it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Megabytes resident."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@dataclass
class Line:
    """The rounds of one way to load."""

    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    wrong: int = 0


def requests(target: Target, ids: Iterator[int], *, path: str = "/v1/decisions") -> Iterator[bytes]:
    """Requests with one event each, every event new."""
    while True:
        yield request(target, path, event(next(ids)), "application/json")


def batches(target: Target, ids: Iterator[int]) -> Iterator[bytes]:
    """Requests with `BATCH` events each."""
    while True:
        body = b"\n".join(event(next(ids)) for _ in range(BATCH))
        yield request(target, "/v1/decisions/batch", body, "application/x-ndjson")


def request(target: Target, path: str, body: bytes, media_type: str) -> bytes:
    """The bytes of one request."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: {target.address[0]}\r\nauthorization: Bearer {target.key}\r\n"
        f"content-type: {media_type}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def event(number: int) -> bytes:
    """An order's confirmation, one of four texts, to one of a thousand people."""
    when = ("today", "tomorrow", "on Monday", "on Friday")[number % 4]
    data = {
        "channel": "sms",
        "from": "ACME",
        "to": f"+3363998{number % 1000:04d}",
        "text": f"Your order {number} leaves our warehouse {when}.",
        "purpose": "transactional",
    }
    envelope = {"specversion": "1.0", "id": f"evt-{number}", "source": "bench", "type": "message.send"}
    return json.dumps({**envelope, "account": f"account-{number % 50}", "data": data}).encode()


@contextmanager
def server(kind: str, folder: Path) -> Iterator[Target]:
    """Start one and stop it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.http_server", kind, str(folder / f"{kind}.db")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    key = process.stdout.readline().split()[1]
    url = urlsplit(process.stdout.readline().split()[-1])
    try:
        yield Target((str(url.hostname), int(url.port or 0)), key, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def measure(line: Line, target: Target, source: Iterator[bytes], *, seconds: float, each: int = 1) -> None:
    """One round: floods the target and keeps rate and CPU per event. `each`: events in a request."""
    before = target.cpu()
    seen: Seen = flood(target.address, source, connections=64 if each == 1 else 2, seconds=seconds)
    line.rates.append(each * seen.answers / seen.seconds)
    line.cpu.append(1e6 * (target.cpu() - before) / max(1, each * seen.answers))
    line.wrong += seen.wrong


def main() -> int:
    """Run, print, and say whether an answer was wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=3.0)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--rate", type=int, default=2_000)
    chosen = options.parse_args()
    ids = itertools.count(1)
    lines = {name: Line() for name in ("constant", "ask", "decide", "batch")}
    with (
        tempfile.TemporaryDirectory() as name,
        server("constant", Path(name)) as constant,
        server("real", Path(name)) as real,
    ):
        print(f"memory at start: {real.memory():.0f} MB", flush=True)
        for _ in range(chosen.rounds):
            seconds = chosen.seconds
            measure(lines["constant"], constant, requests(constant, ids), seconds=seconds)
            measure(lines["ask"], real, requests(real, ids, path="/v1/decisions?mode=ask"), seconds=seconds)
            measure(lines["decide"], real, requests(real, ids), seconds=seconds)
            measure(lines["batch"], real, batches(real, ids), seconds=seconds, each=BATCH)
        paced = pace(real.address, requests(real, ids), rate=chosen.rate, connections=64, seconds=chosen.seconds)
        memory = real.memory()
    report(lines, paced, chosen.rate, memory)
    return 1 if any(line.wrong for line in lines.values()) or paced.wrong else 0


def report(lines: dict[str, Line], paced: Seen, rate: int, memory: float) -> None:
    """A table, the ratio, the latencies."""
    print(f"\n{'':10} {'events/s':>10} {'best':>10} {'CPU µs/event':>14} {'not 200':>8}")
    for name, line in lines.items():
        rates, cpu = statistics.median(line.rates), statistics.median(line.cpu)
        print(f"{name:10} {rates:10,.0f} {max(line.rates):10,.0f} {cpu:14.1f} {line.wrong:8}")
    ratios = [real / constant for real, constant in zip(lines["decide"].rates, lines["constant"].rates, strict=True)]
    print(f"\ndecide / constant, same round: {statistics.median(ratios):.0%} (best {max(ratios):.0%})")
    print(
        f"at {rate:,}/s, durable: p50 {paced.percentile(0.5):.2f} ms, p99 {paced.percentile(0.99):.2f} ms, "
        f"p99.9 {paced.percentile(0.999):.2f} ms, {paced.answers} answers, {paced.wrong} not 200"
    )
    print(f"memory at the end: {memory:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
