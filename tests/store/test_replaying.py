"""What windows replay: events after a place, of some types, from the first that matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tipstaff.store import DecisionRow
from tipstaff.store.sqlite import open as open_store
from tipstaff.store.sqlite import postings
from tipstaff.vocab.verdict import Verdict

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def row(number: int, at: datetime, kind: str = "message.send") -> DecisionRow:
    return DecisionRow(
        id=f"d{number}",
        source="t",
        event_id=f"e{number}",
        type=kind,
        account="acme",
        at=at,
        verdict=Verdict.ALLOW,
        request_hash=bytes(32),
        event=b"%d" % number,
        decision=b"{}",
        clauses=(),
    )


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(-5, 60))
def test_the_place_before_a_time_leaves_out_nothing_at_or_after_it(steps: list[int], wanted: int) -> None:
    store = open_store()
    times, at = [], 0
    for step in steps:
        at += step
        times.append(at)
    for number, minutes in enumerate(times, start=1):
        store.run(lambda tx, n=number, m=minutes: tx.record_decision(row(n, NOON + timedelta(minutes=m))))

    place = store.reader.place_before(NOON + timedelta(minutes=wanted))

    assert place == sum(minutes < wanted for minutes in times)
    assert store.reader.last_sequence() == len(times)
    store.close()


def test_events_of_some_types_up_to_a_place() -> None:
    store = open_store()
    for number in range(1, 7):
        store.run(lambda tx, n=number: tx.record_decision(row(n, NOON, "a" if n % 2 else "b")))

    def replayed(*args: int, **more: object) -> list[int]:
        return [sequence for sequence, _ in store.reader.events_since(*args, **more)]  # type: ignore[arg-type]

    assert replayed(2) == [3, 4, 5, 6]
    assert replayed(0, types=["a"]) == [1, 3, 5]
    assert replayed(0, types=["a", "b"], until=4) == [1, 2, 3, 4]
    assert replayed(1, types=["a"], until=4) == [3]
    store.close()


@given(
    st.lists(st.sampled_from("abc"), max_size=40),
    st.sets(st.sampled_from("abd"), min_size=1),
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)),
    st.integers(1, 4),
)
def test_events_of_some_types_are_found_whether_they_are_posted_or_young(
    types: list[str], wanted: set[str], places: tuple[int, int, int], parts: int
) -> None:
    after, until, posted = places
    store = open_store()
    for number, kind in enumerate(types, start=1):
        store.run(lambda tx, n=number, k=kind: tx.record_decision(row(n, NOON, k)))
        if number == posted:
            under_way = None
            for _ in range(parts):
                under_way = postings.post(store._connection, under_way)

    found = [sequence for sequence, _ in store.reader.events_since(after, until=until, types=sorted(wanted))]

    assert found == [n for n, kind in enumerate(types, start=1) if kind in wanted and after < n <= until]
    store.close()
