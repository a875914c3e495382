"""The log is moved into the database beside the writer, and never grows without end."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
from tests.store.conftest import row

from tipstaff.store import Store, audit, sqlite
from tipstaff.store.sqlite import checkpointing


def fill(store: Store, first: int, commits: int) -> None:
    for number in range(first, first + commits):
        rows = [row(number * 10 + offset, event=bytes(4000)) for offset in range(10)]
        store.run(lambda transaction, rows=rows: [transaction.record_decision(one) for one in rows])


def test_the_log_stays_bounded_under_load(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpointing, "LONG", 100)
    monkeypatch.setattr(checkpointing, "TOO_LONG", 400)
    store = sqlite.open(path)
    fill(store, 0, 400)

    assert Path(path + "-wal").stat().st_size < 8192 * 1500  # without moving it would be over 3,000 pages
    assert audit.verify(store) == []
    store.close()
    assert [file.name for file in Path(path).parent.iterdir()] == ["tipstaff.db"]


def test_a_reader_that_stays_holds_nobody_up(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpointing, "LONG", 50)
    monkeypatch.setattr(checkpointing, "TOO_LONG", 100)
    store = sqlite.open(path)
    fill(store, 0, 5)
    other = apsw.Connection(path)
    other.execute("BEGIN; SELECT count(*) FROM decisions").fetchall()

    fill(store, 5, 60)
    assert other.execute("SELECT count(*) FROM decisions").get == 50

    other.execute("COMMIT")
    other.close()
    fill(store, 65, 60)
    assert Path(path + "-wal").stat().st_size < 8192 * 3000
    assert audit.verify(store) == []
    store.close()


def test_opening_and_closing_many_times_leaves_no_thread_behind(path: str) -> None:
    for number in range(20):
        store = sqlite.open(path)
        fill(store, number, 1)
        store.close()

    names = {thread.name for thread in checkpointing.threading.enumerate()}
    assert not {name for name in names if name.startswith("tipstaff-")}
