"""The log is moved into the database beside the writer, and never grows without end."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import apsw
import pytest
from tests.store.conftest import row

from tipstaff.store import Store, audit, sqlite
from tipstaff.store.sqlite import checkpointing, postings


def fill(store: Store, first: int, commits: int) -> None:
    for number in range(first, first + commits):
        rows = [row(number * 10 + offset, event=bytes(4000)) for offset in range(10)]
        store.run(lambda transaction, rows=rows: [transaction.record_decision(one) for one in rows])


def starts_of_the_log(path: str) -> int:
    """How often the log started over: SQLite counts it in the log's header."""
    with Path(path + "-wal").open("rb") as log:
        return int.from_bytes(log.read(20)[16:20], "big")


def until_it_starts_over(store: Store, path: str, times: int, number: int) -> int:
    """Commit until the log has started over so often; the next unused number."""
    first = starts_of_the_log(path)
    end = number + 2000
    while starts_of_the_log(path) - first < times:
        assert number < end, f"{end} commits and the log only grows"
        fill(store, number, 1)
        number += 1
        time.sleep(0.001)  # on a busy machine the thread would get no turn at all
    return number


def test_the_log_starts_over_under_load(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpointing, "LONG", 60)
    monkeypatch.setattr(checkpointing, "TOO_LONG", 1 << 30)  # the thread's work, not the writer's
    store = sqlite.open(path)
    fill(store, 0, 1)

    until_it_starts_over(store, path, times=3, number=1)

    assert audit.verify(store) == []
    store.close()
    assert [file.name for file in Path(path).parent.iterdir()] == ["tipstaff.db"]


def test_without_the_thread_the_writer_does_it(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpointing, "TOO_LONG", 120)
    store = sqlite.open(path)
    fill(store, 0, 1)

    until_it_starts_over(store, path, times=2, number=1)

    store.close()


def test_a_reader_that_stays_holds_nobody_up(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpointing, "LONG", 50)
    store = sqlite.open(path)
    fill(store, 0, 5)
    other = apsw.Connection(path)
    other.execute("BEGIN; SELECT count(*) FROM decisions").fetchall()

    fill(store, 5, 60)
    assert other.execute("SELECT count(*) FROM decisions").get == 50

    other.execute("COMMIT")
    other.close()
    until_it_starts_over(store, path, times=1, number=65)
    assert audit.verify(store) == []
    store.close()


def test_opening_and_closing_many_times_leaves_no_thread_behind(path: str) -> None:
    before = {thread.ident for thread in threading.enumerate()}
    for number in range(20):
        store = sqlite.open(path)
        fill(store, number, 1)
        store.close()

    after = {thread.ident for thread in threading.enumerate() if thread.name.startswith("tipstaff-")}
    assert after <= before


def test_what_was_moved_is_not_moved_again_before_the_writer_has_finished_it(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpointing, "LONG", 5)
    called = threading.Event()
    rounds: list[apsw.Connection] = []

    def moved(_: checkpointing.Checkpointer, connection: apsw.Connection) -> bool:
        rounds.append(connection)
        called.set()
        return True

    monkeypatch.setattr(checkpointing.Checkpointer, "_moved_nearly_all", moved)
    writer = apsw.Connection(path)
    writer.execute("PRAGMA journal_mode = wal; CREATE TABLE t (x); CREATE TABLE listed (sequence)").fetchall()
    upkeep = checkpointing.Checkpointer(writer, lambda: apsw.Connection(path), path)
    try:
        _grow_until(writer, upkeep)
        for _ in range(50):
            writer.execute("INSERT INTO t VALUES (randomblob(9000))")
            time.sleep(0.001)
        assert len(rounds) == 1

        upkeep.do()
        called.clear()
        _grow_until(writer, upkeep)
        assert called.wait(5)
    finally:
        upkeep.stop()
        writer.close()


def _grow_until(writer: apsw.Connection, upkeep: checkpointing.Checkpointer) -> None:
    """Commit until the thread has done its part."""
    until = time.monotonic() + 10
    while not upkeep.due or upkeep.under_way:
        assert time.monotonic() < until, "the thread was never asked"
        writer.execute("INSERT INTO t VALUES (randomblob(9000))")
        time.sleep(0.001)


def test_postings_wait_while_pages_are_moved(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moving = [True]
    monkeypatch.setattr(postings, "EVERY", 20)
    monkeypatch.setattr(checkpointing.Checkpointer, "under_way", property(lambda _: moving[0]))
    store = sqlite.open(path)
    other = apsw.Connection(path)
    fill(store, 0, 10)
    time.sleep(0.05)
    assert other.execute("SELECT sequence FROM listed").get == 0

    moving[0] = False
    until = time.monotonic() + 10
    for number in range(10, 1000):
        fill(store, number, 1)
        if other.execute("SELECT sequence FROM listed").get >= 100:
            break
        assert time.monotonic() < until, "postings were forgotten"
        time.sleep(0.01)
    assert audit.verify(store) == []
    other.close()
    store.close()
