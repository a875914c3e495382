"""Stores on the disk and in memory, rows with little to say, and commits that hold exactly what a test puts in them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest

from tipstaff.store import Ack, DecisionRow, Job, Store, sqlite
from tipstaff.vocab.verdict import Verdict

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
VERDICTS = tuple(Verdict)


def row(number: int, *, event_id: str = "", ident: str = "", **more: Any) -> DecisionRow:
    """A decision whose fields follow from its number."""
    given = {
        "id": ident or f"01KB{number:06d}",
        "source": "shop",
        "event_id": event_id or f"evt-{number}",
        "type": ("message.send", "email.send", "app.deploy")[number % 3],
        "account": f"account-{number % 5}",
        "at": NOW + timedelta(seconds=number),
        "verdict": VERDICTS[number % 4],
        "request_hash": number.to_bytes(4, "big"),
        "event": b'{"number":%d}' % number,
        "decision": b'{"decision":%d}' % number,
        "clauses": ("sms.consent", f"clause-{number % 2}") if number % 4 == 3 else (),
    }
    return DecisionRow(**{**given, **more})


def recording(decision: DecisionRow) -> Job[DecisionRow | None]:
    """The job that records one decision."""
    return lambda transaction: transaction.record_decision(decision)


def in_one_commit(store: Store, jobs: Sequence[Job[Any]], ack: Ack = Ack.WAL, keys: Sequence[Any] = ()) -> list[Any]:
    """Run the jobs in one commit; their results, or the exceptions they raised."""
    go, begun = threading.Event(), threading.Event()

    def hold(transaction: object) -> None:
        begun.set()
        go.wait(20)

    held = store.submit(hold)
    assert begun.wait(20)
    futures = [store.submit(job, ack, keys=keys) for job in jobs]
    go.set()
    held.result(20)
    return [future.exception(20) or future.result() for future in futures]


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Where a database may be made."""
    return str(tmp_path / "tipstaff.db")


@pytest.fixture
def store(path: str) -> Iterator[Store]:
    """A store on the disk with its writer thread."""
    opened = sqlite.open(path)
    yield opened
    opened.close()


@pytest.fixture
def memory() -> Iterator[Store]:
    """A store in memory."""
    opened = sqlite.open()
    yield opened
    opened.close()


@pytest.fixture(params=["disk", "memory", "inline"])
def any_store(request: pytest.FixtureRequest, path: str) -> Iterator[Store]:
    """Each way to run a store."""
    kind = request.param
    opened = sqlite.open() if kind == "memory" else sqlite.open(path, inline=kind == "inline")
    yield opened
    opened.close()


@pytest.fixture
def tamper(path: str) -> Callable[..., None]:
    """Change the database past the store, triggers gone, as an intruder with the file would."""

    def change(*statements: str) -> None:
        connection = apsw.Connection(path)
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return change
