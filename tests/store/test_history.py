"""The present of a ledger is its history replayed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.store.conftest import NOW

from tipstaff.store import Transaction, audit, sqlite

puts = st.lists(
    st.tuples(st.sampled_from(["accounts", "consents"]), st.binary(max_size=2), st.none() | st.binary(max_size=4)),
    max_size=6,
)


@given(st.lists(puts, max_size=6))
def test_history_equals_the_replay_of_puts(commits: list[list[tuple[str, bytes, bytes | None]]]) -> None:
    store = sqlite.open()
    for number, commit in enumerate(commits):

        def job(
            transaction: Transaction,
            commit: list[tuple[str, bytes, bytes | None]] = commit,
            by: str = f"person {number}",
        ) -> None:
            for kind, key, value in commit:
                transaction.put_entry(kind, key, value, NOW, by, "test.put")

        store.run(job)
    everything = [(*put, f"person {number}") for number, commit in enumerate(commits) for put in commit]
    present = {(kind, key): value for kind, key, value, _ in everything}

    reader = store.reader
    assert [(one.kind, one.key, one.value, one.by) for one in reader.changes()] == everything
    for (kind, key), value in present.items():
        assert reader.entry(kind, key) == value
        mine = [(k, y, v, by) for k, y, v, by in everything if (k, y) == (kind, key)]
        assert [(one.kind, one.key, one.value, one.by) for one in reader.history(kind, key)] == mine
    for kind in ("accounts", "consents"):
        there = sorted((key, value) for (k, key), value in present.items() if k == kind and value is not None)
        assert list(reader.scan(kind)) == there
    assert audit.verify(store) == []
    store.close()
