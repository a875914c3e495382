"""Effects are carried out once each, also when whoever carries them out dies."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.store.conftest import NOW, in_one_commit

from tipstaff.store import OutboxItem, OutboxRow, Store, sqlite

LEASE = timedelta(minutes=1)


def queue(store: Store, *keys: str, due_at: datetime = NOW) -> int:
    items = [OutboxItem(key, "suppression.add", b"{}", due_at, "decision-1") for key in keys]
    return store.run(lambda transaction: transaction.add_outbox(items))


def claim(store: Store, now: datetime, limit: int = 10) -> list[OutboxRow]:
    return store.run(lambda transaction: transaction.claim_outbox(now, limit, LEASE))


def test_queued_twice_is_once(any_store: Store) -> None:
    assert queue(any_store, "a", "b", "a") == 2
    assert queue(any_store, "a", "c") == 1
    assert [one.key for one in claim(any_store, NOW)] == ["a", "b", "c"]


def test_what_is_claimed_is_not_claimed_again_until_the_lease_ends(any_store: Store) -> None:
    queue(any_store, "a")

    assert [one.attempts for one in claim(any_store, NOW)] == [1]
    assert claim(any_store, NOW + LEASE - timedelta(microseconds=1)) == []
    assert [one.attempts for one in claim(any_store, NOW + LEASE)] == [2]


def test_two_claims_in_one_commit_share_nothing(store: Store) -> None:
    queue(store, "a", "b", "c")
    jobs = [lambda transaction: [one.key for one in transaction.claim_outbox(NOW, 2, LEASE)]] * 2

    assert in_one_commit(store, jobs) == [["a", "b"], ["c"]]


def test_earliest_first_and_only_what_is_due(any_store: Store) -> None:
    queue(any_store, "late", due_at=NOW + timedelta(seconds=2))
    queue(any_store, "early", due_at=NOW + timedelta(seconds=1))
    queue(any_store, "not yet", due_at=NOW + timedelta(hours=1))

    assert [one.key for one in claim(any_store, NOW + timedelta(seconds=5))] == ["early", "late"]


def test_what_is_wanted_no_more_says_why_and_keeps_nothing(any_store: Store) -> None:
    queue(any_store, "a")
    claim(any_store, NOW)

    assert any_store.run(lambda transaction: transaction.finish_outbox("a", NOW, "the request is withdrawn"))
    (row,) = any_store.reader.outbox(settled=True)
    assert (row.state, row.error, row.body) == ("done", "the request is withdrawn", b"")


def test_settled_once_is_settled(any_store: Store) -> None:
    queue(any_store, "a")
    claim(any_store, NOW)

    assert any_store.run(lambda transaction: transaction.finish_outbox("a", NOW))
    assert not any_store.run(lambda transaction: transaction.finish_outbox("a", NOW))
    assert not any_store.run(lambda transaction: transaction.retry_outbox("a", "too late", NOW))
    assert not any_store.run(lambda transaction: transaction.abandon_outbox("unknown", "never was", NOW))
    assert claim(any_store, NOW + timedelta(days=1)) == []
    assert queue(any_store, "a") == 0


def test_a_failure_is_tried_again_and_may_be_given_up(any_store: Store) -> None:
    queue(any_store, "a")
    claim(any_store, NOW)
    later = NOW + timedelta(minutes=10)

    any_store.run(lambda transaction: transaction.retry_outbox("a", "no answer", later))
    assert claim(any_store, later - timedelta(seconds=1)) == []
    assert [(one.error, one.attempts) for one in claim(any_store, later)] == [("no answer", 2)]
    any_store.run(lambda transaction: transaction.abandon_outbox("a", "wrong address", later))

    assert [(one.state, one.error) for one in any_store.reader.outbox(settled=True)] == [("abandoned", "wrong address")]
    assert any_store.reader.outbox(settled=False) == []


def test_what_is_done_keeps_no_arguments(any_store: Store) -> None:
    queue(any_store, "a")
    queue(any_store, "b")
    any_store.run(lambda transaction: transaction.finish_outbox("a", NOW))
    any_store.run(lambda transaction: transaction.abandon_outbox("b", "wrong address", NOW))

    bodies = {one.key: one.body for one in any_store.reader.outbox(settled=True)}
    assert bodies["a"] == b""
    assert bodies["b"] != b"", "a person looks at it, or tries again"


def test_what_is_given_up_keeps_what_whoever_gave_it_up_left(any_store: Store) -> None:
    queue(any_store, "a")
    assert any_store.run(lambda transaction: transaction.abandon_outbox("a", "no answer", NOW, body=b"{}"))

    assert [(one.state, one.body) for one in any_store.reader.outbox(settled=True)] == [("abandoned", b"{}")]


steps = st.lists(
    st.tuples(st.sampled_from(["queue", "claim", "finish", "retry", "abandon"]), st.integers(0, 3), st.integers(0, 90)),
    max_size=40,
)


@given(steps)
def test_no_effect_is_lost_or_settled_twice(walk: list[tuple[str, int, int]]) -> None:
    """Whatever happens in whatever order: what was queued is waiting, done or abandoned, and settled at most once."""
    store, now = sqlite.open(), NOW
    queued: set[str] = set()
    settled: list[str] = []
    for step, number, seconds in walk:
        key, now = f"effect-{number}", now + timedelta(seconds=seconds)
        if step == "queue":
            assert queue(store, key, due_at=now) == (key not in queued)
            queued.add(key)
        elif step == "claim":
            assert not {one.key for one in claim(store, now)} & set(settled)
        elif step == "retry":
            assert store.run(lambda t, k=key, at=now: t.retry_outbox(k, "again", at)) == (key in queued - set(settled))
        else:
            done = store.run(
                (lambda t, k=key, at=now: t.finish_outbox(k, at))
                if step == "finish"
                else (lambda t, k=key, at=now: t.abandon_outbox(k, "no", at))
            )
            assert done == (key in queued - set(settled))
            settled += [key] * done
    assert {one.key for one in store.reader.outbox(settled=False)} == queued - set(settled)
    assert sorted(one.key for one in store.reader.outbox(settled=True)) == sorted(settled)
    store.close()
