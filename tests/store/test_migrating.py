"""Old databases are brought up to date or left as they were."""

from __future__ import annotations

import re
import threading
from importlib import resources
from pathlib import Path

import apsw
import pytest
from tests.store.conftest import recording, row

from tipstaff.store import sqlite
from tipstaff.store.errors import StoreNewer
from tipstaff.store.sqlite.connecting import connect_writer
from tipstaff.store.sqlite.migrating import Migration, migrate, shipped


def tables(path: str) -> set[str]:
    connection = apsw.Connection(path)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()}
    connection.close()
    return names


def test_they_are_numbered_without_gaps_and_say_why() -> None:
    assert [step.number for step in shipped()] == list(range(1, len(shipped()) + 1))
    for step in shipped():
        assert step.sql.startswith("-- "), step.name
        for word in ("Runs beside:", "Locks:", "Undo:"):
            assert word in step.sql, f"{step.name} does not say `{word}`"


def test_every_file_is_found() -> None:
    files = [one.name for one in (resources.files("tipstaff.store.sqlite") / "migrations").iterdir()]

    assert len([name for name in files if re.search(r"\.sql$", name)]) == len(shipped())


def test_a_database_made_by_an_earlier_release_is_brought_up_to_date(path: str) -> None:
    connection = connect_writer(path, busy_ms=100)
    migrate(connection, path, shipped()[:2])
    connection.close()

    store = sqlite.open(path)
    store.run(recording(row(1)))
    store.close()

    assert {"audit", "outbox", "decisions"} <= tables(path)


def test_a_newer_database_is_refused_and_left_alone(path: str) -> None:
    sqlite.open(path).close()
    connection = apsw.Connection(path)
    connection.pragma("user_version", 999)
    connection.close()
    before = Path(path).read_bytes()

    with pytest.raises(StoreNewer, match=r"schema 999.*this release knows \d+.*upgrade Tipstaff"):
        sqlite.open(path)

    assert Path(path).read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(path: str) -> None:
    sqlite.open(path).close()
    last = shipped()[-1].number
    good = Migration(last + 1, "good", "CREATE TABLE good (x)")
    bad = Migration(last + 2, "bad", "CREATE TABLE bad (x); SELECT * FROM nowhere")
    connection = connect_writer(path, busy_ms=100)

    with pytest.raises(apsw.SQLError, match="nowhere"):
        migrate(connection, path, [*shipped(), good, bad])
    connection.close()

    assert not {"good", "bad"} & tables(path)
    sqlite.open(path).close()


def test_many_may_open_a_new_database_at_once(path: str) -> None:
    failures: list[BaseException] = []

    def begin(number: int) -> None:
        try:
            store = sqlite.open(path)
            store.run(recording(row(number)))
            store.close()
        except Exception as error:  # noqa: BLE001 - shown by the assertion
            failures.append(error)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
