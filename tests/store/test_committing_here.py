"""A commit on the caller's thread: delivered before it returns, never past what waits, never beside another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from tests.store.conftest import recording, row

from tipstaff.store import Ack, DecisionFilter, Outcome, Store, Transaction, audit, sqlite
from tipstaff.store.errors import StoreClosed
from tipstaff.store.sqlite import postings

JobOf = tuple[Callable[[Transaction], Any], object, tuple[tuple[str, str], ...]]


@pytest.fixture
def opened(path: str) -> Any:
    store = sqlite.open(path)
    yield store
    store.close()


def jobs(*numbers: int) -> list[JobOf]:
    return [(recording(row(number)), number, ((row(number).source, row(number).event_id),)) for number in numbers]


def settle(store: Store, some: list[JobOf]) -> list[Outcome]:
    """Commit here as soon as the writer's thread rests."""
    told: list[Outcome] = []
    while not store.commit_here(some, told.extend):
        pass
    return told


def test_it_is_committed_and_told_before_it_returns(opened: Store) -> None:
    told = settle(opened, jobs(1, 2, 3))

    assert [(ticket, error) for ticket, _, error in told] == [(1, None), (2, None), (3, None)]
    assert [one.sequence for one in opened.reader.decisions(DecisionFilter())] == [3, 2, 1]
    assert audit.verify(opened) == []


def test_a_job_that_fails_fails_alone(opened: Store) -> None:
    def broken(_: Transaction) -> None:
        raise KeyError("mine")

    first, last = jobs(1, 2)

    told = settle(opened, [first, (broken, "bad", ()), last])

    assert [(ticket, type(error)) for ticket, _, error in told] == [(1, type(None)), ("bad", KeyError), (2, type(None))]
    assert len(opened.reader.decisions(DecisionFilter())) == 2


def test_nothing_is_done_while_the_writer_is_busy(opened: Store) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(transaction: Transaction) -> None:
        began.set()
        go_on.wait(10)
        transaction.record_decision(row(1))

    waiting = opened.submit(slow)
    assert began.wait(10)

    assert not opened.resting
    assert not opened.commit_here(jobs(2), lambda _: pytest.fail("told about what was not done"))

    queued = opened.submit(recording(row(2)))
    go_on.set()
    waiting.result(10)
    queued.result(10)
    assert [one.id for one in opened.reader.decisions(DecisionFilter())] == [row(2).id, row(1).id]


def test_threads_that_post_meanwhile_lose_nothing(opened: Store) -> None:
    """Two threads hand over to the writer while this one commits here; the sequence has no gap and the chain holds."""

    def post(first: int) -> None:
        for number in range(first, first + 100):
            opened.run(recording(row(number)), Ack.WAL)

    others = [threading.Thread(target=post, args=(first,)) for first in (1_000, 2_000)]
    for other in others:
        other.start()
    for first in range(1, 301, 3):
        settle(opened, jobs(first, first + 1, first + 2))
    for other in others:
        other.join()

    assert [one.sequence for one in opened.reader.decisions(DecisionFilter(), 600)] == list(range(500, 0, -1))
    assert audit.verify(opened) == []


def test_chores_are_left_to_the_thread(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "EVERY", 10)
    by: list[str] = []
    post = postings.post
    monkeypatch.setattr(postings, "post", lambda *given: by.append(threading.current_thread().name) or post(*given))

    for number in range(1, 40):
        settle(opened, jobs(number))
    opened.run(lambda _: None)

    assert set(by) == {"tipstaff-writer"}


def test_after_close_nothing_is_taken(path: str) -> None:
    store = sqlite.open(path)
    store.close()

    assert not store.commit_here(jobs(1), lambda _: None)
    with pytest.raises(StoreClosed):
        store.submit(recording(row(1)))
