"""Giving a command from a subcommand of its own, and the options that go with it."""

from __future__ import annotations

from typing import Any

import click

from tipstaff.cli.installation import open_existing
from tipstaff.cli.options import settings_with

json_option = click.option("--json", "as_json", is_flag=True, help="Give everything as data.")
reason_option = click.option("--reason", required=True, metavar="WORDS", help="Why, as it shall stand on record.")
person_option = click.option(
    "--as", "actor", default="", metavar="PERSON", help="Who gives it. Default: the operator's own system."
)


def give(name: str, args: dict[str, Any], actor: str, database: str | None) -> None:
    """Give it, and say what became of what it is about."""
    with open_existing(settings_with(database=database)) as engine:
        told = engine.command(name, args, actor=actor)
    click.echo(f"{told['id']} is {told['state']}" + (f": {told['error']}" if told.get("error") else ""))
