"""`tipstaff signals`."""

from __future__ import annotations

import json
from typing import Any

import click

from tipstaff.cel.types import Type
from tipstaff.ledgers.functions import FUNCTIONS
from tipstaff.signals import catalogue
from tipstaff.signals.signal import Signal, SignalFunction


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Give the list as data.")
@click.option("--ledgers", is_flag=True, help="Also list what conditions may ask of the ledgers.")
def command(as_json: bool, ledgers: bool) -> None:
    """List what can be known of an event."""
    rows = [*_signals(), *(_ledgers() if ledgers else [])]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['signature']} -> {row['type']}")
        click.echo(click.wrap_text(row["about"], 110, "    ", "    "))


def _signals() -> list[dict[str, Any]]:
    known = catalogue()
    plain = [_row(one, one.name, one.type) for one in known.signals.values()]
    return plain + [_row(f, f"{f.name}({', '.join(map(str, f.params))})", f.result) for f in known.functions.values()]


def _row(one: Signal | SignalFunction, signature: str, of: Type) -> dict[str, Any]:
    return {
        "signature": signature,
        "name": one.name,
        "type": str(of),
        "cost_microseconds": one.cost,
        "version": one.version,
        "languages": list(one.languages),
        "about": one.about,
    }


def _ledgers() -> list[dict[str, Any]]:
    return [
        {"signature": f.signature.rpartition(" -> ")[0], "name": f.name, "type": str(f.result), "about": f.about}
        for f in FUNCTIONS
    ]
