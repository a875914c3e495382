"""Lists of decisions: right, newest first, and never by walking the whole table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.conftest import VERDICTS, row

from tipstaff.store import DecisionFilter, DecisionRow, Store, sqlite
from tipstaff.store.sqlite import postings
from tipstaff.store.sqlite.connecting import connect_writer
from tipstaff.store.sqlite.migrating import migrate, shipped

COUNT = 240


@pytest.fixture(scope="module", params=[1, 100, 1_000, 2_000], ids=["posted", "half posted", "young", "under way"])
def full(request: pytest.FixtureRequest) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "EVERY", request.param)
        store = sqlite.open()
        for start in range(1, COUNT + 1, COUNT // 4):
            record(store, start, start + COUNT // 4)
        if request.param == 1:
            store.run(lambda transaction: transaction.sequence)  # one more commit, after which the last are posted too
        if request.param == 2_000:  # some parts of the postings are written and the others not
            post_parts(store, 3)
        assert listed(store) == {1: COUNT, 100: 180}.get(request.param, 0)
        yield store
        store.close()


def record(store: Store, first: int, until: int) -> None:
    store.run(lambda transaction: [transaction.record_decision(row(number)) for number in range(first, until)])


def post_parts(store: Store, parts: int) -> None:
    under_way = None
    for _ in range(parts):
        under_way = postings.post(store._connection, under_way)  # type: ignore[attr-defined]


def listed(store: Store) -> int:
    """How far the postings reach."""
    ((sequence,),) = store.reader._fetch("SELECT sequence FROM listed")  # type: ignore[attr-defined]
    return int(sequence)


def matches(one: DecisionRow, where: DecisionFilter) -> bool:
    return (
        where.account in (None, one.account)
        and where.verdict in (None, one.verdict)
        and where.type in (None, one.type)
        and (where.clause is None or where.clause in one.clauses)
    )


filters = st.builds(
    DecisionFilter,
    account=st.none() | st.sampled_from(["account-0", "account-3", "nobody"]),
    verdict=st.none() | st.sampled_from(VERDICTS),
    type=st.none() | st.sampled_from(["message.send", "app.deploy", "no.such"]),
    clause=st.none() | st.sampled_from(["sms.consent", "clause-1", "no-such"]),
    before=st.none() | st.integers(-1, COUNT + 5),
)


@settings(deadline=None)
@given(where=filters, limit=st.integers(0, 30))
def test_a_page_is_the_newest_that_match(full: Store, where: DecisionFilter, limit: int) -> None:
    wanted = [
        number
        for number in range(COUNT, 0, -1)
        if (where.before is None or number < where.before) and matches(row(number), where)
    ]

    page = full.reader.decisions(where, limit)

    assert [one.sequence for one in page] == wanted[:limit]
    assert [one.id for one in page] == [row(number).id for number in wanted[:limit]]


@given(where=filters, limit=st.integers(1, 17))
@settings(max_examples=30, deadline=None)
def test_pages_one_after_another_are_the_whole_list(full: Store, where: DecisionFilter, limit: int) -> None:
    seen: list[int] = []
    before = where.before
    while page := full.reader.decisions(
        DecisionFilter(where.account, where.verdict, where.type, where.clause, before), limit
    ):
        seen += [one.sequence for one in page]
        before = seen[-1]

    assert seen == [one.sequence for one in full.reader.decisions(where, COUNT)]


def test_no_filter_walks_the_table_or_sorts_what_it_walks() -> None:
    """Each run is a search in an index; a scan is allowed only newest first by sequence, which ends at the limit."""
    connection = connect_writer(":memory:", busy_ms=0)
    migrate(connection, ":memory:", shipped())
    choices = itertools.product((None, "a"), (None, VERDICTS[3]), (None, "t"), (None, "c"), (None, 500))
    for account, verdict, kind, clause, before in choices:
        where = DecisionFilter(account, verdict, kind, clause, before)
        statement, values = postings.query(where, 50)
        plan = [line[3] for line in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()]
        searches = [line for line in plan if line.startswith("SEARCH")]
        assert not [line for line in plan if line.startswith(("SCAN decisions", "SCAN p", "SCAN d"))], (where, plan)
        wanted = "SEARCH p USING PRIMARY KEY" if any((account, verdict, kind, clause)) else "SEARCH decisions"
        assert any(line.startswith(wanted) for line in searches), (where, plan)
    connection.close()


def test_counts_are_by_verdict(full: Store) -> None:
    counts = full.reader.counts()

    assert counts.decisions == dict.fromkeys(VERDICTS, COUNT // 4)
    assert (counts.changes, counts.audit, counts.outbox_waiting) == (0, 4, 0)


def test_postings_are_written_sooner_where_commits_are_small() -> None:
    soon, later = postings.SOON, postings.EVERY
    assert [postings.due(waiting, 1) for waiting in (soon - 1, soon)] == [False, True]
    assert [postings.due(waiting, postings.SMALL + 1) for waiting in (soon, later - 1, later)] == [False, False, True]
