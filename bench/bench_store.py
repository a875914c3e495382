"""How fast decisions are recorded, durably, and read back. `python bench/bench_store.py [--rows N] [--only NAME]`.

Every figure is of this machine at this moment. CPU is user + system of the whole process, making the rows included
unless said otherwise, because neighbours on the machine move the wall clock more than the CPU.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from tipstaff.store import Ack, DecisionFilter, DecisionRow, Outcome, Transaction, audit, sqlite
from tipstaff.store.commit.batch import prepare
from tipstaff.store.sqlite import SqliteStore
from tipstaff.vocab.verdict import Verdict

START = datetime(2026, 11, 20, 14, tzinfo=UTC)
EVENT = b'{"specversion":"1.0","data":{"text":"' + b"x" * 560 + b'"}}'
DECISION = b'{"verdict":"allow","reasons":[{"explain":"' + b"y" * 640 + b'"}]}'
HASH = hashlib.sha256(EVENT).digest()
VERDICTS = [Verdict.ALLOW] * 16 + [Verdict.DENY] * 2 + [Verdict.REVIEW, Verdict.DEFER]


def rows(count: int, *, ids: str, seed: int = 7) -> list[DecisionRow]:
    """Rows of 600 + 700 bytes of JSON; 2,000 accounts, heavy-tailed; event ids `ordered` or `random`."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        verdict = rng.choice(VERDICTS)
        made.append(
            DecisionRow(
                id=f"01KB{number:022d}",
                source="shop",
                event_id=f"evt-{number:020d}" if ids == "ordered" else f"evt-{rng.getrandbits(80):020x}",
                type=rng.choice(("message.send", "email.send", "app.deploy", "auth.signin")),
                account=f"account-{int(rng.paretovariate(0.6)) % 2000}",
                at=START + timedelta(microseconds=300 * number),
                verdict=verdict,
                request_hash=HASH,
                event=EVENT,
                decision=DECISION,
                clauses=("messagebird.sms.consent",) if verdict is Verdict.DENY else (),
            )
        )
    return made


@contextmanager
def opened(folder: Path, name: str) -> Iterator[SqliteStore]:
    """A fresh store on the disk."""
    store = sqlite.open(str(folder / f"{name}.db"))
    try:
        yield store
    finally:
        store.close()
        for file in folder.glob(f"{name}.db*"):
            file.unlink()


class Window:
    """Posts one decision at a time and keeps at most `width` of them unacknowledged, like so many open requests."""

    def __init__(self, store: SqliteStore, ack: Ack, width: int) -> None:
        self.store, self.ack = store, ack
        self.free = threading.Semaphore(width)
        self.commits = self.errors = 0

    def record(self, row: DecisionRow) -> None:
        self.free.acquire()
        key = [(row.source, row.event_id)]
        self.store.post(lambda transaction: transaction.record_decision(row), self.ack, self.deliver, None, keys=key)

    def deliver(self, outcomes: list[Outcome]) -> None:
        self.commits += 1
        self.errors += sum(1 for outcome in outcomes if outcome[2] is not None)
        self.free.release(len(outcomes))


def single(folder: Path, count: int) -> None:
    """One job a decision, many in flight: what single requests under load are."""
    print("one job a decision                     decisions/s   CPU us   decisions a commit")
    for ids in ("ordered", "random"):
        for ack, width in ((Ack.WAL, 64), (Ack.WAL, 512), (Ack.WAL, 4096), (Ack.MEMORY, 512), (Ack.FSYNC, 512)):
            data = rows(count, ids=ids)
            gc.collect()
            with opened(folder, "single") as store:
                window = Window(store, ack, width)
                with measured() as took:
                    for row in data:
                        window.record(row)
                    store.run(nothing)
                assert window.errors == 0
            per_commit = f"{count / window.commits:12,.0f}"
            print(line(f"{ids} ids, {ack.name.lower()}, {width} in flight", count, took) + per_commit)


def nothing(transaction: Transaction) -> None:
    """Comes after everything queued before it."""


def line(label: str, count: int, took: Took) -> str:
    return f"  {label:36} {count / took.wall:11,.0f} {took.cpu / count * 1e6:8.1f}"


def floor(folder: Path, count: int) -> None:
    """The same rows into the same tables by plain executemany, 500 a commit: no jobs, no look-up, no digests, no chain.

    What SQLite alone costs here and now; our own share is the difference to the jobs of 500.
    """
    print("SQLite alone, 500 rows a commit        decisions/s   CPU us")
    for ids in ("ordered", "random"):
        batch = prepare(rows(count, ids=ids), (0, 0, 0, bytes(32)))
        gc.collect()
        with opened(folder, "floor") as store, measured() as took:
            connection = apsw.Connection(str(folder / "floor.db"))
            connection.pragma("synchronous", 1)
            connection.pragma("cache_size", -65536)
            for start in range(0, count, 500):
                with connection:
                    part = batch.decisions[start : start + 500]
                    connection.executemany("INSERT INTO decisions VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", part)
            connection.close()
            assert store.reader.counts().audit == 0
        print(line(f"{ids} ids, wal", count, took))


