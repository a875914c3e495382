"""`tipstaff version`."""

from __future__ import annotations

import platform

import click

from tipstaff import __version__
from tipstaff.native.kernels import kernels


@click.command()
def command() -> None:
    """Say which Tipstaff this is, and which of its kernels are used."""
    click.echo(f"tipstaff {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for kernel in kernels():
        click.echo(f"kernel {kernel.name}: {kernel.state}")
