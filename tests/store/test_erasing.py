"""Events that are erased: gone for good, named in the chain, and nothing else touched or unproved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.conftest import NOW, in_one_commit, recording, row

from tipstaff.store import Ack, Store, Transaction, audit, sqlite
from tipstaff.store.erasures import Erasures, runs
from tipstaff.store.rows import DecisionFilter

SECRET = b"203.0.113.99"


def erasing(*sequences: int) -> Callable[[Transaction], int]:
    return lambda transaction: transaction.erase_events(sequences, "they are old", NOW, "tipstaff")


def fill(store: Store, count: int = 10, size: int = 20) -> None:
    for number in range(1, count + 1):
        event = b'{"address":"%s","more":"%s"}' % (SECRET, b"%02d" % number * (size // 2))
        store.run(recording(row(number, event=event)))


def held(store: Store) -> list[int]:
    return sorted(one.sequence for one in store.reader.decisions(DecisionFilter(), 100) if one.event is not None)


def faults(store: Store) -> set[str]:
    return {f"{fault.record} {fault.row} {fault.code}" for fault in audit.verify(store)}


def test_an_erased_event_is_gone_and_named_and_its_decision_stays(any_store: Store) -> None:
    fill(any_store)
    before = any_store.reader.decisions(DecisionFilter(), 100)

    assert any_store.run(erasing(2, 3, 7), Ack.FSYNC) == 3

    after = any_store.reader.decisions(DecisionFilter(), 100)
    assert held(any_store) == [1, 4, 5, 6, 8, 9, 10]
    assert [(one.id, one.decision, one.event_digest) for one in after] == [
        (one.id, one.decision, one.event_digest) for one in before
    ]
    assert [sequence for sequence, _ in any_store.reader.events_since(0)] == [1, 4, 5, 6, 8, 9, 10]
    (entry,) = [one for one in any_store.reader.audit() if one.kind == "erasure"]
    assert (entry.body, entry.by) == ({"events": [[2, 3], [7, 7]], "reason": "they are old"}, "tipstaff")
    assert audit.verify(any_store) == []


def test_what_is_gone_already_or_was_never_there_is_not_named_again(any_store: Store) -> None:
    fill(any_store)
    any_store.run(erasing(2), Ack.FSYNC)
    entries = any_store.reader.counts().audit

    assert any_store.run(erasing(2, 11, 0, -4), Ack.FSYNC) == 0

    assert any_store.reader.counts().audit == entries
    assert any_store.run(erasing(2, 3), Ack.FSYNC) == 1
    assert any_store.reader.audit(entries)[0].body["events"] == [[3, 3]]


def test_one_commit_sees_what_it_erased_and_a_failed_job_erases_nothing(store: Store) -> None:
    fill(store, 3)

    def fails(transaction: Transaction) -> None:
        transaction.erase_events([1], "", NOW, "ann")
        raise KeyError

    def young(transaction: Transaction) -> tuple[int, bool, int]:
        transaction.record_decision(row(4))
        count = transaction.erase_events([2, 4], "", NOW, "ann")
        found = transaction.decided("shop", "evt-4")
        return count, found is not None and found.event is None, transaction.erase_events([2, 4], "", NOW, "ann")

    failed, result, asked = in_one_commit(
        store, [fails, young, lambda tx: tx.decided("shop", "evt-2").event], keys=[("shop", "evt-2")]
    )

    assert isinstance(failed, KeyError)
    assert result == (2, True, 0)
    assert asked is None
    assert held(store) == [1, 3]
    assert audit.verify(store) == []


def test_nobody_else_may_write_an_erasure(memory: Store) -> None:
    with pytest.raises(ValueError, match="the store's own"):
        memory.run(lambda tx: tx.append_audit("erasure", {"events": [[1, 9]]}, NOW, "ann"))


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("UPDATE decisions SET event = NULL WHERE sequence = 5", {"decision 5 event-removed"}),
        ("UPDATE decisions SET event = x'7b7d' WHERE sequence = 3", {"decision 3 event-kept"}),
        (
            'DROP TRIGGER audit_stays; UPDATE audit SET body = \'{"events":[[2,5]],"reason":"they are old"}\' '
            "WHERE kind = 'erasure'; UPDATE decisions SET event = NULL WHERE sequence IN (4, 5)",
            {"audit 11 edited"},
        ),
        (
            "DROP TRIGGER audit_stays; UPDATE audit SET body = '?' WHERE kind = 'erasure'",
            {"audit 11 edited", "decision 2 event-removed", "decision 3 event-removed"},
        ),
        (
            "DROP TRIGGER decisions_stay; UPDATE decisions SET event_digest = x'00' WHERE sequence = 3",
            {"decision 3 edited"},
        ),
    ],
    ids=["removed beside", "put back", "named afterwards", "entry spoilt", "digest edited"],
)
def test_what_no_erasure_explains_is_found(path: str, edit: str, expected: set[str]) -> None:
    store = sqlite.open(path)
    fill(store)
    store.run(erasing(2, 3), Ack.FSYNC)
    store.close()
    connection = apsw.Connection(path)
    connection.execute(edit)
    connection.close()

    store = sqlite.open(path)
    assert expected <= faults(store)
    assert faults(store) - expected <= {"audit 12 edited"}, "an edited entry breaks the link to the next"
    store.close()


def test_an_erasure_while_the_chain_is_verified_is_no_fault(store: Store) -> None:
    fill(store, 4)
    erasures = Erasures(store.chain)

    store.run(erasing(2), Ack.FSYNC)

    assert erasures.names(2)
    assert not erasures.names(3)
    assert not erasures.named_before(2), "the row may have been read before the erasure"
    assert Erasures(store.chain).named_before(2)


@pytest.mark.parametrize("size", [20, 60_000], ids=["within a page", "over several pages"])
def test_nothing_of_an_erased_event_is_left_in_the_file(path: str, size: int) -> None:
    store = sqlite.open(path)
    fill(store, 3, size)
    store.close()
    assert Path(path).read_bytes().count(SECRET) == 3

    store = sqlite.open(path)
    store.run(erasing(1, 3), Ack.FSYNC)
    store.close()

    data = Path(path).read_bytes()
    assert data.count(SECRET) == 1
    assert [number for number in (1, 2, 3) if b"%02d" % number * 8 in data] == [2]
    assert not Path(f"{path}-wal").exists()


@given(st.sets(st.integers(1, 40)), st.sets(st.integers(1, 40)))
def test_runs_say_exactly_what_was_erased(first: set[int], second: set[int]) -> None:
    store = sqlite.open()
    store.run(lambda tx: [tx.record_decision(row(number)) for number in range(1, 41)])
    erasures = Erasures(store.chain)
    for some, all_ in ((first, first), (second, first | second)):
        store.run(erasing(*some), Ack.FSYNC)
        assert [one for one in range(42) if erasures.names(one)] == sorted(all_)

    assert [one for one in range(42) if Erasures(store.chain).named_before(one)] == sorted(first | second)
    assert held(store) == sorted(set(range(1, 41)) - first - second)
    assert audit.verify(store) == []
    store.close()


class Bodies:
    """A chain of erasures that were put there by somebody else."""

    def __init__(self, *bodies: str) -> None:
        self._bodies = bodies

    def audit_end(self) -> int:
        return len(self._bodies)

    def erasure_bodies(self, after: int, until: int) -> Iterator[str]:
        return iter(self._bodies[max(after, 0) : until])


def test_runs_that_overlap_and_bodies_that_cannot_be_read_do_no_harm() -> None:
    bodies = (
        '{"events":[[2,9]]}',
        '{"events":[[3,4],[9,11],[11,11]]}',
        "{",
        '{"events":[[20]]}',
        '{"events":"all"}',
        "{}",
    )

    erasures = Erasures(Bodies(*bodies))  # type: ignore[arg-type]

    assert [one for one in range(30) if erasures.names(one)] == list(range(2, 12))


@given(st.sets(st.integers(-50, 50)))
def test_runs_are_whole_in_order_and_apart(given: set[int]) -> None:
    found = runs(given)

    assert [number for first, last in found for number in range(first, last + 1)] == sorted(given)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(found))