def batches(folder: Path, count: int) -> None:
    """Jobs of 500 decisions, two in flight: what batch requests are."""
    print("jobs of 500 decisions, two in flight   decisions/s   CPU us")
    for ids in ("ordered", "random"):
        for ack in (Ack.WAL, Ack.FSYNC):
            data = rows(count, ids=ids)
            gc.collect()
            with opened(folder, "batch") as store, measured() as took:
                waiting = []
                for start in range(0, count, 500):
                    waiting.append(record_all(store, data[start : start + 500], ack))
                    if len(waiting) > 2:
                        waiting.pop(0)()
                for wait in waiting:
                    wait()
            print(line(f"{ids} ids, {ack.name.lower()}", count, took))


def record_all(store: SqliteStore, part: list[DecisionRow], ack: Ack) -> Callable[[], object]:
    keys = [(row.source, row.event_id) for row in part]
    future = store.submit(lambda transaction: [transaction.record_decision(row) for row in part], ack, keys=keys)
    return future.result


def paced(folder: Path, count: int) -> None:
    """A steady 2,000 a second: how long until a decision is acknowledged."""
    count = min(count, 10_000)
    for ack in (Ack.WAL, Ack.FSYNC):
        data = rows(count, ids="random")
        took: list[float] = []
        with opened(folder, "paced") as store:

            def deliver(outcomes: list[Outcome], took: list[float] = took) -> None:
                now = time.perf_counter()
                took.extend(now - float(str(outcome[0])) for outcome in outcomes)

            begun = time.perf_counter()
            for number, row in enumerate(data):
                due = begun + number / 2000
                while (now := time.perf_counter()) < due:
                    time.sleep(min(0.0005, due - now))
                key = [(row.source, row.event_id)]
                store.post(lambda transaction, row=row: transaction.record_decision(row), ack, deliver, now, keys=key)
            store.run(nothing)
        took.sort()
        marks = [took[int(len(took) * share)] * 1e3 for share in (0.5, 0.9, 0.99, 0.999)]
        print(
            f"2,000/s, {ack.name.lower():5}  ms until acknowledged p50 %.2f p90 %.2f p99 %.2f p99.9 %.2f" % tuple(marks)
        )


def reading(folder: Path, count: int) -> None:
    """Look-ups and pages on a store of `count` rows, nobody writing; then the verification of its chain."""
    data = rows(count, ids="random")
    with opened(folder, "reading") as store:
        for start in range(0, count, 1000):
            record_all(store, data[start : start + 1000], Ack.WAL)()
        reader = store.reader
        some = random.Random(3).sample(data, 2000)
        rare = DecisionFilter(account=some[0].account, verdict=Verdict.REVIEW, type="app.deploy")
        print(f"reading, {count:,} rows                  us each")
        each("decided(source, event id)", lambda row: reader.decided(row.source, row.event_id), some)
        each("decision(id)", lambda row: reader.decision(row.id), some)
        each("entry (absent)", lambda row: reader.entry("consents", row.event_id.encode()), some)
        lists = {
            "newest 50": DecisionFilter(),
            "newest 50 of an account": DecisionFilter(account=some[0].account),
            "newest 50 denied": DecisionFilter(verdict=Verdict.DENY),
            "newest 50 of a type": DecisionFilter(type="app.deploy"),
            "50 of a clause, half way back": DecisionFilter(clause="messagebird.sms.consent", before=count // 2),
            "account, verdict and type": rare,
            "an account that never was": DecisionFilter(account="nobody"),
        }
        for label, where in lists.items():
            each(label, lambda row, where=where: reader.decisions(where, 50), some[:200])  # noqa: ARG005
        with measured() as took:
            faults = audit.verify(store)
        assert not faults
        print(f"  verify: {count / took.wall:,.0f} decisions/s")


def inline(folder: Path, count: int) -> None:  # noqa: ARG001 - all parts take the same
    """In memory, on the caller's thread: what in-process engines and scenario runs use."""
    with measured() as took:
        for _ in range(50):
            sqlite.open().close()
    print(f"open and close in memory: {took.wall / 50 * 1e3:.2f} ms")
    data = rows(min(count, 20_000), ids="ordered")
    store = sqlite.open()
    with measured() as took:
        for row in data:
            store.run(lambda transaction, row=row: transaction.record_decision(row))
    store.close()
    print(f"in memory, one commit a decision: {took.cpu / len(data) * 1e6:.1f} us CPU")


def each(label: str, ask: Callable[[DecisionRow], object], some: list[DecisionRow]) -> None:
    with measured() as took:
        for row in some:
            ask(row)
    print(f"  {label:38} {took.wall / len(some) * 1e6:9.1f}")


class Took:
    wall = cpu = 0.0


@contextmanager
def measured() -> Iterator[Took]:
    took = Took()
    wall, cpu = time.perf_counter(), time.process_time()
    yield took
    took.wall, took.cpu = time.perf_counter() - wall, time.process_time() - cpu


PARTS = {"floor": floor, "batches": batches, "single": single, "paced": paced, "reading": reading, "inline": inline}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=40_000, help="decisions per measurement, at most 1,000,000")
    parser.add_argument("--only", choices=PARTS, help="one measurement instead of all")
    parser.add_argument("--folder", help="where the databases go; a temporary folder by default")
    options = parser.parse_args()
    count = max(1000, min(options.rows, 1_000_000))
    sys.setswitchinterval(0.001)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for name, part in PARTS.items():
            if options.only in (None, name):
                part(Path(folder), count)


if __name__ == "__main__":
    main()
