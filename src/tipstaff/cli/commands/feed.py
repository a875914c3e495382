"""`tipstaff feed`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tipstaff.cli.installation import open_existing
from tipstaff.cli.options import database_option, settings_with
from tipstaff.signals.urls.feeds import FORMATS, Feed, read_feed
from tipstaff.vocab.counting import counted

_AT_ONCE = 5_000
_SHOWN = 10


@click.command()
@click.argument("name", metavar="LIST")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="auto", show_default=True, help="How it is written."
)
@click.option("--kind", default="", metavar="WORD", help="What its entries stand for, such as phishing or malware.")
@click.option("--dry-run", is_flag=True, help="Read it and say what would be put on the list.")
@database_option
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    name: str, file: Path, form: str, kind: str, dry_run: bool, database: str | None
) -> None:
    """Put a published list of hosts and links on one of your lists.

    Reads hosts files, plain lists, CSV, adblock filters, MISP warning lists and dnsmasq. Rules ask
    `size(links.listed('LIST')) > 0`.

    \b
    tipstaff feed phishing urlhaus.csv --kind phishing
    """
    feed = read_feed(file.read_text(encoding="utf-8", errors="replace"), form)
    if not dry_run:
        _put(name, feed, kind, database)
    done = "would be put" if dry_run else "put"
    entries = counted(len(feed.entries), "entry", "entries")
    click.echo(f"{entries} {done} on `{name}` ({feed.format}), {len(feed.skipped)} left out")
    for one in feed.skipped[:_SHOWN]:
        click.echo(f"  line {one.line}: {one.text}: {one.reason}", err=True)
    if len(feed.skipped) > _SHOWN:
        click.echo(f"  and {len(feed.skipped) - _SHOWN} more", err=True)
    sys.exit(0 if feed.entries else 1)


def _put(name: str, feed: Feed, kind: str, database: str | None) -> None:
    with open_existing(settings_with(database=database)) as engine:
        for at in range(0, len(feed.entries), _AT_ONCE):
            part = list(feed.entries[at : at + _AT_ONCE])
            engine.command("list.put", {"list": name, "values": part, "kind": kind}, actor="")
