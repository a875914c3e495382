"""All of a job or nothing of it, and its neighbours unharmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.conftest import NOW, in_one_commit, recording, row

from tipstaff.ledgers.shelf import WideShelf
from tipstaff.store import Ack, DecisionFilter, DecisionRow, OutboxItem, Store, Transaction, audit, sqlite


def everything(transaction: Transaction, number: int = 1) -> None:
    """One of each thing a job can write."""
    transaction.record_decision(row(number))
    transaction.put_entry("consents", b"k", b"v", NOW, "ann", "consent.grant")
    transaction.append_audit("consent.grant", {"n": number}, NOW, "ann")
    transaction.add_outbox([OutboxItem(f"effect-{number}", "suppression.add", b"{}", NOW)])
    transaction.put_snapshot("windows", number, NOW, b"state")


def everything_then_fail(transaction: Transaction) -> None:
    everything(transaction)
    raise ValueError("changed my mind")


def nothing_of_it(store: Store) -> bool:
    reader = store.reader
    gone = reader.entry("consents", b"k") is None and reader.snapshot("windows") is None
    return gone and not (reader.decisions(DecisionFilter()) or reader.outbox() or reader.audit() or reader.changes())


def test_a_job_that_raises_leaves_nothing(any_store: Store) -> None:
    with pytest.raises(ValueError, match="changed my mind"):
        any_store.run(everything_then_fail)

    assert nothing_of_it(any_store)


def test_its_neighbours_in_the_commit_are_kept(store: Store) -> None:
    before, failed, after = in_one_commit(store, [recording(row(1)), everything_then_fail, recording(row(2))])

    assert (before, after) == (None, None)
    assert isinstance(failed, ValueError)
    assert [one.sequence for one in store.reader.decisions(DecisionFilter())] == [2, 1]
    assert store.reader.entry("consents", b"k") is None
    assert audit.verify(store) == []


def test_a_job_sees_what_earlier_jobs_of_the_commit_wrote(store: Store) -> None:
    def look(transaction: Transaction) -> tuple[object, ...]:
        decided = transaction.decided("shop", "evt-1")
        return (
            decided and decided.sequence,
            transaction.entry("consents", b"k"),
            transaction.add_outbox([OutboxItem("effect-1", "suppression.add", b"{}", NOW)]),
        )

    _, seen = in_one_commit(store, [everything, look])

    assert seen == (1, b"v", 0)


def test_undoing_a_job_leaves_what_earlier_jobs_wrote_in_sight(store: Store) -> None:
    def twin(transaction: Transaction) -> DecisionRow | None:
        assert transaction.entry("consents", b"k") == b"v"
        return transaction.record_decision(row(1))

    _, failed, earlier = in_one_commit(store, [everything, everything_then_fail, twin])

    assert isinstance(failed, ValueError)
    assert earlier.sequence == 1


def test_a_row_that_cannot_be_written_fails_alone(store: Store) -> None:
    """The database refuses the second row (its id is taken): its commit is taken apart and only its job fails."""
    results = in_one_commit(store, [recording(row(1)), recording(row(2, ident=row(1).id)), recording(row(3))])

    assert results[0] is None
    assert results[2] is None
    assert "UNIQUE" in str(results[1])
    assert [one.event_id for one in store.reader.decisions(DecisionFilter())] == ["evt-3", "evt-1"]
    assert audit.verify(store) == []


def test_a_value_of_the_wrong_kind_fails_alone(any_store: Store) -> None:
    with pytest.raises(TypeError):
        any_store.run(recording(row(1, account=object())))

    any_store.run(recording(row(2)))
    assert len(any_store.reader.decisions(DecisionFilter())) == 1


def test_a_part_of_a_job_can_be_given_up(any_store: Store) -> None:
    def job(transaction: Transaction) -> None:
        transaction.record_decision(row(1))
        with pytest.raises(ValueError, match="changed"):
            transaction.attempt(everything_then_fail)
        transaction.attempt(lambda inner: inner.put_entry("lists", b"l", b"1", NOW, "ann", "lists.put"))

    any_store.run(job)

    assert any_store.reader.entry("lists", b"l") == b"1"
    assert any_store.reader.entry("consents", b"k") is None
    assert len(any_store.reader.decisions(DecisionFilter())) == 1
    assert audit.verify(any_store) == []


def test_a_body_that_is_not_json_is_refused_in_the_job(any_store: Store) -> None:
    with pytest.raises(ValueError, match="canonical"):
        any_store.run(lambda transaction: transaction.append_audit("x", {"too big": 1 << 60}, NOW, "ann"))
    with pytest.raises(ValueError, match="seal"):
        any_store.run(lambda transaction: transaction.append_audit("seal", {}, NOW, "ann"))

    assert any_store.reader.audit() == []


def test_a_time_without_a_zone_is_refused(any_store: Store) -> None:
    with pytest.raises(TypeError):
        any_store.run(recording(row(1, at=NOW.replace(tzinfo=None))))


keys = st.binary(max_size=2)
puts = st.lists(st.tuples(st.sampled_from(["a", "b"]), keys, st.none() | st.binary(max_size=3)), max_size=20)


@given(before=puts, during=puts, prefix=st.binary(max_size=2) | st.sampled_from([b"\xff", b"\xff\xff"]))
def test_a_scan_in_a_job_is_the_ledger_as_it_will_be(
    before: list[tuple[str, bytes, bytes | None]], during: list[tuple[str, bytes, bytes | None]], prefix: bytes
) -> None:
    store = sqlite.open()

    def put(transaction: Transaction, changes: list[tuple[str, bytes, bytes | None]]) -> None:
        for kind, key, value in changes:
            transaction.put_entry(kind, key, value, NOW, "ann", "lists.put")

    def job(transaction: Transaction) -> list[tuple[bytes, bytes]]:
        put(transaction, during)
        return list(transaction.scan("a", prefix))

    store.run(lambda transaction: put(transaction, before))
    seen = store.run(job)
    model = {key: value for kind, key, value in before + during if kind == "a" and key.startswith(prefix)}

    assert seen == sorted((key, value) for key, value in model.items() if value is not None)
    assert list(store.reader.scan("a", prefix)) == seen
    if prefix:
        reader = store.reader
        assert isinstance(reader, WideShelf)
        others, entry = list(reader.scan("b", prefix)), reader.entry("a", prefix)
        whole = [] if entry is None else [(prefix, entry)]
        asked = [("a", prefix, True), ("b", prefix, False), ("it's", prefix, False), ("a", prefix, False)]
        assert reader.several(asked) == [whole, others, [], seen]
    store.close()


def test_a_long_scan_comes_in_pages_and_whole(memory: Store) -> None:
    wanted = [(number.to_bytes(3, "big"), b"x") for number in range(1500)]

    def put(transaction: Transaction) -> None:
        for key, value in wanted:
            transaction.put_entry("a", key, value, NOW, "ann", "lists.put")

    memory.run(put)

    assert list(memory.reader.scan("a")) == wanted


def test_fsync_of_one_job_holds_for_its_commit_only(store: Store) -> None:
    in_one_commit(store, [recording(row(1))], Ack.FSYNC)
    in_one_commit(store, [recording(row(2))], Ack.WAL)

    assert [one.sequence for one in store.reader.decisions(DecisionFilter())] == [2, 1]


def test_a_snapshot_replaces_the_one_before(any_store: Store) -> None:
    for sequence in (1, 2):
        at = NOW + timedelta(hours=sequence)
        any_store.run(lambda t, s=sequence, at=at: t.put_snapshot("windows", s, at, b"state %d" % s))

    found = any_store.reader.snapshot("windows")

    assert found is not None
    assert (found.sequence, found.state, found.at) == (2, b"state 2", NOW + timedelta(hours=2))


def test_the_last_change_is_known_until_a_commit_changes_something_itself(any_store: Store) -> None:
    seen: list[int | None] = []

    def change(transaction: Transaction) -> None:
        seen.append(transaction.last_change)
        transaction.put_entry("consents", b"k", b"v", NOW, "ann", "consent.grant")
        seen.append(transaction.last_change)

    any_store.run(recording(row(1)))
    any_store.run(change)
    any_store.run(lambda transaction: seen.append(transaction.last_change))

    assert seen == [0, None, 1]
