"""Whoever edits the file is found out, and the row is named."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.conftest import NOW, recording, row

from tipstaff.store import Store, Transaction, audit, sqlite

Tamper = Callable[..., None]


def put(key: bytes, value: bytes | None) -> Callable[[Transaction], None]:
    return lambda transaction: transaction.put_entry("consents", key, value, NOW, "ann", "consent.grant")


def fill(store: Store) -> None:
    """Decisions 1-10, changes 1-4 and audit entries 1-11: seals but for the fourth, a `key.create`."""
    store.run(lambda transaction: [transaction.record_decision(row(number)) for number in (1, 2, 3)])
    store.run(lambda transaction: [transaction.record_decision(row(number)) for number in (4, 5)])
    store.run(recording(row(6)))
    store.run(lambda transaction: transaction.append_audit("key.create", {"name": "ci"}, NOW, "ann"))
    for number in (7, 8):
        store.run(recording(row(number)))
    store.run(lambda transaction: [put(b"a", b"1")(transaction), put(b"b", b"2")(transaction)])
    store.run(put(b"a", b"3"))
    store.run(put(b"b", None))
    store.run(lambda transaction: [transaction.record_decision(row(number)) for number in (9, 10)])


def found(path: str, **more: object) -> set[str]:
    store = sqlite.open(path)
    try:
        return {f"{fault.record} {fault.row} {fault.code}" for fault in audit.verify(store, **more)}  # type: ignore[arg-type]
    finally:
        store.close()


@pytest.fixture
def filled(path: str) -> str:
    store = sqlite.open(path)
    fill(store)
    store.close()
    return path


def test_an_untouched_record_has_no_faults(any_store: Store) -> None:
    assert audit.verify(any_store) == []
    assert audit.head(any_store).sequence == 0
    fill(any_store)
    assert audit.verify(any_store) == []
    assert audit.verify(any_store, anchor=audit.head(any_store)) == []


FAULTS: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "verdict edited": (("UPDATE decisions SET verdict = 'allow' WHERE sequence = 3",), {"decision 3 edited"}),
    "decision edited": (("UPDATE decisions SET decision = x'7b7d' WHERE sequence = 5",), {"decision 5 edited"}),
    "account edited": (("UPDATE decisions SET account = 'acme' WHERE sequence = 1",), {"decision 1 edited"}),
    "time edited": (("UPDATE decisions SET at = at + 1 WHERE sequence = 10",), {"decision 10 edited"}),
    "hash of the request edited": (
        ("UPDATE decisions SET request_hash = x'00' WHERE sequence = 2",),
        {"decision 2 edited"},
    ),
    "event edited": (("UPDATE decisions SET event = x'7b7d' WHERE sequence = 4",), {"decision 4 event-edited"}),
    "event removed": (("UPDATE decisions SET event = NULL WHERE sequence = 4",), {"decision 4 event-removed"}),
    "event and its digest edited": (
        (
            "UPDATE decisions SET event = x'7b7d', event_digest = "
            "x'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' WHERE sequence = 4",
        ),
        {"decision 4 edited"},
    ),
    "decision removed": (("DELETE FROM decisions WHERE sequence = 2",), {"decision 2 removed"}),
    "last decision removed": (("DELETE FROM decisions WHERE sequence = 10",), {"decision 10 removed"}),
    "all decisions of a commit removed": (
        ("DELETE FROM decisions WHERE sequence IN (4, 5)",),
        {"decision 4 removed", "decision 5 removed"},
    ),
    "decisions exchanged": (
        (
            "UPDATE decisions SET sequence = -1 WHERE sequence = 2",
            "UPDATE decisions SET sequence = 2 WHERE sequence = 6",
            "UPDATE decisions SET sequence = 6 WHERE sequence = -1",
        ),
        {"decision 2 edited", "decision 6 edited"},
    ),
    "decision added at the end": (
        (
            "INSERT INTO decisions SELECT 11, 'x', source, 'x', type, account, at, verdict, request_hash, clauses, "
            "event_digest, event, decision FROM decisions WHERE sequence = 10",
        ),
        {"decision 11 added"},
    ),
    "decision added at the beginning": (
        (
            "INSERT INTO decisions SELECT 0, 'x', source, 'x', type, account, at, verdict, request_hash, clauses, "
            "event_digest, event, decision FROM decisions WHERE sequence = 10",
        ),
        {"decision 0 added"},
    ),
    "history edited": (("UPDATE history SET by = 'eve' WHERE sequence = 3",), {"change 3 edited"}),
    "history value edited": (
        ("UPDATE history SET value = x'39' WHERE sequence = 3",),
        {"change 3 edited", "entry consents/61 entry-astray"},
    ),
    "history removed": (("DELETE FROM history WHERE sequence = 1",), {"change 1 removed"}),
    "entry edited": (("UPDATE entries SET value = x'39'",), {"entry consents/61 entry-astray"}),
    "entry removed": (("DELETE FROM entries",), {"entry consents/61 entry-astray"}),
    "entry put back": (
        ("INSERT INTO entries VALUES ('consents', x'62', x'32', 2)",),
        {"entry consents/62 entry-astray"},
    ),
    "entry added": (("INSERT INTO entries VALUES ('consents', x'63', x'32', 9)",), {"entry consents/63 entry-astray"}),
    "audit entry edited": (("UPDATE audit SET body = '{}' WHERE sequence = 4",), {"audit 4 edited"}),
    "author of an audit entry edited": (("UPDATE audit SET by = 'eve' WHERE sequence = 4",), {"audit 4 edited"}),
    "audit entry edited with its hash": (
        ("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 4",),
        {"audit 4 edited", "audit 5 edited"},
    ),
    "audit entry removed": (("DELETE FROM audit WHERE sequence = 4",), {"audit 4 removed", "audit 5 edited"}),
    "audit entries exchanged": (
        (
            "UPDATE audit SET sequence = -1 WHERE sequence = 4",
            "UPDATE audit SET sequence = 4 WHERE sequence = 5",
            "UPDATE audit SET sequence = 5 WHERE sequence = -1",
        ),
        {"audit 4 edited", "audit 5 edited", "audit 6 edited"},
    ),
    "audit entry added": (
        ("INSERT INTO audit SELECT 12, kind, at, by, body, hash, NULL, NULL FROM audit WHERE sequence = 4",),
        {"audit 12 edited", "audit 13 removed"},
    ),
    "last seal removed": (
        ("DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)",),
        {"decision 9 added", "decision 10 added"},
    ),
    "leaves edited": (("UPDATE audit SET decision_leaves = zeroblob(96) WHERE sequence = 1",), {"audit 1 edited"}),
    "row and leaves edited": (
        (
            "UPDATE audit SET decision_leaves = zeroblob(96) WHERE sequence = 1",
            "UPDATE decisions SET verdict = 'allow' WHERE sequence = 3",
        ),
        {"audit 1 edited", "decision 1-3 edited"},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_done_to_the_record_is_named(filled: str, tamper: Tamper, name: str) -> None:
    statements, expected = FAULTS[name]

    tamper(*statements)

    assert found(filled) == expected


def test_an_end_cut_off_cleanly_shows_against_a_head_kept_elsewhere(filled: str, tamper: Tamper) -> None:
    store = sqlite.open(filled)
    anchor = audit.head(store)
    store.close()

    tamper(
        "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)",
        "DELETE FROM decisions WHERE sequence > 8",
    )

    assert found(filled) == set()
    assert found(filled, anchor=anchor) == {f"audit {anchor.sequence} removed"}


def test_a_record_made_anew_shows_against_a_head_kept_elsewhere(path: str, tmp_path: Path) -> None:
    store = sqlite.open(path)
    fill(store)
    other = sqlite.open(str(tmp_path / "other.db"))
    other.run(recording(row(99)))
    fill(other)

    faults = audit.verify(other, anchor=audit.head(store))

    assert [fault.code for fault in faults] == ["not-the-anchor"]
    store.close()
    other.close()


def test_faults_stop_at_the_limit(filled: str, tamper: Tamper) -> None:
    tamper("DELETE FROM decisions")
    store = sqlite.open(filled)

    assert len(audit.verify(store, limit=4)) == 4
    store.close()


COLUMNS = ("id", "source", "event_id", "type", "account", "verdict", "clauses")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=6),
    share=st.floats(0, 0.999),
    column=st.sampled_from(COLUMNS),
    new=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=4),
)
def test_any_edited_cell_is_found_and_named(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], share: float, column: str, new: str
) -> None:
    path = str(tmp_path_factory.mktemp("edit") / "x.db")
    store = sqlite.open(path, inline=True)
    number = 0
    for size in sizes:
        part = [row(number + offset, clauses=()) for offset in range(size)]
        number += size
        store.run(lambda transaction, part=part: [transaction.record_decision(one) for one in part])
    store.close()
    victim = 1 + int(share * number)
    connection = sqlite.opening.apsw.Connection(path)
    connection.execute("DROP TRIGGER decisions_stay")
    before = connection.execute(f"SELECT {column} FROM decisions WHERE sequence = ?", (victim,)).get
    connection.execute(f"UPDATE decisions SET {column} = ? WHERE sequence = ?", (new, victim))
    connection.close()

    assert found(path) == ({f"decision {victim} edited"} if new != before else set())


def test_verifying_while_others_write_sees_no_ghosts(store: Store) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set() and number < 20_000:
            store.run(lambda transaction, number=number: [transaction.record_decision(row(number))])
            store.run(put(b"%d" % (number % 7), b"%d" % number))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(15):
            assert audit.verify(store) == []
    finally:
        stop.set()
        writer.join()


def test_triggers_guard_against_our_own_mistakes(filled: str) -> None:
    connection = sqlite.opening.apsw.Connection(filled)
    for statement in (
        "UPDATE decisions SET verdict = 'allow'",
        "DELETE FROM decisions",
        "UPDATE history SET by = 'eve'",
        "DELETE FROM history",
        "UPDATE audit SET body = '{}'",
        "DELETE FROM audit",
    ):
        with pytest.raises(sqlite.opening.apsw.ConstraintError, match="never"):
            connection.execute(statement)
    connection.close()
