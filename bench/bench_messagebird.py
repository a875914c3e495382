"""The whole messagebird pack on real SMS: decisions per CPU-second in-process.

    python -m bench.bench_messagebird [--events N] [--rounds N] [--profile NAME]

Each event is the JSON of a `message.send` as it comes in, asked of the engine (`ask`: bytes in, a decision with all its
reasons and facts out). Accounts own the sender ids they use, and half of the messages are marketing to people who
agreed to it, so that rules run to their ends instead of stopping at the first look-up. Texts are those rows of the
published SMS collections that nothing was trained on (TIPSTAFF_SHARED_DATA), else the sample that ships.

    all                  the pack as it is: every text signal that it asks for is computed
    all, new people      the same, and nobody was written to before: everybody is on file, but no look-up is remembered
    without text         the pack without the rules that read what a text says (`text.*`, `links.*`, `pii.*`, what asks
                         `event.text`, windows over texts): consent, suppressions, registers, hours, senders, numbers,
                         ages, files, standing and volumes stay
    without text, new people
    all, to JSON         `ask_bytes` instead of `ask`: bytes in, the decision's JSON out
    without text, to JSON
    recorded             `decide` instead of `ask` with the pack as it is, in a database in memory
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from tipstaff import Engine
from tipstaff.api.demo.collections import COLLECTIONS, present, read_collection
from tipstaff.api.demo.sample import samples
from tipstaff.app.bundles import Timetable
from tipstaff.policy import Rule

NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
SHARED = Path(os.environ.get("TIPSTAFF_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
ACCOUNTS = 40
PEOPLE = 500
PLANS = ("+33612{:06d}",) * 6 + ("+32470{:06d}", "+447400{:06d}", "+12125{:06d}", "+4915112{:06d}")
PURPOSES = ("marketing", "transactional", "marketing", "service")
OF_TEXTS = ("text.", "links.", "pii.", "html.", "event.text")
Ask = Callable[[bytes], object]
encode = msgspec.json.Encoder().encode


def texts() -> tuple[str, list[str]]:
    """Where the texts are from, and the texts."""
    found = [name for name in present(SHARED) if COLLECTIONS[name] == "sms"]
    if not found:
        return "the shipped sample", [one.text for one in samples()]
    rows = [[one.text for one in read_collection(SHARED, name)] for name in found]
    shortest = min(map(len, rows))
    # In turns, so that every part of the events has every collection in it.
    return ", ".join(found), [text for some in zip(*(row[:shortest] for row in rows), strict=True) for text in some]


def person(number: int) -> str:
    """A mobile number: six in ten French, the others Belgian, British, of New York and German."""
    return PLANS[number % len(PLANS)].format(100_000 + number * 7919 % 880_000)


class Sending:
    """Events of the accounts, one after the other."""

    def __init__(self, some: Sequence[str], new: bool) -> None:
        self._texts = some
        self._new = new
        self._sent = 0

    def events(self) -> list[bytes]:
        """One event per text; with `new`, every recipient is one more."""
        first, self._sent = self._sent, self._sent + len(self._texts)
        return [self._event(first + place, text) for place, text in enumerate(self._texts)]

    def _event(self, number: int, text: str) -> bytes:
        account = number % ACCOUNTS
        data = {
            "channel": "sms",
            "from": f"Maison {account}",
            "to": person(PEOPLE + number if self._new else number % PEOPLE),
            "text": text,
            "purpose": PURPOSES[number // ACCOUNTS % len(PURPOSES)],
        }
        envelope = {"specversion": "1.0", "id": f"m{number}", "source": "bench", "type": "message.send"}
        return encode({**envelope, "account": f"a{account}", "data": data})


def given(people: int) -> dict[str, Any]:
    """The accounts with their senders, and the consents of so many people to whoever may write to them."""
    accounts = [f"a{number}" for number in range(ACCOUNTS)]
    consent = {"channel": "sms", "purpose": "marketing", "granted_at": "2026-01-01T00:00:00Z"}
    writers = [(number, {accounts[number % ACCOUNTS]}) for number in range(PEOPLE, people)]
    writers += [
        (number, {accounts[number % ACCOUNTS], accounts[(number + PEOPLE) % ACCOUNTS]}) for number in range(PEOPLE)
    ]
    return {
        "accounts": [{"id": account, "country": "FR"} for account in accounts],
        "senders": [{"account": account, "sender": f"Maison {number}"} for number, account in enumerate(accounts)],
        "consents": [
            {**consent, "account": account, "recipient": person(number)}
            for number, all_of in writers
            for account in all_of
        ],
    }


def engine_with(people: int, keep: Callable[[Rule, dict[str, str]], bool]) -> Engine:
    """The pack with the rules that are to be kept."""
    engine = Engine(["messagebird"], clock=lambda: NOW)
    engine.give(given(people))
    bundle = engine.bundle
    windows = {name: window.specification for name, window in bundle.windows.items()}
    rules = tuple(rule for rule in bundle.rules if keep(rule, windows))
    engine.house.bundles.timetable = Timetable(replace(bundle, rules=rules), ["messagebird"])
    return engine


def reads_text(rule: Rule, windows: dict[str, str]) -> bool:
    """Whether a rule asks anything of what the text says."""
    conditions = [rule.condition, *(one for one in (rule.unless, rule.until) if one is not None)]
    conditions += [hole.expression for _, hole in rule.evidence]
    names = {name for condition in conditions for name in condition.reads}
    return any(name.startswith(OF_TEXTS) for name in names) or any("text" in windows[name] for name in rule.windows)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--profile", metavar="NAME", help="where the time of one contender goes, by function")
    chosen = parser.parse_args(argv)
    origin, every = texts()
    some = list(islice(every, chosen.events))
    people = PEOPLE + len(some) * (chosen.rounds + 3)
    whole = engine_with(people, lambda *_: True)
    plain = engine_with(people, lambda rule, windows: not reads_text(rule, windows))
    runs: dict[str, tuple[Ask, Sending]] = {
        "all": (whole.ask, Sending(some, new=False)),
        "all, new people": (whole.ask, Sending(some, new=True)),
        "without text": (plain.ask, Sending(some, new=False)),
        "without text, new people": (plain.ask, Sending(some, new=True)),
        "all, to JSON": (whole.ask_bytes, Sending(some, new=False)),
        "without text, to JSON": (plain.ask_bytes, Sending(some, new=False)),
        "recorded": (engine_with(PEOPLE, lambda *_: True).decide, Sending(some, new=False)),
    }
    if chosen.profile:
        profiled(*runs[chosen.profile])
        return 0
    print(
        f"{len(some)} messages of {origin}; {len(plain.house.bundles.bundle.rules)} of {len(whole.bundle.rules)} rules"
    )
    for name, engine in (("all", whole), ("without text", plain)):
        told(name, engine, runs[name][1].events())
    print(f"\n{'':26}{'per CPU-s':>10}{'us':>8}{'best':>8}")
    for name, rounds in in_turns(runs, chosen.rounds).items():
        middle = statistics.median(rounds)
        print(f"{name:26}{1e6 / middle:10,.0f}{middle:8.1f}{min(rounds):8.1f}")
    return 0


def in_turns(runs: Mapping[str, tuple[Ask, Sending]], rounds: int) -> dict[str, list[float]]:
    """Microseconds of CPU per decision in each round, after two that do not count. Events are made beforehand."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds + 2):
        for name, (ask, sending) in runs.items():
            events = sending.events()
            started = time.process_time()
            for event in events:
                ask(event)
            if number > 1:
                taken[name].append((time.process_time() - started) * 1e6 / len(events))
    return taken


def told(name: str, engine: Engine, events: Sequence[bytes]) -> None:
    """What comes of the events, so that nobody measures refusals at the door."""
    decisions = [engine.ask(event) for event in events]
    verdicts = Counter(decision.verdict.value for decision in decisions)
    facts = sum(len(decision.facts) for decision in decisions) / len(decisions)
    errors = sum(bool(decision.errors) for decision in decisions)
    said = ", ".join(f"{verdict} {count}" for verdict, count in verdicts.most_common())
    print(f"{name}: {said}; {facts:.1f} facts, {errors} with errors")


def profiled(ask: Ask, sending: Sending) -> None:
    for event in [*sending.events(), *sending.events()]:
        ask(event)
    events = sending.events()
    profile = cProfile.Profile()
    profile.enable()
    for event in events:
        ask(event)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(60)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
