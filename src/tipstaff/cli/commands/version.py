"""`tipstaff version`."""

from __future__ import annotations

import platform

import click

from tipstaff import __version__


@click.command()
def command() -> None:
    """Say which Tipstaff this is."""
    click.echo(f"tipstaff {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
