"""Effects are carried out once each, also when whoever carries them out dies."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.store.conftest import NOW, in_one_commit

from tipstaff.store import OutboxFilter, OutboxItem, OutboxRow, Store, Transaction, sqlite

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


def abandon(store: Store, *keys: str) -> None:
    assert all(store.run(lambda tx: [tx.abandon_outbox(key, "no way", NOW) for key in keys]))


def states(store: Store) -> dict[str, str]:
    return {one.key: one.state for one in store.reader.outbox()}


def test_what_failed_for_good_is_reopened_as_if_it_was_never_tried(any_store: Store) -> None:
    queue(any_store, "a")
    claim(any_store, NOW)
    abandon(any_store, "a")
    assert any_store.run(lambda tx: tx.reopen_outbox("a", NOW + LEASE, body=b"[1]"))
    (row,) = any_store.reader.outbox()
    assert (row.state, row.attempts, row.error, row.body, row.due_at) == ("waiting", 0, "no way", b"[1]", NOW + LEASE)
    assert [one.attempts for one in claim(any_store, NOW + LEASE)] == [1]


def test_what_is_over_is_not_reopened_nor_closed(any_store: Store) -> None:
    queue(any_store, "done", "closed")
    any_store.run(lambda tx: tx.finish_outbox("done", NOW))
    assert any_store.run(lambda tx: tx.close_outbox("closed", "told by telephone", NOW, body=b"{}"))
    before = any_store.reader.outbox()
    over = ("done", "closed", "none")
    assert not any(any_store.run(lambda tx: [tx.reopen_outbox(key, NOW) for key in over]))
    assert not any(any_store.run(lambda tx: [tx.close_outbox(key, "again", NOW, body=b"") for key in over]))
    assert any_store.reader.outbox() == before
    assert states(any_store) == {"done": "done", "closed": "closed"}


def test_within_one_job_an_effect_is_reopened_and_settled(store: Store) -> None:
    queue(store, "a")
    abandon(store, "a")

    def job(tx: Transaction) -> str:
        assert tx.reopen_outbox("a", NOW)
        item = tx.outbox_item(1)
        assert item is not None
        assert tx.finish_outbox("a", NOW)
        return item.state

    assert (store.run(job), states(store)) == ("waiting", {"a": "done"})


def test_they_are_listed_by_state_newest_first(any_store: Store) -> None:
    names = [f"k{number}" for number in range(6)]
    queue(any_store, *names)
    abandon(any_store, *names[:4])
    any_store.run(lambda tx: tx.close_outbox("k0", "enough", NOW, body=b"{}"))
    any_store.run(lambda tx: tx.finish_outbox("k5", NOW))
    reader = any_store.reader

    def page(state: str, before: int | None = None, limit: int = 2) -> list[str]:
        return [one.key for one in reader.outbox_page(OutboxFilter(state, before), limit)]

    assert (page("abandoned"), page("abandoned", before=3)) == (["k3", "k2"], ["k1"])
    assert (page("closed"), page("waiting"), page("done"), page("' OR 1")) == (["k0"], ["k4"], ["k5"], [])
    assert reader.outbox_counts() == {"waiting": 1, "abandoned": 3, "closed": 1}
    assert reader.outbox_item(99) is None
    item = reader.outbox_item(5)
    assert item is not None
    assert item.key == "k4"
