"""`tipstaff register`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from tipstaff.app.registers.files import international
from tipstaff.app.registers.loading import dated, load_register
from tipstaff.cli.installation import open_existing
from tipstaff.cli.options import database_option, settings_with
from tipstaff.vocab.errors import Fault, Invalid


@click.group()
def command() -> None:
    """Look after do-not-contact registers."""


@command.command("load")
@click.argument("name", metavar="NAME")
@click.argument("country", metavar="COUNTRY")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--at", metavar="TIME", help="When the register was published. Default: the file's own time.")
@click.option("--national", default="", metavar="+CODE", help="Read numbers that begin with one 0 under this code.")
@database_option
def load(  # noqa: PLR0913, PLR0917 - one parameter per option
    name: str, country: str, file: Path, at: str | None, national: str, database: str | None
) -> None:
    """Load a do-not-contact register from a file with one number or mail address a line.

    Of any size: ten million lines take some minutes and less than 200 MB. What was loaded under the same name and
    country counts until the last line is in, and is replaced then; broken off, everything stays as it was.

    \b
    tipstaff register load bloctel FR bloctel.txt --national +33
    """
    loaded_at = _time(at) if at else datetime.fromtimestamp(file.stat().st_mtime, UTC)
    about = dated(name, country, loaded_at)
    with open_existing(settings_with(database=database)) as engine, file.open(encoding="utf-8", errors="replace") as f:
        loaded = load_register(engine.house, about, international(f, national), progress=_show)
    for number, text in loaded.examples:
        click.echo(f"  line {number}: no number and no mail address: {text}", err=True)
    addresses = "address" if loaded.entries == 1 else "addresses"
    lines = "line" if loaded.skipped == 1 else "lines"
    click.echo(f"{loaded.entries:,} {addresses} on `{name}` ({country}), {loaded.skipped:,} {lines} left out")
    sys.exit(1 if loaded.skipped else 0)


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid("--at is no time", faults=[Fault("--at", "a time such as 2026-11-20", f"`{text}`")]) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _show(lines: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{lines:,} lines", nl=False, err=True)
