"""Once per (source, event id), numbered without gaps, whoever comes first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.conftest import in_one_commit, recording, row

from tipstaff.store import DecisionFilter, DecisionRow, Store, Transaction, sqlite


def test_a_decision_reads_back_as_it_was_recorded(any_store: Store) -> None:
    stored = any_store.run(recording(row(7)))

    found = any_store.reader.decided("shop", "evt-7")

    assert stored is None
    assert found is not None
    assert found == any_store.reader.decision("01KB000007")
    assert (found.sequence, found.clauses, found.at) == (1, row(7).clauses, row(7).at)
    assert (found.event, found.decision, found.request_hash) == (row(7).event, row(7).decision, row(7).request_hash)


def test_the_same_event_again_gives_the_earlier_row(any_store: Store) -> None:
    any_store.run(recording(row(1)))

    earlier = any_store.run(recording(row(2, event_id="evt-1")))

    assert earlier is not None
    assert earlier.id == row(1).id
    assert len(any_store.reader.decisions(DecisionFilter())) == 1


def test_the_same_id_from_another_source_is_another_event(any_store: Store) -> None:
    any_store.run(recording(row(1)))

    assert any_store.run(recording(row(2, event_id="evt-1", source="elsewhere"))) is None


@pytest.mark.parametrize("keys", [(), (("shop", "same"),)], ids=["asked one by one", "asked together"])
def test_twins_in_one_commit_are_one(store: Store, keys: Any) -> None:
    first, second = in_one_commit(
        store, [recording(row(1, event_id="same")), recording(row(2, event_id="same"))], keys=keys
    )

    assert first is None
    assert (second.id, second.sequence) == (row(1).id, 1)


def test_keys_only_make_it_cheaper(store: Store) -> None:
    store.run(recording(row(1)), keys=[("shop", "evt-1"), ("shop", "never recorded")])

    again = store.run(recording(row(9, event_id="evt-1")), keys=[("shop", "evt-1")])

    assert again is not None
    assert again.id == row(1).id


def test_a_job_learns_the_sequence(any_store: Store) -> None:
    def job(transaction: Transaction) -> tuple[int, int]:
        before = transaction.sequence
        transaction.record_decision(row(1))
        return before, transaction.sequence

    assert any_store.run(job) == (0, 1)


class Refused(Exception):
    """A job changed its mind."""


@given(
    st.lists(st.tuples(st.lists(st.integers(0, 12), max_size=4), st.booleans(), st.booleans()), min_size=1, max_size=12)
)
def test_recording_is_idempotent_whatever_fails(jobs: list[tuple[list[int], bool, bool]]) -> None:
    """Against a dictionary: the first to record wins, numbers have no gaps, failed jobs leave nothing."""
    model: dict[str, int] = {}
    store = sqlite.open()
    for ident, (events, fails, with_keys) in enumerate(jobs):
        rows = [row(ident * 100 + place, event_id=f"e{event}") for place, event in enumerate(events)]
        expected = dict(model)
        answers = [expected.setdefault(one.event_id, len(expected) + 1) for one in rows]
        keys = [(one.source, one.event_id) for one in rows] if with_keys else []

        def job(
            transaction: Transaction, rows: list[DecisionRow] = rows, fails: bool = fails
        ) -> list[DecisionRow | None]:
            found = [transaction.record_decision(one) for one in rows]
            if fails:
                raise Refused
            return found

        if fails:
            with pytest.raises(Refused):
                store.run(job, keys=keys)
            continue
        found = store.run(job, keys=keys)
        new = [answer > len(model) and answers.index(answer) == place for place, answer in enumerate(answers)]
        assert [one is None for one in found] == new
        assert [one.sequence for one in found if one] == [
            a for a, is_new in zip(answers, new, strict=True) if not is_new
        ]
        model = expected

    recorded = store.reader.decisions(DecisionFilter(), 1000)
    assert {one.event_id: one.sequence for one in recorded} == model
    assert [number for number, _ in store.reader.events_since(0)] == list(range(1, len(model) + 1))
    store.close()
