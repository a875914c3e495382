"""What each acknowledgement promises, seen from below: a file system that counts flushes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.store.conftest import in_one_commit, recording, row

from tipstaff.store import Ack, DecisionFilter, Outcome, Store, audit, sqlite
from tipstaff.store.errors import StoreUnreachable

FLUSHED: list[str] = []


class CountingFile(apsw.VFSFile):
    """A file that notes when it is flushed to the device."""

    def __init__(self, inherit: str, name: Any, flags: Any) -> None:
        super().__init__(inherit, name, flags)
        self.name = str(name.filename() if isinstance(name, apsw.URIFilename) else name)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        FLUSHED.append(self.name.rsplit("/", 1)[-1])
        super().xSync(flags)


class CountingFiles(apsw.VFS):
    """The file system of those files."""

    def __init__(self) -> None:
        super().__init__("counting", base="")

    def xOpen(self, name: Any, flags: Any) -> CountingFile:  # noqa: N802 - SQLite's name
        return CountingFile("", name, flags)


@pytest.fixture
def counted(path: str) -> Iterator[Store]:
    files = CountingFiles()
    opened = sqlite.open(path, vfs="counting")
    yield opened
    opened.close()
    files.unregister()


def test_wal_does_not_wait_for_the_device_and_fsync_does(counted: Store) -> None:
    counted.run(recording(row(0)))
    FLUSHED.clear()

    for number in range(1, 6):
        counted.run(recording(row(number)), Ack.WAL)
    assert FLUSHED == []

    counted.run(recording(row(6)), Ack.FSYNC)
    assert FLUSHED == ["tipstaff.db-wal"]

    counted.run(recording(row(7)), Ack.WAL)
    assert FLUSHED == ["tipstaff.db-wal"]


def test_fsync_makes_safe_what_was_committed_before_also_where_it_writes_nothing(counted: Store) -> None:
    counted.run(recording(row(0)))
    FLUSHED.clear()

    counted.run(lambda transaction: None, Ack.WAL)
    assert FLUSHED == []
    counted.run(lambda transaction: None, Ack.FSYNC)
    assert FLUSHED == ["tipstaff.db-wal"]

    counted.run(lambda transaction: None, Ack.FSYNC)
    assert FLUSHED == ["tipstaff.db-wal"], "nothing was written since"
    counted.run(recording(row(1)), Ack.FSYNC)
    counted.run(lambda transaction: None, Ack.FSYNC)
    assert FLUSHED == ["tipstaff.db-wal"] * 2, "that was flushed when it was written"
    assert audit.verify(counted) == []


DIES = """
import os, sys
from tests.store.conftest import recording, row
from tipstaff.store import Ack, sqlite

store = sqlite.open(sys.argv[1])
store.run(recording(row(0)), Ack.WAL)
os._exit(9)
"""


def test_what_a_process_that_died_did_not_flush_is_flushed_when_the_store_opens(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": str(here)}
    died = subprocess.run([sys.executable, "-c", DIES, path], check=False, cwd=here, env=env)
    log, flushed, flush = Path(f"{path}-wal"), [], os.fsync

    def noting(descriptor: int) -> None:
        flushed.append(os.fstat(descriptor).st_ino)
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    left = log.stat()
    opened = sqlite.open(path)
    try:
        assert died.returncode == 9
        assert left.st_size > 0
        assert flushed == [left.st_ino], "before anybody could ask it anything"
        assert len(opened.reader.decisions(DecisionFilter())) == 1
    finally:
        opened.close()


def test_a_log_that_cannot_be_flushed_keeps_the_store_from_opening(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    with closing(sqlite.open(path)) as first:
        first.run(recording(row(0)))
        monkeypatch.setattr(os, "fsync", failing)
        with pytest.raises(StoreUnreachable, match="check the disk"):
            sqlite.open(path)


def test_the_first_who_asks_is_safe_from_what_others_wrote(counted: Store, path: str) -> None:
    with closing(sqlite.open(path)) as other:
        other.run(recording(row(0)), Ack.WAL)
        FLUSHED.clear()

        counted.run(lambda transaction: None, Ack.FSYNC)

        assert FLUSHED == ["tipstaff.db-wal"]


def test_a_commit_is_flushed_once_for_all_who_ask(counted: Store) -> None:
    counted.run(recording(row(0)))
    FLUSHED.clear()

    in_one_commit(counted, [recording(row(number)) for number in range(1, 9)], Ack.FSYNC)

    assert FLUSHED == ["tipstaff.db-wal"]


def test_fsync_is_flushed_before_it_is_told(counted: Store) -> None:
    counted.run(recording(row(0)))
    FLUSHED.clear()
    seen: list[list[str]] = []
    told = threading.Event()

    def deliver(outcomes: list[Outcome]) -> None:
        seen.append(list(FLUSHED))
        told.set()

    counted.post(recording(row(1)), Ack.FSYNC, deliver, None)

    assert told.wait(20)
    assert seen == [["tipstaff.db-wal"]]


@pytest.mark.parametrize(("ack", "committed"), [(Ack.MEMORY, False), (Ack.WAL, True), (Ack.FSYNC, True)])
def test_memory_is_told_before_the_commit_the_others_after(store: Store, ack: Ack, committed: bool) -> None:
    seen: list[bool] = []
    told = threading.Event()

    def deliver(outcomes: list[Outcome]) -> None:
        seen.append(bool(store.reader.decisions(DecisionFilter())))
        told.set()

    store.post(recording(row(1)), ack, deliver, None)

    assert told.wait(20)
    assert seen == [committed]


class Door:
    """An event loop's stand-in: collects what it is told."""

    def __init__(self) -> None:
        self.calls: list[list[Outcome]] = []

    def deliver(self, outcomes: list[Outcome]) -> None:
        self.calls.append(outcomes)


def test_outcomes_of_a_commit_come_in_one_call_per_door(store: Store) -> None:
    go, doors = threading.Event(), (Door(), Door())
    store.submit(lambda transaction: go.wait(20))
    for number in range(10):
        store.post(recording(row(number)), Ack.WAL, doors[number % 2].deliver, number)
    store.post(lambda transaction: 1 // 0, Ack.WAL, doors[0].deliver, "fails")
    go.set()
    store.run(lambda transaction: None)

    told = [outcome for call in doors[0].calls for outcome in call]
    assert [len(door.calls) for door in doors] == [1, 1]
    assert [ticket for ticket, _, _ in told] == [0, 2, 4, 6, 8, "fails"]
    assert [type(error) for _, _, error in told] == [type(None)] * 5 + [ZeroDivisionError]


def test_a_door_that_raises_does_not_stop_the_writer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)

    def deliver(outcomes: list[Outcome]) -> None:
        raise RuntimeError("the loop is closed")

    store.post(recording(row(1)), Ack.WAL, deliver, None)

    assert store.run(recording(row(2))) is None
    assert [str(one.exc_value) for one in reported] == ["the loop is closed"]


def test_nobody_is_told_twice_when_a_commit_is_taken_apart(store: Store) -> None:
    go, door = threading.Event(), Door()
    store.submit(lambda transaction: go.wait(20))
    for number in range(4):
        ack = Ack.MEMORY if number % 2 else Ack.WAL
        store.post(recording(row(number, ident=f"id-{number % 3}")), ack, door.deliver, number)
    go.set()
    store.run(lambda transaction: None)

    told = [outcome[0] for call in door.calls for outcome in call]
    assert sorted(told) == [0, 1, 2, 3]
    assert len(store.reader.decisions(DecisionFilter())) == 3
