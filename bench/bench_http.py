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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bench.decisions import workload
from bench.http_load import Seen, flood, pace

TICKS = os.sysconf("SC_CLK_TCK")
BATCH = 500
MEASURED = ("rules", "real")
SETTLING, STEADY = 3.0, 10.0
"""Seconds at a steady rate that are not measured, and those that are, at least."""
ORDINARY = "accept: */*\r\naccept: */*\r\n"
"""A header that stands twice: sends a request the ordinary way, past the quick lane."""


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


Events = Iterator[bytes]


def requests(target: Target, some: Events, *, path: str = "/v1/decisions", more: str = "") -> Iterator[bytes]:
    """Requests with one event each, every event new. `more`: further headers."""
    return (request(target, path, event, "application/json", more) for event in some)


def batches(target: Target, some: Events) -> Iterator[bytes]:
    """Requests with `BATCH` events each."""
    while True:
        body = b"\n".join(itertools.islice(some, BATCH))
        yield request(target, "/v1/decisions/batch", body, "application/x-ndjson")


def request(target: Target, path: str, body: bytes, media_type: str, more: str = "") -> bytes:
    """The bytes of one request."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: {target.address[0]}\r\nauthorization: Bearer {target.key}\r\n"
        f"content-type: {media_type}\r\n{more}content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def orders(ids: Iterator[int]) -> Events:
    """Confirmations of orders, for the packs that ship."""
    return (order(number) for number in ids)


def mixed(ids: Iterator[int]) -> Events:
    """The events of the in-process benchmark, each with an id of its own and no time, so that it is now."""
    some = [json.loads(raw) for raw in workload.events(5_000)]
    parts = []
    for one in some:
        del one["time"], one["id"]
        parts.append(json.dumps(one).encode()[1:])
    return (b'{"id":"evt-%d",' % number + parts[number % len(parts)] for number in ids)


def order(number: int) -> bytes:
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
        [sys.executable, "-m", "bench.http_server", kind, str(folder / "bench.db")], stdout=subprocess.PIPE, text=True
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
    some = {"constant": mixed(ids), "rules": mixed(ids), "real": orders(ids)}
    lines: dict[str, Line] = {}
    with ExitStack() as open_ones:
        folder = Path(open_ones.enter_context(tempfile.TemporaryDirectory()))
        targets = {kind: open_ones.enter_context(server(kind, folder / kind)) for kind in some}
        for kind in MEASURED:
            print(f"{kind}: memory at start {targets[kind].memory():.0f} MB", flush=True)
        for number in range(chosen.rounds + 1):
            lines = {} if number == 1 else lines  # the first round only warms up
            for kind, target in targets.items():
                round_of(lines, kind, target, some[kind], chosen.seconds)
        report(lines)
        for kind in MEASURED:
            ready = requests(targets[kind], some[kind])
            steadily = partial(pace, targets[kind].address, ready, rate=chosen.rate, connections=64)
            steadily(seconds=SETTLING)  # meanwhile the log of the floods is put away
            paced = steadily(seconds=max(STEADY, chosen.seconds))
            say_latencies(kind, paced, chosen.rate, targets[kind].memory())
    return 1 if any(line.wrong for line in lines.values()) else 0


def round_of(lines: dict[str, Line], kind: str, target: Target, some: Events, seconds: float) -> None:
    """One kind of server, every way to load it."""

    def line(name: str) -> Line:
        return lines.setdefault(f"{kind}, {name}", Line())

    measure(line("decide"), target, requests(target, some), seconds=seconds)
    measure(line("decide, ordinary route"), target, requests(target, some, more=ORDINARY), seconds=seconds)
    if kind in MEASURED:
        measure(line("ask"), target, requests(target, some, path="/v1/decisions?mode=ask"), seconds=seconds)
        measure(line("batch"), target, batches(target, some), seconds=seconds, each=BATCH)


def report(lines: dict[str, Line]) -> None:
    """A table and the ratios."""
    print(f"\n{'':32} {'events/s':>10} {'best':>10} {'CPU µs/event':>14} {'not 200':>8}")
    for name, line in lines.items():
        rates, cpu = statistics.median(line.rates), statistics.median(line.cpu)
        print(f"{name:32} {rates:10,.0f} {max(line.rates):10,.0f} {cpu:14.1f} {line.wrong:8}")
    for way in ("decide", "decide, ordinary route"):
        constant = lines[f"constant, {way}"].rates
        for kind in MEASURED:
            ratios = [real / one for real, one in zip(lines[f"{kind}, {way}"].rates, constant, strict=True)]
            print(f"{kind} / constant, {way}, same round: {statistics.median(ratios):.0%} (best {max(ratios):.0%})")


def say_latencies(kind: str, paced: Seen, rate: int, memory: float) -> None:
    """How long answers took at a steady rate, and what the server had grown to."""
    shares = ", ".join(f"p{100 * share:g} {paced.percentile(share):.2f} ms" for share in (0.5, 0.99, 0.999))
    print(f"{kind} at {rate:,}/s, durable: {shares}, {paced.answers} answers, {paced.wrong} not 200")
    late = ", ".join(f"p{100 * share:g} {paced.percentile_late(share):.2f} ms" for share in (0.5, 0.99, 0.999))
    print(f"{kind}: of which the generator sent late by {late}")
    print(f"{kind}: memory at the end {memory:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
