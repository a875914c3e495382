"""Ledgers at ten million entries. `python -m bench.bench_ten_million fill|ask|start --what consents --file PATH`.

    fill    consents: the rows that `consent.grant` writes, in the order of keys, into a new database (minutes)
            register: a file of numbers, loaded as `tipstaff register load` loads one
    ask     in a fresh process: memory, and look-ups one by one: asked before, on file and not asked before, strangers
    start   in fresh processes: from the beginning of the process to the first answer

CPU times; the file's pages are warm in the machine's memory unless it was just restarted.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import apsw

from tipstaff import Engine
from tipstaff.app.registers.loading import dated, load_register
from tipstaff.ledgers.functions import call
from tipstaff.ledgers.keys import Tokens
from tipstaff.ledgers.records.consents import CONSENTS, Consent
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.masking import mask
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
GRANTED = datetime(2026, 1, 5, tzinfo=UTC)
SECRET = b"the secret of a bench only"
ACCOUNTS = 100
ASKED = 20_000


def number(recipient: int) -> str:
    return f"+336{recipient:08d}"


def account(recipient: int) -> str:
    return f"a{recipient % ACCOUNTS:02d}"


def engine(path: Path) -> Engine:
    return Engine(["messagebird"], path=path, key=SECRET, clock=lambda: NOW)


def fill_consents(path: Path, entries: int) -> None:
    """The rows of so many consents, as the command leaves them."""
    engine(path).close()
    database = apsw.Connection(str(path))
    database.pragma("synchronous", "off")
    database.execute("DROP INDEX history_key")
    tokens = Tokens(SECRET, remembered=2)
    for first in range(ACCOUNTS):
        rows = sorted(map(row_maker(tokens), range(first, entries, ACCOUNTS)))
        with database:
            database.executemany("INSERT INTO entries VALUES ('consents', ?, ?, 1)", rows)
            past = ((key, sha256(value).digest(), value) for key, value in rows)
            insert = "INSERT INTO history VALUES (NULL, 'consents', ?, 0, 'bench', 'consent.grant', ?, ?)"
            database.executemany(insert, past)
        print(f"{(first + 1) * len(rows):,}", flush=True)
    database.execute("CREATE INDEX history_key ON history (kind, key, sequence)")
    database.close()


def fill_register(path: Path, entries: int) -> None:
    """A register of so many numbers, loaded from a file."""
    with tempfile.TemporaryDirectory(prefix="tipstaff-bench-") as folder:
        file = Path(folder) / "register.txt"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{one}\n" for one in numbers(entries))
        engine(path).close()
        base, began, cpu = rss(), time.perf_counter(), time.process_time()
        with engine(path) as of, file.open(encoding="utf-8") as lines:
            loaded = load_register(of.house, dated("bench", "FR", GRANTED), lines)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"{loaded.entries:,} entries, {loaded.blocks:,} blocks, {file.stat().st_size / 1e6:,.0f} MB of text")
        print(f"{time.process_time() - cpu:.0f} s of CPU, {time.perf_counter() - began:.0f} s by the clock")
        print(f"memory at most {most:,.0f} MB ({base:,.0f} before)")
    print(f"database: {path.stat().st_size / entries:.0f} bytes an entry")


def row_maker(tokens: Tokens) -> Callable[[int], tuple[bytes, bytes]]:
    def row(n: int) -> tuple[bytes, bytes]:
        consent = Consent(
            account(n),
            tokens.token(number(n)),
            "sms",
            "marketing",
            granted_at=GRANTED,
            source="web",
            wording="Yes, send me offers.",
            masked=mask("party", number(n)),
        )
        return CONSENTS.key_of(consent), CONSENTS.encode(consent)

    return row


def event(recipient: int) -> Event:
    data = {"channel": "sms", "from": "ACME", "to": number(recipient), "text": "Soldes", "purpose": "marketing"}
    envelope = {"specversion": "1.0", "id": "e", "source": "bench", "type": "message.send"}
    body = json.dumps({**envelope, "account": account(recipient), "data": data})
    return Decoder(STANDARD).decode(body.encode(), NOW)


QUESTIONS: dict[str, tuple[str, Callable[[str], tuple[str, ...]]]] = {
    "consents": ("consent.held", lambda to: (to, "sms", "marketing")),
    "register": ("register.listed", lambda to: (to,)),
}


def ask(path: Path, what: str, entries: int) -> None:
    """Print memory and percentiles."""
    of = engine(path)
    after_start = rss()
    name, args = QUESTIONS[what]
    rng = random.Random(7)
    listed = [rng.randrange(entries) for _ in range(ASKED)]
    strangers = [entries + rng.randrange(entries) for _ in range(ASKED)]

    def timed(recipients: Sequence[int]) -> tuple[list[float], int]:
        events = [event(n) for n in recipients]
        taken, held = [], 0
        for one in events:
            started = time.thread_time_ns()
            held += bool(call(name, of.house.ledgers, one, args(one.data.to)))
            taken.append((time.thread_time_ns() - started) / 1e3)
        return taken, held

    timed(listed[:2000])
    print(f"{'µs of CPU per look-up':<34}{'median':>8}{'p99':>8}{'p99.9':>8}   held")
    for label, recipients in (
        ("on file, not asked before", listed[2000:]),
        ("on file, asked before", listed[-5_000:]),
        ("strangers", strangers),
    ):
        taken, held = timed(recipients)
        taken.sort()
        shown = "".join(f"{taken[int(len(taken) * share)]:>8.1f}" for share in (0.5, 0.99, 0.999))
        print(f"{label:<34}{shown}   {held:,} of {len(recipients):,}")
    print(f"memory: {after_start:,.0f} MB after the start, {rss():,.0f} MB after the questions")
    of.close()


def rss() -> float:
    """Resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def start(path: Path, rounds: int) -> None:
    """Print the seconds of whole processes that open the database and answer once."""
    program = (
        "import sys, time; from pathlib import Path; from bench.bench_ten_million import engine, event;"
        "of = engine(Path(sys.argv[1])); ready = time.perf_counter();"
        "of.house.judge(event(5), None); print(time.process_time()); of.close()"
    )
    cpu, wall = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
        wall.append(time.perf_counter() - began)
        cpu.append(float(done.stdout))
    print(f"start to the first answer: {min(cpu):.2f} s of CPU, {min(wall):.2f} s by the clock (best of {rounds})")


def numbers(entries: int) -> Iterator[str]:
    """The numbers of a register in no order."""
    step = 7_654_321
    return (number(n * step % entries) for n in range(entries))


def main() -> None:
    """Do as the arguments say."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("do", choices=["fill", "ask", "start"])
    options.add_argument("--what", choices=sorted(QUESTIONS), required=True)
    options.add_argument("--file", type=Path, required=True)
    options.add_argument("--entries", type=int, default=10_000_000)
    options.add_argument("--rounds", type=int, default=5)
    args = options.parse_args()
    if args.do == "fill":
        {"consents": fill_consents, "register": fill_register}[args.what](args.file, args.entries)
    elif args.do == "ask":
        ask(args.file, args.what, args.entries)
    else:
        start(args.file, args.rounds)


if __name__ == "__main__":
    main()
