"""What counting costs. `python -m bench.bench_windows [--events N] [--rounds N]`.

Real events through the real decoder: 5,000 accounts of which few send most, 50,000 recipients. Per kind of window, one
update and one read of each event, in microseconds of CPU; ten windows at once; and a plain dictionary of counters as
the yardstick of what Python costs on this machine now (rounds are taken in turn). Then memory and snapshot.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from bench.timing import side_by_side
from tipstaff.signals.windows import Windows, WindowSpec, parse_window
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

START = datetime(2026, 11, 18, tzinfo=UTC)
SECRET = b"the secret of a bench only"
KINDS = {
    "count by account": "count of message.send by account over 1h",
    "count by account, where": "count of message.send by account over 1h where event.purpose == 'marketing'",
    "count by recipient": "count of message.send by to over 24h",
    "count by subnet": "count of message.send by subnet(ip) over 10m",
    "distinct recipients by account": "distinct to of message.send by account over 1h",
    "ratio by account": "ratio of message.failed to message.send by account over 1h min 50",
    "ratio with levels": "ratio of message.failed to message.send by account over 1h min 50 enter 0.3 leave 0.2",
    "last by recipient": "last of message.send by to",
}
SUM = "sum quantity of usage.recorded by account over 1h"
TEN = tuple(
    f"{measure} by {key} over {over}"
    for measure, key in (("count of message.send", "account"), ("distinct to of message.send", "account"))
    for over in ("1m", "10m", "1h", "6h", "24h")
)


def spec(text: str) -> WindowSpec:
    parsed, found = parse_window(text)
    assert parsed is not None, found
    return parsed


def usage(count: int) -> list[Event]:
    """What accounts used, twenty times a second."""
    rng = random.Random(6)
    decoder = Decoder(STANDARD)
    made = []
    for number in range(count):
        told = {
            "specversion": "1.0", "id": str(number), "source": "bench", "type": "usage.recorded",
            "account": f"a{int(rng.paretovariate(0.7)) % 5_000}",
            "time": (START + timedelta(milliseconds=50 * number)).isoformat(),
            "data": {"meter": "messages", "quantity": rng.randrange(1, 5)},
        }  # fmt: skip
        made.append(decoder.decode(msgspec.json.encode(told), START))
    return made


def events(count: int) -> list[Event]:
    """Twenty a second; the same ones every time."""
    rng = random.Random(5)
    decoder = Decoder(STANDARD)
    made = []
    for number in range(count):
        data = {
            "channel": "sms", "from": "ACME", "to": f"+336{rng.randrange(50_000):08d}", "text": "Hello",
            "purpose": rng.choice(["marketing", "service"]), "ip": f"192.0.{rng.randrange(256)}.{rng.randrange(256)}",
        }  # fmt: skip
        told = {
            "specversion": "1.0", "id": str(number), "source": "bench", "type": "message.send", "data": data,
            "account": f"a{int(rng.paretovariate(0.7)) % 5_000}",
            "time": (START + timedelta(milliseconds=50 * number)).isoformat(),
        }  # fmt: skip
        made.append(decoder.decode(msgspec.json.encode(told), START))
    return made


def pass_over(told: list[Event], texts: dict[str, str]) -> Callable[[], None]:
    specs = {name: spec(text) for name, text in texts.items()}
    names = list(specs)

    def run() -> None:
        windows = Windows(specs, STANDARD, secret=SECRET)
        read, record = windows.read, windows.record
        for event in told:
            for name in names:
                read(name, event)
            record(event)

    return run


def yardstick(told: list[Event]) -> Callable[[], None]:
    def run() -> None:
        counters: dict[str, int] = {}
        for event in told:
            counters[event.account] = counters.get(event.account, 0) + 1

    return run


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args(arguments)
    told = events(chosen.events)
    contenders: dict[str, tuple[Callable[[], object], int]] = {"a dict of counters": (yardstick(told), len(told))}
    for name, text in KINDS.items():
        contenders[name] = (pass_over(told, {"w": text}), len(told))
    used = usage(chosen.events)
    contenders["sum by account"] = (pass_over(used, {"w": SUM}), len(used))
    contenders["ten windows"] = (pass_over(told, {text: text for text in TEN}), len(told))
    print(f"{'update and read, us of CPU per event':<40} {'median':>8} {'best':>8} {'x dict':>8}")
    for figure in side_by_side(contenders, chosen.rounds):
        print(f"{figure.name:<40} {1e6 / figure.per_cpu_second:8.2f} {1e6 / figure.high:8.2f} {figure.ratio:8.1f}")
    state(told)
    return 0


def state(told: list[Event]) -> None:
    windows = Windows({text: spec(text) for text in TEN} | {"to": spec(KINDS["count by recipient"])}, STANDARD)
    for event in told:
        windows.record(event)
    started = time.process_time()
    data = windows.snapshot()
    packed = time.process_time() - started
    fresh = Windows(windows.specs, STANDARD)
    started = time.process_time()
    fresh.restore(data)
    keys = sum(size["keys"] for size in windows.sizes().values())
    print(f"\nsnapshot of {len(windows.specs)} windows, {keys} keys: {len(data) / 1e6:.2f} MB, "
          f"{packed * 1e3:.0f} ms to make, {(time.process_time() - started) * 1e3:.0f} ms to restore")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
