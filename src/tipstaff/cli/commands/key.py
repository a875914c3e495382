"""`tipstaff key`."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import click

from tipstaff.api.keys import KeyRing, NewKey, Scope
from tipstaff.app.identity import system_clock
from tipstaff.cli.installation import require_database
from tipstaff.cli.options import database_option, settings_with
from tipstaff.store.sqlite import open as open_store


@click.group("key")
def command() -> None:
    """Create, list and revoke API keys."""


@command.command("create")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice([scope.value for scope in Scope]),
              help="What it may do; give it again for each.")  # fmt: skip
@click.option("--person", metavar="ID", help="The person it acts for in commands.")
@click.option("--days", type=click.IntRange(1), help="Days after which it ends by itself.")
@database_option
def create(name: str, scopes: tuple[str, ...], person: str | None, days: int | None, database: str | None) -> None:
    """Make a key called NAME and show its token, once.

    Makes the database when there is none, so that a first key can be had before the first start.
    """
    with _ring(database, make=True) as ring:
        ends = system_clock() + timedelta(days=days) if days else None
        wanted = NewKey(name, tuple(Scope(scope) for scope in scopes), person, ends)
        key, token = ring.create(wanted, by=_who())
    click.echo(f"key {key.id} ({name}), scopes {', '.join(scopes)}", err=True)
    click.echo("keep the token now, it cannot be shown again:", err=True)
    click.echo(token)


@command.command("list")
@database_option
def list_keys(database: str | None) -> None:
    """List every key ever made; tokens are not kept."""
    now = system_clock()
    with _ring(database) as ring:
        keys = ring.all()
    for key in keys:
        state = "in force" if key.in_force(now) else ("revoked" if key.revoked_at else "ended")
        scopes = ",".join(scope.value for scope in key.scopes)
        click.echo(f"{key.id}  {state:8}  {key.created_at:%Y-%m-%d}  {scopes:12}  {key.name}")
    if not keys:
        click.echo("there is no key yet; make one with `tipstaff key create`", err=True)


@command.command("revoke")
@click.argument("id_", metavar="ID")
@database_option
def revoke(id_: str, database: str | None) -> None:
    """End a key now. A running server heeds it within seconds."""
    with _ring(database) as ring:
        key = ring.revoke(id_, by=_who())
    click.echo(f"key {key.id} ({key.name}) is revoked")


@contextmanager
def _ring(database: str | None, *, make: bool = False) -> Iterator[KeyRing]:
    settings = settings_with(database=database)
    if not make:
        require_database(settings)
    store = open_store(settings.database, inline=True)
    try:
        yield KeyRing(store, system_clock, secrets.token_bytes)
    finally:
        store.close()


def _who() -> str:
    return f"terminal:{getpass.getuser()}"
