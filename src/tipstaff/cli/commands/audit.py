"""`tipstaff audit`."""

from __future__ import annotations

import sys

import click

from tipstaff.cli.installation import require_database
from tipstaff.cli.options import database_option, settings_with
from tipstaff.cli.program import NOT_IN_ORDER
from tipstaff.store.audit import Head, head, verify
from tipstaff.store.sqlite import open as open_store
from tipstaff.vocab.errors import Fault, Invalid


@click.group("audit")
def command() -> None:
    """Look after the audit chain."""


@command.command("verify")
@database_option
@click.option("--head", "anchor", metavar="SEQUENCE:HASH", help="An end of the chain that was kept elsewhere.")
def check(database: str | None, anchor: str | None) -> None:
    """Prove that nobody edited what was recorded: decisions, ledgers and the chain itself.

    Prints the end of the chain. Keep it somewhere else and give it back with --head: that also proves that nobody cut
    the chain off after it.
    """
    store = open_store(str(require_database(settings_with(database=database))), inline=True)
    try:
        faults = verify(store, anchor=_head(anchor) if anchor else None)
        end = head(store)
        # Rows that were edited may hold anything: they are named, not counted.
        counts = None if faults else store.reader.counts()
    finally:
        store.close()
    for fault in faults:
        click.echo(f"fault: {fault}")
    if counts is not None:
        decisions = sum(counts.decisions.values())
        click.echo(f"{decisions} decisions, {counts.changes} ledger changes, {counts.audit} entries in the chain")
    click.echo(f"end of the chain {end.sequence}:{end.hash}")
    click.echo("the chain is not intact" if faults else "the chain is intact")
    sys.exit(NOT_IN_ORDER if faults else 0)


def _head(text: str) -> Head:
    sequence, _, value = text.partition(":")
    if not sequence.isdigit() or not value:
        fault = Fault("--head", "SEQUENCE:HASH as `audit verify` prints it", f"`{text}`")
        raise Invalid("that is no end of a chain", faults=[fault])
    return Head(int(sequence), value)
