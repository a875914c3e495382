"""`tipstaff outbox`."""

from __future__ import annotations

import json
from typing import Final

import click
import msgspec

from tipstaff.app.outbox.shown import OutboxShown, one, page
from tipstaff.cli.giving import give, json_option, person_option, reason_option
from tipstaff.cli.installation import open_existing
from tipstaff.cli.options import database_option, settings_with
from tipstaff.cli.program import NOT_IN_ORDER
from tipstaff.store import OutboxFilter

STATES: Final = ("abandoned", "waiting", "closed", "done")


@click.group("outbox", invoke_without_command=True)
@click.option("--state", type=click.Choice(STATES), default="abandoned", show_default=True, help="Which to list.")
@click.option("--before", type=click.IntRange(1), metavar="NUMBER", help="Only older ones.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True, help="How many at most.")
@json_option
@database_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    context: click.Context, state: str, before: int | None, limit: int, as_json: bool, database: str | None
) -> None:
    """Look after notices and effects that wait or failed.

    Without a subcommand it lists, newest first: what failed for good unless --state says otherwise. Addresses and
    numbers are masked. The exit code is 1 where something failed for good and nobody gave it up yet.
    """
    if context.invoked_subcommand is not None:
        return
    with open_existing(settings_with(database=database)) as engine:
        found = page(engine.reader, engine.house.ledgers, OutboxFilter(state, before), limit)
        counts = engine.reader.outbox_counts()
    if as_json:
        click.echo(json.dumps({"items": msgspec.to_builtins(found), "counts": counts}, indent=2, ensure_ascii=False))
    else:
        for effect in found:
            click.echo(_line(effect))
        click.echo(", ".join(f"{counts[name]} {name}" for name in ("waiting", "abandoned", "closed")), err=True)
    context.exit(NOT_IN_ORDER if counts["abandoned"] else 0)


@command.command("show")
@click.argument("number")
@json_option
@database_option
def show(number: str, as_json: bool, database: str | None) -> None:
    """Show effect NUMBER: what it is, whom it concerns, what became of it."""
    with open_existing(settings_with(database=database)) as engine:
        found = msgspec.to_builtins(one(engine.reader, engine.house.ledgers, number))
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for name, value in found.items():
        if value not in ("", None, {}):
            shown = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
            click.echo(f"{name:10} {shown}")


@command.command("retry")
@click.argument("number")
@person_option
@database_option
def retry(number: str, actor: str, database: str | None) -> None:
    """Try effect NUMBER again, as if it never was.

    A notice goes to the addresses that its account has by now, with the next round of a server that delivers. What a
    decision had follow is carried out at once.
    """
    give("outbox.retry", {"id": number}, actor, database)


@command.command("abandon")
@click.argument("number")
@reason_option
@person_option
@database_option
def abandon(number: str, reason: str, actor: str, database: str | None) -> None:
    """Give effect NUMBER up: it does not take place, and nobody has to look at it any more."""
    give("outbox.abandon", {"id": number, "reason": reason}, actor, database)


def _line(effect: OutboxShown) -> str:
    what = f"{effect.do} {effect.kind}".rstrip()
    tries = "1 try" if effect.attempts == 1 else f"{effect.attempts} tries"
    when = f"{effect.due_at:%Y-%m-%d %H:%M}Z"
    return f"{effect.id:>6}  {when}  {what:30} {effect.account:16} {tries}  {effect.error}".rstrip()
