"""What each signal costs. `python -m bench.bench_signals [--events N] [--rounds N]`.

Real messages of the shipped sample (SMS-sized) and mails of about 10 kB made from them, each event decoded beforehand
and read by a fresh reader; in every round every event has another recipient, so nothing helps but what the signals keep
of numbering plans and tables. A signal alone is charged with what it rests on (folding, words, links); "together" reads
all of them from one reader, which is what a decision does. Rounds are taken in turn; figures are the best of all, in µs
of CPU per event. Then hostile texts of one size and of twice that size: the ratio stays near 2 where time is linear.
Last, 10 kB of real mail, text by text (`bench.bench_mails`).
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

import msgspec

import tipstaff
from bench.bench_mails import measure
from tipstaff.cel import CelError
from tipstaff.cel.types import DOUBLE, STRING, STRINGS, TIMESTAMP, Type
from tipstaff.signals import Catalogue, ProtectedName, Reader, catalogue
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
SAMPLE = Path(tipstaff.__file__).parent / "packs" / "samples" / "messages.csv"
NUMBERS = ("+336{:08d}", "+3217{:06d}", "+447{:09d}", "+1415{:07d}", "+1850{:07d}", "+4915{:09d}", "+919{:09d}")
BRANDS = ("PayPal", "La Poste", "Ameli", "Chronopost", "Netflix", "Amazon", "Impots.gouv", "Credit Agricole", "DHL")
SENDERS = ("ACME", "PayPaI", "MaBoutique", "Amaz0n-Info", "+33612345678", "36180", "Mairie Lyon", "DHL24", "Ecole J")
MAIL_SIZE = 10_000
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/14{}.0.0.0 Safari/537.36",
    "curl/8.{}", "python-requests/2.{}", "Mozilla/5.0 (X11; Linux x86_64; rv:1{}.0) Gecko/20100101 Firefox/140.0",
)  # fmt: skip
ADDRESSES = ("198.18.{}.7", "2a01:e0a:1:{:x}::7", "10.1.2.{}")
NAMES = ("anna.petit{}@example.org", "xk{}qz2vp", "contact{}")
Ask = Callable[[Reader, int], object]


class Declared:
    """An installation with a few protected names, always the same object."""

    def __init__(self) -> None:
        self._names = tuple(ProtectedName(name) for name in BRANDS)

    def protected_names(self) -> Sequence[ProtectedName]:
        return self._names

    def listed(self, _list_name: str, _value: str) -> bool:
        return False


class Texts:
    """The sample's texts, and events made of them."""

    def __init__(self, count: int) -> None:
        with SAMPLE.open(encoding="utf-8") as file:
            rows = [row["text"] for row in csv.DictReader(file)]
        self.short = list(islice(cycle(rows), count))
        self.long = [_joined(rows, start) for start in range(max(20, count // 40))]
        self._decoder = Decoder(STANDARD)
        self._sent = 0

    def messages(self) -> list[Event]:
        """The short texts, to recipients that were never written to before."""
        self._sent += len(self.short)
        first = self._sent
        return [
            self._event("message.send", number, self._message(first + number, text))
            for number, text in enumerate(self.short)
        ]

    def mails(self) -> list[Event]:
        """The long texts."""
        return [self._event("email.send", number, _mail(text)) for number, text in enumerate(self.long)]

    def _message(self, number: int, text: str) -> dict[str, str]:
        to = NUMBERS[number % len(NUMBERS)].format(2_000_000 + number * 7919 % 900_000)
        return {
            "channel": "sms",
            "from": SENDERS[number % len(SENDERS)],
            "to": to,
            "text": text,
            "purpose": "marketing",
        }

    def _event(self, kind: str, number: int, data: dict[str, object] | dict[str, str]) -> Event:
        envelope = {"specversion": "1.0", "id": str(number), "source": "bench", "type": kind, "account": "acme"}
        return self._decoder.decode(msgspec.json.encode({**envelope, "time": NOW.isoformat(), "data": data}), NOW)


def _joined(rows: list[str], start: int) -> str:
    text = "\n".join(islice(cycle(rows), start * 7, start * 7 + 400))
    return text[:MAIL_SIZE]


def _mail(text: str) -> dict[str, object]:
    return {
        "from": {"address": "news@acme.example"},
        "to": ["ann@example.org"],
        "subject": "News",
        "text": text,
        "purpose": "marketing",
    }


BY_TYPE: dict[Type, object] = {STRING: "FR", STRINGS: [], DOUBLE: 48.85, TIMESTAMP: NOW}
FIRST = {"agent": AGENTS, "address": ADDRESSES, "name": NAMES, "travel": ("FR",)}
SPECIAL: dict[str, tuple[object, ...]] = {"age.required": ("FR", "alcohol"), "optout.languages": ("FR",)}


def arguments(name: str, parameters: Sequence[Type], number: int, event: Event) -> tuple[object, ...]:
    """What a condition would pass: the sender, the recipient, the text or an address, by what the signal is about."""
    if name in SPECIAL:
        return SPECIAL[name]
    if name.startswith("hours."):
        return (event.data.to, "", [])
    room = name.partition(".")[0]
    if name.endswith(".keyword"):
        first = event.data.text
    elif room in FIRST:
        first = FIRST[room][number % len(FIRST[room])].format(number)
    else:
        first = event.data.from_ if room == "sender" else event.data.to
    return (first if parameters[0] == STRING else BY_TYPE[parameters[0]], *(BY_TYPE[kind] for kind in parameters[1:]))


def passing(make: Callable[[], list[Event]], known: Catalogue, ask: Ask) -> Callable[[], float]:
    declared = Declared()

    def run() -> float:
        readers = [Reader(event, known, declared) for event in make()]
        started = time.process_time()
        for number, reader in enumerate(readers):
            ask(reader, number)
        return (time.process_time() - started) / len(readers) * 1e6

    return run


def asking(names: Sequence[str]) -> Ask:
    def ask(reader: Reader, _: int) -> None:
        for name in names:
            reader.known(name)

    return ask


def calling(known: Catalogue, name: str) -> Ask:
    parameters = known.functions[name].params

    def ask(reader: Reader, number: int) -> None:
        with suppress(CelError):  # that a number is impossible is an answer too
            reader.call(name, arguments(name, parameters, number, reader.event))

    return ask


def measured(runs: dict[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(rounds):
        for name, run in runs.items():
            taken[name].append(run())
    return {name: min(figures) for name, figures in taken.items()}


def fast_tier(known: Catalogue) -> list[str]:
    """Signals of texts that are read inline; the accurate tier, and what may ask it, costs milliseconds by design."""
    of_texts = (signal for name, signal in known.signals.items() if name.startswith(("text.", "links.", "pii.")))
    return [signal.name for signal in of_texts if signal.cost < 1_000 and not signal.name.endswith("_tier")]


def report(known: Catalogue, texts: Texts, rounds: int) -> None:
    messages, mails = texts.messages, texts.mails
    spoken = fast_tier(known)
    runs: dict[str, Callable[[], float]] = {}
    for name in spoken:
        runs[f"{name} sms"] = passing(messages, known, asking([name]))
        runs[f"{name} mail"] = passing(mails, known, asking([name]))
    runs["together sms"] = passing(messages, known, asking(spoken))
    runs["together mail"] = passing(mails, known, asking(spoken))
    runs["(words) sms"] = passing(messages, known, lambda reader, _: reader.text.words)
    runs["(words) mail"] = passing(mails, known, lambda reader, _: reader.text.words)
    functions = [name for name in known.functions if name.partition(".")[0] in FUNCTIONS]
    for name in functions:
        runs[name] = passing(messages, known, calling(known, name))
    found = measured(runs, rounds)
    print(f"{'us of CPU per event, from nothing':<28}{'sms':>9}{'10 kB mail':>12}")
    for name in (*spoken, "(words)", "together"):
        print(f"{name:<28}{found[f'{name} sms']:>9.1f}{found[f'{name} mail']:>12.0f}")
    print(f"\n{'us of CPU per call':<28}{'sms':>9}")
    for name in functions:
        print(f"{name:<28}{found[name]:>9.1f}")


FUNCTIONS = (
    "number", "hours", "age", "optout", "optin", "help", "sender", "address", "agent", "travel", "name",
)  # fmt: skip
HOSTILE = {
    "one letter": "a", "spaced letters": "f r e e ", "open tags": "<a ", "dots": "a.", "at signs": "a@", "digits": "4",
    "combining marks": "e\u0301\u0301\u0301", "zero width": "a\u200b", "mixed scripts": "аb", "leet": "v1agra! ",
    "brackets": "[dot]", "schemes": "http://", "iban starts": "FR76 ", "right to left": "\u0661\u202e",
}  # fmt: skip


def hostile(known: Catalogue, texts: Texts, rounds: int) -> None:
    spoken = fast_tier(known)
    runs: dict[str, Callable[[], float]] = {}
    for name, piece in HOSTILE.items():
        for size in (40_000, 80_000):
            event = texts._event("email.send", size, _mail((piece * size)[:size]))
            runs[f"{name} {size}"] = passing(lambda event=event: [event], known, asking(spoken))  # type: ignore[misc]
    found = measured(runs, rounds)
    print(f"\n{'hostile text, all signals, ms':<28}{'40 kB':>9}{'80 kB':>9}{'ratio':>8}")
    for name in HOSTILE:
        small, large = found[f"{name} 40000"], found[f"{name} 80000"]
        print(f"{name:<28}{small / 1e3:>9.2f}{large / 1e3:>9.2f}{large / small:>8.2f}")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_400)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args(argv)
    known, texts = catalogue(), Texts(chosen.events)
    report(known, texts, chosen.rounds)
    hostile(known, texts, min(3, chosen.rounds))
    print("\n10 kB of real mail, all inline text classes, from a fresh reader")
    measure(known, chosen.rounds, 200)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
