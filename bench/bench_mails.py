"""What 10 kB of real mail cost: every inline text class of each text, from a fresh reader.

    python -m bench.bench_mails [--rounds N] [--most N]

Texts are what honest mails of the SpamAssassin corpus say (TIPSTAFF_SHARED_DATA), read from their raw form:

    by themselves   mails of 9 to 12 kB, as they are
    put together    mails one after another, 10 kB each: the writings of several people, links and signatures of all
    spam            the same of spam

Each text is asked for all classes (`text.*` without the accurate tier, fingerprints, language and what was disguised)
as the engine asks a reader, with nothing known of the text beforehand; `text.phishing` asks for its links too. Figures
are ms of CPU of the best of some rounds for each text: the median text and the 95th percentile. Wanted: less than 1 ms.
The second line is the share of each class, in the order in which they are asked, those that others rest on first.
To compare two versions, run them in turns (PYTHONPATH), since a shared machine is never the same for long.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tipstaff.signals import Catalogue, Reader, catalogue
from tipstaff.signals.mailparse.message import read_message
from tipstaff.signals.text.wording import wording_of
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
CORPUS = SHARED / "email_spamassassin" / "data.jsonl.xz"
SIZE, LEAST, LONGEST = 10_000, 9_000, 12_000
NO_CLASSES = ("text.evasion", "text.language", "text.fingerprint", "text.template")
DEAR = 1_000
DECODER = Decoder(STANDARD)


def classes(known: Catalogue) -> list[str]:
    """The inline text classes, in the catalogue's order."""
    cheap = [name for name, one in known.signals.items() if name.startswith("text.") and one.cost < DEAR]
    return [name for name in cheap if not name.endswith("_tier") and name not in NO_CLASSES]


def event(data: dict[str, Any]) -> Event:
    """A mail to be sent."""
    envelope = {"specversion": "1.0", "id": "1", "source": "bench", "type": "email.send", "account": "acme"}
    return DECODER.decode(msgspec.json.encode({**envelope, "time": NOW.isoformat(), "data": data}), NOW)


def saying(text: str) -> Event:
    """A mail that says this."""
    data = {"from": {"address": "news@acme.example"}, "to": ["ann@example.org"], "purpose": "marketing"}
    return event({**data, "subject": "", "text": text})


def said(*, spam: bool) -> Iterator[str]:
    """The words of the mails of the corpus, spam or honest."""
    with lzma.open(CORPUS, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if bool(row["label"]) is spam:
                data = read_message(row["raw_latin1"].encode("latin-1", "replace")).as_email("service")
                data["to"] = data["to"] or ["ann@example.org"]
                yield wording_of(event(data)).raw


def together(texts: Sequence[str]) -> Iterator[str]:
    """Texts one after another, cut where they are 10 kB."""
    some = ""
    for text in texts:
        some += text + "\n"
        if len(some) >= SIZE:
            yield some[:SIZE]
            some = ""


def taken(one: Event, known: Catalogue, names: Sequence[str]) -> float:
    """ms of CPU of all names, from a fresh reader."""
    reader = Reader(one, known)
    started = time.process_time_ns()
    for name in names:
        reader.known(name)
    return (time.process_time_ns() - started) / 1e6


def shares(ones: Sequence[Event], known: Catalogue, names: Sequence[str]) -> dict[str, float]:
    """What part of all the time each name takes, the dearest first."""
    found = dict.fromkeys(names, 0)
    for one in ones:
        reader = Reader(one, known)
        for name in names:
            started = time.process_time_ns()
            reader.known(name)
            found[name] += time.process_time_ns() - started
    whole = sum(found.values())
    return {name: found[name] / whole for name in sorted(names, key=found.__getitem__, reverse=True)}


def report(name: str, texts: Sequence[str], known: Catalogue, rounds: int) -> None:
    """One line of figures, and one of shares."""
    names, ones = classes(known), list(map(saying, texts))
    whole = sorted(min(taken(one, known, names) for _ in range(rounds)) for one in ones)
    print(
        f"{name:<16}{len(texts):>4} texts, {len(names)} classes   median {statistics.median(whole):.3f} ms   "
        f"95 in 100 {whole[int(len(whole) * 0.95)]:.3f}   mean {statistics.fmean(whole):.3f}   most {whole[-1]:.2f}"
    )
    dear = list(shares(ones, known, names).items())[:7]
    print(f"{'':<16}{', '.join(f'{of} {share:.0%}' for of, share in dear)}")


def measure(known: Catalogue, rounds: int, most: int) -> None:
    """All three kinds of texts; says so where there is no corpus."""
    if not CORPUS.exists():
        print(f"{CORPUS} is not there: set TIPSTAFF_SHARED_DATA")
        return
    honest, spam = list(said(spam=False)), list(said(spam=True))
    kinds = {
        "by themselves": [text for text in honest if LEAST <= len(text) <= LONGEST],
        "put together": list(together(honest)),
        "spam": list(together(spam)),
    }
    for text in kinds["put together"][:20]:  # tables are read, and memory is there
        taken(saying(text), known, classes(known))
    for name, texts in kinds.items():
        report(name, texts[:: max(1, len(texts) // most)][:most], known, rounds)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--most", type=int, default=200, help="texts of each kind")
    chosen = parser.parse_args(argv)
    measure(catalogue(), chosen.rounds, chosen.most)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
