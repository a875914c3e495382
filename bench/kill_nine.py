"""Kill the writer in the middle of load, again and again, and see that no acknowledged decision is lost.

    python bench/kill_nine.py [--rounds 50] [--seed 1] [--folder DIR]

A child process records decisions, consents and effects as fast as it can, through the writer's thread and on its own in
turns, and says which were acknowledged, each on a pipe and only then. At a random moment it is killed with SIGKILL. The
database is opened again and must hold every acknowledged decision with its effect and its ledger entry, nothing by
halves, and a chain that verifies. What was acknowledged is written to the pipe by the kernel's own copy, so it survives
the child.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from tipstaff.store import Ack, DecisionFilter, DecisionRow, OutboxItem, Outcome, Transaction, audit, sqlite
from tipstaff.store.interface import Job, Store
from tipstaff.vocab.verdict import Verdict

START = datetime(2026, 11, 20, 14, tzinfo=UTC)
READY_WITHIN = 2.0
MOST = 400_000
"""Decisions a child records at most, should nobody kill it."""


class Round(Struct):
    """What one kill showed."""

    acknowledged: int
    recorded: int
    lost: int
    halves: int
    faults: int
    ready: float

    @property
    def good(self) -> bool:
        return not (self.lost or self.halves or self.faults) and self.ready <= READY_WITHIN


def record(number: int, event_id: str) -> Job[None]:
    """One decision with an effect and a ledger entry."""

    def job(transaction: Transaction) -> None:
        row = DecisionRow(
            id=f"01KB{event_id}",
            source="shop",
            event_id=event_id,
            type="message.send",
            account=f"account-{number % 97}",
            at=START + timedelta(milliseconds=number),
            verdict=Verdict.DENY if number % 5 == 0 else Verdict.ALLOW,
            request_hash=event_id.encode(),
            event=b'{"text":"%s"}' % (b"x" * (number * 37 % 900)),
            decision=b'{"explain":"%s"}' % (b"y" * (number * 53 % 700)),
        )
        transaction.record_decision(row)
        transaction.put_entry("seen", event_id.encode(), b"1", row.at, "child", "test.put")
        transaction.add_outbox([OutboxItem(event_id, "suppression.add", b"{}", row.at, row.id)])

    return job


def child(path: str, prefix: str) -> None:
    """Record until killed; each acknowledged event id goes to stdout."""
    store = sqlite.open(path)
    os.write(1, b"ready\n")

    def deliver(outcomes: list[Outcome]) -> None:
        os.write(1, "".join(f"{ticket}\n" for ticket, _, error in outcomes if error is None).encode())

    for number in range(MOST):
        event_id = f"{prefix}-{number}"
        while store.backlog > 500:
            time.sleep(0.0005)
        ack = Ack.FSYNC if number % 1000 == 0 else Ack.WAL
        job, keys = record(number, event_id), (("shop", event_id),)
        if number % 3000 < 1500 and ack is Ack.WAL and store.commit_here([(job, event_id, keys)], deliver):
            continue  # as an event loop does while the writer rests
        store.post(job, ack, deliver, event_id, keys=keys)


def one_round(path: str, prefix: str, seconds: float) -> Round:
    """Let a child work for so long, kill it, and look at what it left."""
    process = subprocess.Popen([sys.executable, __file__, "--child", path, prefix], stdout=subprocess.PIPE)
    told = b"".join(_until_killed(process, seconds))
    acknowledged = told.decode().split("\n")[1:-1]  # the first line is `ready`, the last may be cut
    begun = time.perf_counter()
    store = sqlite.open(path)
    try:
        store.run(lambda transaction: transaction.put_entry("ready", b"", b"1", START, "parent", "test.put"))
        ready = time.perf_counter() - begun
        return _compare(store, prefix, acknowledged, ready)
    finally:
        store.close()


def _until_killed(process: subprocess.Popen[bytes], seconds: float) -> Iterator[bytes]:
    assert process.stdout is not None
    pipe = process.stdout.fileno()
    first = os.read(pipe, 1 << 16)
    yield first
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            yield os.read(pipe, 1 << 16)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while rest := os.read(pipe, 1 << 16):
        yield rest
    process.stdout.close()


def _compare(store: Store, prefix: str, acknowledged: list[str], ready: float) -> Round:
    reader = store.reader
    recorded = {row.event_id for row in _decisions(store) if row.event_id.startswith(f"{prefix}-")}
    effects = {row.key for row in reader.outbox(limit=10_000_000)}
    seen = {key.decode() for key, _ in reader.scan("seen", f"{prefix}-".encode())}
    halves = len(recorded ^ seen) + len(recorded - effects)
    faults = audit.verify(store)
    return Round(len(acknowledged), len(recorded), len(set(acknowledged) - recorded), halves, len(faults), ready)


def _decisions(store: Store) -> Iterator[DecisionRow]:
    before = None
    while page := store.reader.decisions(DecisionFilter(before=before), 1000):
        yield from page
        before = page[-1].sequence


def rounds(count: int, seed: int, folder: str | None, fresh_every: int = 10) -> Iterator[Round]:
    """`count` kills; a fresh database every few, so that old and new files are both met."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        for number in range(count):
            path = str(Path(place) / f"{number // fresh_every}.db")
            yield one_round(path, f"r{number}", rng.uniform(0.05, 0.9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where the databases go; a temporary folder by default")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    done = []
    for one in rounds(options.rounds, options.seed, options.folder):
        done.append(one)
        print(
            f"kill {len(done):3}: {one.acknowledged:6,} acknowledged, {one.recorded:6,} recorded, {one.lost} lost, "
            f"{one.halves} by halves, {one.faults} faults, ready in {one.ready:.2f} s",
            flush=True,
        )
    slowest = max(one.ready for one in done)
    print(
        f"{sum(one.acknowledged for one in done):,} acknowledged over {len(done)} kills, "
        f"{sum(one.lost for one in done)} lost; ready again within {slowest:.2f} s"
    )
    sys.exit(0 if all(one.good for one in done) else 1)


if __name__ == "__main__":
    main()
