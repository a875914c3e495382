"""Decisions per CPU-second in-process: JSON bytes in, a decision with full reasons, JSON bytes out.

    python -m bench.bench_decide [--profile]

Facts are the event's alone, so that this measures decoding, the index, the fused conditions, reasons and encoding.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.decisions.pack import write_pack
from bench.decisions.workload import BenchRule, events, many_rules, rules
from bench.timing import side_by_side
from tipstaff.cel import CelError
from tipstaff.decide import Program, decide
from tipstaff.policy import Bundle, Knowledge, load_bundle, stack_at
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

AT = datetime(2026, 11, 20, 14, tzinfo=UTC)


class BareAccount:
    """An account that reads English."""

    __slots__ = ("id",)
    locale = "en"

    def __init__(self, name: str) -> None:
        self.id = name


class BareFacts:
    """An event and nothing besides."""

    __slots__ = ("account", "event")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.account = BareAccount(event.account)

    def get(self, name: str) -> object:
        if name == "event":
            return self.event.data
        raise CelError("unknown-name", name)

    def call(self, name: str, _args: tuple[object, ...]) -> object:
        raise CelError("unknown-name", name)

    def authorizations(self) -> list[tuple[str, str]]:
        return []

    def computed(self) -> dict[str, object]:
        return {}


def bundle_of(some: list[BenchRule]) -> Bundle:
    with tempfile.TemporaryDirectory() as folder:
        return load_bundle([write_pack(Path(folder), some)], Knowledge(STANDARD))


def answering(bundle: Bundle) -> Callable[[bytes], bytes]:
    """Bytes in, bytes out."""
    decode = Decoder(bundle.vocabulary).decode
    program = Program(bundle.rules, stack_at(bundle, ["bench"], AT), bundle.hash, bundle.records)
    encode = msgspec.json.Encoder().encode

    def answer(raw: bytes) -> bytes:
        return encode(decide(program, BareFacts(decode(raw, AT)), id="d", at=AT))

    return answer


def main() -> None:
    raws = events(8_000)
    bundle = bundle_of(rules())
    few, many = answering(bundle), answering(bundle_of(many_rules(10_000)))

    def all_of(answer: Callable[[bytes], bytes]) -> Callable[[], object]:
        return lambda: [answer(raw) for raw in raws]

    if "--profile" in sys.argv:
        [few(raw) for raw in raws]
        profile = cProfile.Profile()
        profile.runcall(all_of(few))
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    found = [msgspec.json.decode(few(raw)) for raw in raws]
    print(f"reasons per event: {sum(len(one['reasons']) for one in found) / len(found):.2f}")
    print(f"errors: {sum(len(one['errors']) for one in found)}")
    decode = Decoder(bundle.vocabulary).decode
    contenders = {"150 rules": few, "10,000 rules": many, "decoding alone": lambda raw: bytes(bool(decode(raw, AT)))}
    for figure in side_by_side({name: (all_of(run), len(raws)) for name, run in contenders.items()}, rounds=7):
        print(f"{figure.name:16} {figure.per_cpu_second:10,.0f}/CPU-s   x{figure.ratio:.2f}")


if __name__ == "__main__":
    main()
