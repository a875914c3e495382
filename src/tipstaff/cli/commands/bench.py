"""`tipstaff bench`."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

import click
import msgspec

from tipstaff.app.engine import Engine
from tipstaff.cli.installation import open_engine
from tipstaff.cli.options import packs_option, policy_option, settings_with
from tipstaff.cli.samples import given_for, sample_events

_ROUNDS = 5


@click.command()
@policy_option
@packs_option
@click.option("--events", type=click.IntRange(100, 200_000), default=2_000, show_default=True, help="Per round.")
@click.option("--json", "as_json", is_flag=True, help="Give the figures as data.")
def command(policies: tuple[str, ...], folders: tuple[Any, ...], events: int, as_json: bool) -> None:
    """Measure decisions on this machine.

    JSON in, decision with reasons, JSON out, one thread. The events are the shipped sample messages. `ask` decides;
    `decide` also counts and records in memory. Figures are the median of five rounds; compare them with each other, not
    with other machines.
    """
    settings = settings_with(policies=policies, folders=folders)
    with open_engine(settings) as engine:
        engine.give(given_for("bench"))
        figures = measure(engine, events)
    if as_json:
        click.echo(json.dumps(figures, indent=2))
        return
    click.echo(f"{figures['rules']} rules in force, {events} events a round")
    for name in ("ask", "decide"):
        found = figures[name]
        click.echo(f"{name:7} {found['per_second']:>9,.0f} a second   {found['microseconds']:>8.1f} µs each")


def measure(engine: Engine, events: int) -> dict[str, Any]:
    """Median rate of asking and of deciding over a few rounds, interleaved."""
    rates: dict[str, list[float]] = {"ask": [], "decide": []}
    texts = list(islice(cycle(sample_events("bench")), events))
    for number in range(_ROUNDS + 1):
        raws = [msgspec.json.encode({**event, "id": f"{number}-{at}"}) for at, event in enumerate(texts)]
        for name, call in (("ask", engine.ask), ("decide", engine.decide)):
            seconds = _timed(call, raws)
            if number:  # the first round warms up
                rates[name].append(len(raws) / seconds)
    medians = {name: sorted(found)[len(found) // 2] for name, found in rates.items()}
    return {
        "rules": len(engine.bundle.rules),
        "events": events,
        **{name: {"per_second": rate, "microseconds": 1e6 / rate} for name, rate in medians.items()},
    }


def _timed(call: Callable[[bytes], Any], raws: list[bytes]) -> float:
    gc.collect()
    start = time.perf_counter()
    for raw in raws:
        msgspec.json.encode(call(raw))
    return time.perf_counter() - start
