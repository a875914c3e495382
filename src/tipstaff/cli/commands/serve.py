"""`tipstaff serve`."""

from __future__ import annotations

from pathlib import Path

import click

from tipstaff.api.server import serve
from tipstaff.cli.options import database_option, packs_option, policy_option, settings_with
from tipstaff.console import routes


@click.command()
@policy_option
@packs_option
@database_option
@click.option("--host", metavar="ADDRESS", help="Where to listen. Default: the setting `host` (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65_535), help="Where to listen; 0 takes a free one. Default: 8321.")
@click.option("--demo", is_flag=True, help="Fill the ledgers with examples and play a stream of events.")
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    policies: tuple[str, ...],
    folders: tuple[Path, ...],
    database: str | None,
    host: str | None,
    port: int | None,
    demo: bool,
) -> None:
    """Start the server: API and console on one port.

    Stops on Ctrl-C or SIGTERM without losing an acknowledged decision; reads the packs again on SIGHUP.
    """
    settings = settings_with(policies=policies, folders=folders, database=database, host=host, port=port)
    serve(settings, pages=routes, demonstration=demo, say=click.echo)
