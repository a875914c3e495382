"""What look-ups in the ledgers cost. `python -m bench.bench_ledgers [--entries N] [--rounds N]`.

Fills a SQLite file with consents (and a suppression for each twentieth recipient), then asks conditions' functions of a
real event: warm (asked before), cold (one indexed read each) and for strangers nobody has on file. Figures are medians
over rounds taken in turn, in microseconds of CPU per call. The file is removed at the end; its size is
printed per entry, so that ten million can be planned for.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import apsw

from tipstaff.ledgers import Change, Draft, Ledgers
from tipstaff.ledgers.commands import CommandContext, execute
from tipstaff.ledgers.functions import call
from tipstaff.ledgers.given import give
from tipstaff.store import Transaction, sqlite
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
SECRET = b"the secret of a bench only"
ACCOUNTS = 100
BATCH = 10_000
ids = count(1)


def number(recipient: int) -> str:
    return f"+336{recipient:08d}"


def context() -> CommandContext:
    return CommandContext(NOW, "", lambda: f"id-{next(ids)}", told=True)


def write(store: sqlite.SqliteStore, ledgers: Ledgers, fill: Callable[[Draft], object]) -> None:
    def job(tx: Transaction) -> tuple[Change, ...]:
        draft = ledgers.draft(tx)
        fill(draft)
        for change in draft.changes:
            tx.put_entry(change.kind, change.key, change.value, NOW, "bench", "bench.fill")
        return draft.changes

    ledgers.forget(store.run(job))


def fill(store: sqlite.SqliteStore, ledgers: Ledgers, entries: int) -> float:
    """Seconds it took."""
    started = time.perf_counter()
    accounts = [{"id": f"a{n}", "country": "FR", "plan": "paid"} for n in range(ACCOUNTS)]
    uses = [{"account": "a0", "use": "mass-mail", "scope": {"channel": ["sms", "email"]}, "id": "az"}]
    write(store, ledgers, lambda draft: give(draft, {"accounts": accounts, "authorizations": uses}, context()))
    for first in range(0, entries, BATCH):
        some = range(first, min(first + BATCH, entries))
        rows = [
            {"account": f"a{n % ACCOUNTS}", "recipient": number(n), "channel": "sms", "purpose": "marketing",
             "granted_at": "2026-01-05T00:00:00Z", "source": "web", "wording": "Yes, send me offers."}
            for n in some
        ]  # fmt: skip
        stops = [
            {"account": f"a{n % ACCOUNTS}", "recipient": number(n), "kind": "keyword"} for n in some if n % 20 == 0
        ]
        write(store, ledgers, lambda draft: give(draft, {"consents": rows, "suppressions": stops}, context()))  # noqa: B023
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{some[-1] + 1:>12,} of {entries:,} filled")
    return time.perf_counter() - started


def event(recipient: int) -> Event:
    data = {"channel": "sms", "from": "ACME", "to": number(recipient), "text": "Soldes", "purpose": "marketing"}
    envelope = {"specversion": "1.0", "id": "e", "source": "bench", "type": "message.send"}
    body = json.dumps({**envelope, "account": f"a{recipient % ACCOUNTS}", "data": data})
    return Decoder(STANDARD).decode(body.encode(), NOW)


QUESTIONS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "consent.held": lambda to: (to, "sms", "marketing"),
    "consent.level": lambda to: (to, "sms", "marketing"),
    "suppression.active": lambda to: (to, "sms"),
    "register.listed": lambda to: (to,),
    "recipient.age": lambda to: (to,),
    "authorization": lambda _: ("mass-mail",),
    "sender.owned": lambda _: ("ACME", "sms"),
    "account.tree_standing": lambda _: (),
}


def cpu(run: Callable[[], int]) -> float:
    """Microseconds per call of a pass that says how many calls it made."""
    started = time.process_time()
    calls = run()
    return (time.process_time() - started) / calls * 1e6


def warm(ledgers: Ledgers, name: str) -> Callable[[], int]:
    events = [event(n) for n in range(50)]
    asked = [(one, QUESTIONS[name](one.data.to)) for one in events]

    def run() -> int:
        for _ in range(40):
            for one, args in asked:
                call(name, ledgers, one, args)
        return 40 * len(asked)

    return run


def spread(entries: int, calls: int) -> Iterator[int]:
    """Recipients far apart, so that each is another page of the file."""
    step = max(1, entries // calls) | 1
    return ((n * step * 7919) % entries for n in range(calls))


def cold(store: sqlite.SqliteStore, name: str, entries: int, *, strangers: bool) -> Callable[[], int]:
    recipients = [n + entries if strangers else n for n in spread(entries, 2_000)]
    asked = [(one, QUESTIONS[name](one.data.to)) for one in map(event, recipients)]

    def run() -> int:
        ledgers = Ledgers(store.reader, SECRET)  # knows nothing yet
        for one, args in asked:
            call(name, ledgers, one, args)
        return len(asked)

    return run


def grants(store: sqlite.SqliteStore, ledgers: Ledgers, entries: int) -> Callable[[], int]:
    def run() -> int:
        for n in range(200):
            args = {"account": "a0", "recipient": number(entries + next(ids)), "channel": "sms", "purpose": f"p{n}"}

            def job(tx: Transaction) -> tuple[Change, ...]:
                answer = execute("consent.grant", args, ledgers, context(), tx)  # noqa: B023
                for change in answer.changes:
                    tx.put_entry(change.kind, change.key, change.value, NOW, "bench", "consent.grant")
                return answer.changes

            ledgers.forget(store.run(job))
        return 200

    return run


def main() -> None:
    """Fill, ask, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=7)
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tipstaff-bench-") as folder:
        path = Path(folder) / "ledgers.db"
        store = sqlite.open(str(path))
        try:
            report(store, path, args.entries, args.rounds)
        finally:
            store.close()


def report(store: sqlite.SqliteStore, path: Path, entries: int, rounds: int) -> None:
    """Measure and print a table."""
    ledgers = Ledgers(store.reader, SECRET)
    seconds = fill(store, ledgers, entries)
    # Counted through SQLite: part of the pages may still stand in the write-ahead log.
    size = apsw.Connection(str(path)).pragma("page_count") * apsw.Connection(str(path)).pragma("page_size")
    print(f"\n{entries:,} consents in {seconds:.0f} s ({entries / seconds:,.0f}/s), {size / entries:.0f} bytes each\n")
    runs = {name: (warm(ledgers, name), cold(store, name, entries, strangers=False)) for name in QUESTIONS}
    far = cold(store, "consent.held", entries, strangers=True)
    grant = grants(store, ledgers, entries)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in QUESTIONS}
    others: list[tuple[float, float]] = []
    for _ in range(rounds):
        for name, (near, read) in runs.items():
            taken[name].append((cpu(near), cpu(read)))
        others.append((cpu(far), cpu(grant)))
    print(f"{'microseconds per call':<28}{'warm':>9}{'cold':>9}")
    for name, pairs in taken.items():
        near_us, read_us = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{name:<28}{near_us:>9.2f}{read_us:>9.1f}")
    far_us, grant_us = (statistics.median(column) for column in zip(*others, strict=True))
    print(f"{'consent.held of strangers':<28}{'':>9}{far_us:>9.1f}")
    print(f"{'consent.grant, committed':<28}{'':>9}{grant_us:>9.1f}")


if __name__ == "__main__":
    main()
