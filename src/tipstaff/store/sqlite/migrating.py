"""Numbered migrations: `migrations/NNNN_name.sql`, each with its reasons, applied in order when a database is opened.

The number of the last one is the file's `user_version`. A change that an older release cannot live with comes in two
migrations in two releases: expand (old and new both work), then contract.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

import apsw
from msgspec import Struct

from tipstaff.store.errors import StoreNewer
from tipstaff.store.sqlite.failures import UNAVAILABLE, explained

_NAME = re.compile(r"(\d{4})_(\w+)\.sql")


class Migration(Struct, frozen=True):
    """One step of the schema."""

    number: int
    name: str
    sql: str


@cache
def shipped() -> tuple[Migration, ...]:
    """Those that come with this release, in order."""
    folder = resources.files("tipstaff.store.sqlite") / "migrations"
    found = [(match, file) for file in folder.iterdir() if (match := _NAME.fullmatch(file.name))]
    steps = [Migration(int(match[1]), match[2], file.read_text("utf-8")) for match, file in found]
    return tuple(sorted(steps, key=lambda step: step.number))


def migrate(connection: apsw.Connection, path: str, steps: Sequence[Migration]) -> list[Migration]:
    """Bring the schema up to the last of `steps`, all in one transaction; returns those that were applied.

    Raises:
        StoreNewer: the database is ahead of `steps`.
        StoreError: the database could not be written; it is as it was.
    """
    latest = steps[-1].number if steps else 0
    try:
        if _version(connection, path, latest) == latest:
            return []
        connection.execute("BEGIN IMMEDIATE")  # one of several that open a new file does it, the others wait
        try:
            at = _version(connection, path, latest)
            due = [step for step in steps if step.number > at]
            for step in due:
                connection.execute(step.sql)
            connection.pragma("user_version", latest)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return due
    except UNAVAILABLE as error:
        raise explained(error, path) from error


def _version(connection: apsw.Connection, path: str, latest: int) -> int:
    at: int = connection.pragma("user_version")
    if at > latest:
        raise StoreNewer(
            f"`{path}` has schema {at}, this release knows {latest}; upgrade Tipstaff, or restore a backup made before"
        )
    return at
