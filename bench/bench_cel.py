"""What conditions cost, generated and interpreted. `python -m bench.bench_cel [--rounds N] [--source TYPE]`.

The workload is `bench/decisions/workload.py`: 150 rules of which about 24 stand on an event's type. Events are decoded
beforehand; only the generated function runs, over 800 events with types in turn. Figures are medians over rounds taken
in turn, in microseconds of CPU.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.decisions.workload import FIELDS, TYPES, BenchRule, events, rules
from tipstaff.cel import Environment, Fused, compile_condition, evaluate, fuse
from tipstaff.cel.compiled import Compiled
from tipstaff.cel.functions.patterns import PatternSet, matches
from tipstaff.cel.records import record_type
from tipstaff.cel.types import RecordType
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@dataclass(slots=True)
class Given:
    """The activation of a pure rule: only the event's data."""

    data: object

    def get(self, _name: str) -> object:
        """The one variable there is."""
        return self.data

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """No function is declared."""
        raise NotImplementedError(name)


def compiled(some: Sequence[BenchRule], record: RecordType) -> list[tuple[int, Compiled]]:
    """The rules against one type."""
    environment = Environment({"event": record})
    made = []
    for number, rule in enumerate(some):
        condition, found = compile_condition(rule.cel, environment)
        if condition is None:
            raise SystemExit("\n".join(map(str, found)))
        made.append((number, condition))
    return made


def cpu(run: Callable[[], object], repeat: int = 5) -> float:
    """Median microseconds of one run."""
    taken = []
    for _ in range(repeat):
        started = time.process_time()
        run()
        taken.append((time.process_time() - started) * 1e6)
    return statistics.median(taken)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--source", help="print the generated function of a type and stop")
    options = parser.parse_args()
    vocabulary = STANDARD.extended(dict.fromkeys(TYPES, FIELDS))
    records = {name: record_type(vocabulary.types[name].record) for name in TYPES}
    by_type = {name: [rule for rule in rules() if name in rule.types] for name in TYPES}
    conditions = {name: compiled(some, records[name]) for name, some in by_type.items()}
    fused = {name: fuse(conditions[name], {"event": records[name]}) for name in TYPES}
    if options.source:
        print(fused[options.source].source)
        return
    decoder = Decoder(vocabulary)
    given = [(event.type, Given(event.data)) for event in (decoder.decode(raw, NOW) for raw in events(800))]
    _report(by_type, conditions, fused, given, options.rounds)


def _report(
    by_type: dict[str, list[BenchRule]],
    conditions: dict[str, list[tuple[int, Compiled]]],
    fused: dict[str, Fused],
    given: list[tuple[str, Given]],
    rounds: int,
) -> None:
    passes = 20

    def generated() -> None:
        for _ in range(passes):
            for name, activation in given:
                matched: list[int] = []
                failed: list[int] = []
                fused[name](activation, matched, failed)

    def interpreted() -> None:
        for name, activation in given:
            for _, condition in conditions[name]:
                evaluate(condition, activation)

    count = statistics.mean(len(by_type[name]) for name, _ in given)
    whole = cpu(generated, rounds) / passes / len(given)
    slow = cpu(interpreted, rounds) / len(given)
    print(f"{count:.1f} rules an event: generated {whole:.2f} us, interpreted {slow:.1f} us ({slow / whole:.0f} times)")
    generating = cpu(lambda: [fuse(some, {"event": RecordType("e", {})}) for some in conditions.values()], 3)
    print(f"fusing 40 functions of {sum(map(len, conditions.values()))} rules: {generating / 1000:.0f} ms")
    _shapes(given, conditions, by_type, rounds)
    _patterns(rounds)


def _shapes(
    given: list[tuple[str, Given]],
    conditions: dict[str, list[tuple[int, Compiled]]],
    by_type: dict[str, list[BenchRule]],
    rounds: int,
) -> None:
    """Each shape alone, ten copies of it with a call around them taken off."""
    name = max(by_type, key=lambda one: len(by_type[one]))
    some = [activation for of, activation in given if of == name]
    record = {"event": RecordType("e", {})}
    empty = _cost(fuse([], record), some, rounds)
    print(f"a call without rules: {empty * 1000:.0f} ns")
    seen = set()
    for (_, condition), rule in zip(conditions[name], by_type[name], strict=True):
        shape = int(rule.id[1:]) % 16
        if shape not in seen:
            seen.add(shape)
            cost = _cost(fuse([(n, condition) for n in range(10)], record), some, rounds) - empty
            print(f"{cost * 100:7.0f} ns  {rule.cel}")


def _cost(function: Fused, some: list[Given], rounds: int) -> float:
    def run() -> None:
        for _ in range(200):
            for activation in some:
                matched: list[int] = []
                failed: list[int] = []
                function(activation, matched, failed)

    return cpu(run, rounds) / 200 / len(some)


def _patterns(rounds: int) -> None:
    """One set against the patterns one by one."""
    texts = [f"win a free prize {n} at https://x{n}.example now, verify your account urgently" for n in range(50)]
    for count in (1, 10, 200):
        patterns = [f"word{n}[a-z]*[0-9]+|free prize {n} " for n in range(count)]
        together = PatternSet(patterns)
        one_pass = cpu(lambda together=together: [together.found(text) for text in texts], rounds) / len(texts)
        alone = cpu(lambda some=patterns: [[matches(text, one) for one in some] for text in texts], rounds) / len(texts)
        print(f"{count:4d} patterns: one set {one_pass:.2f} us, one by one {alone:.1f} us")


if __name__ == "__main__":
    main()
