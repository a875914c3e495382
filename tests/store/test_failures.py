"""A database that cannot do its work says so, loses nothing it promised, and goes on when it can."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.store.conftest import recording, row

from tipstaff.store import DecisionFilter, Store, audit, sqlite
from tipstaff.store.errors import (
    StoreClosed,
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreFull,
    StoreLocked,
    StoreUnreachable,
)
from tipstaff.vocab.errors import Overloaded


class SmallDisk(apsw.VFS):
    """A file system with so many bytes to write."""

    def __init__(self) -> None:
        super().__init__("small", base="")
        self.free = 1 << 30

    def xOpen(self, name: Any, flags: Any) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        disk = self

        class File(apsw.VFSFile):
            def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
                if len(data) > disk.free:
                    raise apsw.FullError
                disk.free -= len(data)
                super().xWrite(data, offset)

        return File("", name, flags)


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    made = SmallDisk()
    yield made
    made.unregister()


def test_a_full_disk_is_said_and_overcome(path: str, disk: SmallDisk) -> None:
    store = sqlite.open(path, vfs="small")
    store.run(recording(row(1)))
    disk.free = 20_000

    with pytest.raises(StoreFull, match=r"no space left for `.*tipstaff\.db`"):
        store.run(lambda transaction: [transaction.record_decision(row(n, event=bytes(9000))) for n in range(2, 9)])
    assert [one.sequence for one in store.reader.decisions(DecisionFilter())] == [1]

    disk.free = 1 << 30
    assert store.run(recording(row(2))) is None
    assert [one.sequence for one in store.reader.decisions(DecisionFilter())] == [2, 1]
    assert audit.verify(store) == []
    store.close()


def test_a_disk_that_fills_under_load_loses_nothing_acknowledged(path: str, disk: SmallDisk) -> None:
    store = sqlite.open(path, vfs="small")
    disk.free = 400_000
    futures = [store.submit(recording(row(number, event=bytes(2000)))) for number in range(400)]
    errors = [future.exception(30) for future in futures]

    acknowledged = {row(number).event_id for number, error in enumerate(errors) if error is None}
    disk.free = 1 << 30
    recorded = {one.event_id for one in store.reader.decisions(DecisionFilter(), 1000)}
    assert {type(error) for error in errors} <= {type(None), StoreFull}
    assert any(errors)
    assert recorded == acknowledged
    assert audit.verify(store) == []
    store.close()


def test_a_lock_held_by_another_is_said_and_overcome(path: str) -> None:
    store = sqlite.open(path, busy_ms=50)
    other = apsw.Connection(path)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreLocked, match="another process keeps"):
        store.run(recording(row(1)))
    assert store.reader.decisions(DecisionFilter()) == []

    other.execute("ROLLBACK")
    assert store.run(recording(row(1))) is None
    other.close()
    store.close()


def test_two_stores_may_share_a_database(path: str) -> None:
    one, two = sqlite.open(path), sqlite.open(path)

    def load(store: Store, offset: int) -> None:
        for number in range(100):
            store.run(recording(row(offset + number)))

    threads = [threading.Thread(target=load, args=pair) for pair in ((one, 0), (two, 1000), (two, 50))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = one.reader.decisions(DecisionFilter(), 1000)
    assert [decision.sequence for decision in found] == list(range(250, 0, -1))
    assert audit.verify(two) == []
    one.close()
    two.close()


def test_a_damaged_page_is_said(path: str) -> None:
    store = sqlite.open(path)
    store.run(lambda transaction: [transaction.record_decision(row(number)) for number in range(500)])
    store.close()
    with Path(path).open("r+b") as file:
        for page in range(2, Path(path).stat().st_size // 8192):
            file.seek(page * 8192)
            file.write(b"\xde\xad" * 64)

    reopened = sqlite.open(path, inline=True)
    with pytest.raises(StoreCorrupt, match="damaged"):
        audit.verify(reopened)
    reopened.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 400, b"SQLite format 3\x00" + b"\xff" * 9000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: str, content: bytes) -> None:
    Path(path).write_bytes(content)

    with pytest.raises(StoreError):
        sqlite.open(path)

    assert Path(path).read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_alone(path: str) -> None:
    other = apsw.Connection(path)
    other.execute("CREATE TABLE songs (title)")
    other.close()
    before = Path(path).read_bytes()

    with pytest.raises(StoreForeign, match="another program"):
        sqlite.open(path)

    assert Path(path).read_bytes() == before


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="folder"):
        sqlite.open(str(tmp_path / "nowhere" / "tipstaff.db"))
    with pytest.raises(StoreUnreachable, match="cannot be opened"):
        sqlite.open(str(tmp_path))


def test_a_full_queue_refuses_and_recovers(path: str) -> None:
    store = sqlite.open(path, queue=3)
    go, begun = threading.Event(), threading.Event()

    def hold(transaction: object) -> None:
        begun.set()
        go.wait(20)

    held = store.submit(hold)
    assert begun.wait(20)
    waiting = [store.submit(recording(row(number))) for number in range(3)]
    assert store.backlog == 3

    with pytest.raises(Overloaded, match="3 jobs already wait") as refused:
        store.submit(recording(row(9)))
    assert refused.value.retry_after >= 1

    go.set()
    assert [future.result(20) for future in (held, *waiting)] == [None] * 4
    assert store.run(recording(row(9))) is None
    store.close()


def test_closing_finishes_what_is_queued(path: str) -> None:
    store = sqlite.open(path)
    futures = [store.submit(recording(row(number))) for number in range(200)]
    store.close()
    store.close()

    assert [future.result(0) for future in futures] == [None] * 200
    assert [file.name for file in Path(path).parent.iterdir()] == ["tipstaff.db"]
    with pytest.raises(StoreClosed):
        store.submit(recording(row(1)))
    with pytest.raises(StoreClosed):
        store.reader.decisions(DecisionFilter())


def test_a_store_in_memory_closes_too() -> None:
    store = sqlite.open()
    store.close()
    store.close()

    with pytest.raises(StoreClosed):
        store.run(recording(row(1)))
    with pytest.raises(StoreClosed):
        store.reader.decisions(DecisionFilter())
