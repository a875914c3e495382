"""Decisions in process: JSON bytes in, the decision with its reasons as JSON bytes out, next to the peers.

The peers get the event's bytes too and give the ids of the rules that match; none of them says why. A run counts only
when all of them name the same rules for every event. Turns are of equal length in CPU time, and their first pass is
not timed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from bench.decisions.pack import write_pack
from bench.decisions.peers import PEERS, Matcher
from bench.decisions.workload import BenchRule, events, many_rules, rules
from bench.timing import Figure, side_by_side
from tipstaff import Engine

EVENTS = 300
TURN = 0.1
"""Seconds of CPU that each engine has per round."""
SETTLING = 150
OURS = "Tipstaff"


def engine_for(some: list[BenchRule]) -> Engine:
    """An engine that judges by these rules alone."""
    with tempfile.TemporaryDirectory() as folder:
        return Engine(policies=["bench"], packs=[write_pack(Path(folder), some)])


def ours(engine: Engine) -> Callable[[bytes], bytes]:
    """Bytes to bytes. Rules that are asked often enough are made into functions first, as in a server that has run."""
    decide = engine.ask_bytes
    for _ in range(SETTLING):
        for raw in events(EVENTS):
            decide(raw)
    return decide


def peers(rounds: int = 5) -> tuple[list[Figure], list[str]]:
    """Ours and every peer that is installed, in turn; the second value says who was left out and why.

    Raises:
        AssertionError: an engine names other rules than ours for some event.
    """
    some, sent = rules(), events(EVENTS)
    decide = ours(engine_for(some))
    contenders: dict[str, tuple[Callable[[], object], int]] = {OURS: (_pass(decide, sent), EVENTS)}
    left_out = []
    for name, make in PEERS.items():
        try:
            match, known = make(some)
        except ImportError as missing:
            left_out.append(f"{name}: {missing.name} is not installed")
            continue
        _compare(name, decide, match, known, sent)
        label = name if len(known) == len(some) else f"{name} ({len(known)} of {len(some)} rules)"
        contenders[label] = (_pass(match, sent), EVENTS)
    return side_by_side(contenders, rounds, turn=TURN), left_out


def many(rounds: int = 5, count: int = 10_000) -> list[Figure]:
    """150 rules, and `count` rules of which as many can match."""
    sent = events(EVENTS)
    few, all_of_them = ours(engine_for(rules())), ours(engine_for(many_rules(count)))
    assert [_rules_of(few(raw)) for raw in sent] == [_rules_of(all_of_them(raw)) for raw in sent]
    return side_by_side(
        {
            f"{count} rules": (_pass(all_of_them, sent), EVENTS),
            "150 rules": (_pass(few, sent), EVENTS),
        },
        rounds,
        turn=TURN,
    )


def _pass(run: Callable[[bytes], object], sent: Sequence[bytes]) -> Callable[[], None]:
    def go() -> None:
        for raw in sent:
            run(raw)

    return go


def _rules_of(decision: bytes) -> set[str]:
    return {reason["rule"] for reason in msgspec.json.decode(decision)["reasons"]}


def _compare(
    name: str, decide: Callable[[bytes], bytes], match: Matcher, known: set[str], sent: Sequence[bytes]
) -> None:
    for raw in sent:
        expected, found = _rules_of(decide(raw)) & known, match(raw)
        assert found == expected, f"{name} finds {sorted(found)}, we find {sorted(expected)}"
