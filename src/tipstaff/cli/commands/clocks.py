"""`tipstaff clocks`."""

from __future__ import annotations

import json

import click
import msgspec

from tipstaff.app.outbox.stopped import StoppedClock, stopped
from tipstaff.cli.giving import give, json_option, person_option, reason_option
from tipstaff.cli.installation import open_existing
from tipstaff.cli.options import database_option, settings_with
from tipstaff.cli.program import NOT_IN_ORDER


@click.group("clocks", invoke_without_command=True)
@json_option
@database_option
@click.pass_context
def command(context: click.Context, as_json: bool, database: str | None) -> None:
    """Look after clocks that stopped.

    Without a subcommand it lists them: the command of a `failed` one was refused, that of a `broken` one breaks off and
    is tried again, an `unreadable` one was set aside. The exit code is 1 where there is one.
    """
    if context.invoked_subcommand is not None:
        return
    with open_existing(settings_with(database=database)) as engine:
        found = stopped(engine.reader, engine.house.clock())
    if as_json:
        click.echo(json.dumps({"items": msgspec.to_builtins(found)}, indent=2, ensure_ascii=False))
    else:
        for clock in found:
            click.echo(_clock(clock))
        if not found:
            click.echo("no clock stopped", err=True)
    context.exit(NOT_IN_ORDER if found else 0)


@command.command("retry")
@click.argument("id_", metavar="ID")
@person_option
@database_option
def retry(id_: str, actor: str, database: str | None) -> None:
    """Have clock ID give its command now."""
    give("clock.retry", {"id": id_}, actor, database)


@command.command("drop")
@click.argument("id_", metavar="ID")
@reason_option
@person_option
@database_option
def drop(id_: str, reason: str, actor: str, database: str | None) -> None:
    """Give clock ID up: what it was to do is not done."""
    give("clock.drop", {"id": id_, "reason": reason}, actor, database)


def _clock(clock: StoppedClock) -> str:
    return f"{clock.id}  {clock.state}  due {clock.due:%Y-%m-%d %H:%M}Z  {clock.do} {clock.account}  {clock.error}"
