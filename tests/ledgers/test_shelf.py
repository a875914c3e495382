from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tipstaff.ledgers.shelf import Change, MemoryShelf, Overlay
from tipstaff.store import sqlite

AT = datetime(2026, 11, 18, tzinfo=UTC)
keys = st.binary(max_size=3)
changes = st.lists(
    st.builds(Change, st.sampled_from(["a", "b"]), keys, st.none() | st.binary(min_size=1, max_size=2)), max_size=30
)


@given(changes, changes, keys)
def test_an_overlay_reads_like_the_shelf_after_the_write(
    before: list[Change], after: list[Change], prefix: bytes
) -> None:
    written, below = MemoryShelf(), MemoryShelf()
    below.apply(before, AT)
    overlay = Overlay(below)
    for change in after:
        overlay.put(change.kind, change.key, change.value)
    written.apply([*before, *overlay.changes], AT)
    for kind in ("a", "b"):
        assert list(overlay.scan(kind, prefix)) == list(written.scan(kind, prefix))
        assert overlay.entry(kind, prefix) == written.entry(kind, prefix)


@given(changes, keys)
def test_memory_and_database_are_the_same_shelf(some: list[Change], prefix: bytes) -> None:
    memory = MemoryShelf()
    memory.apply(some, AT, "me", "test.put")
    store = sqlite.open()
    try:
        store.run(lambda tx: [tx.put_entry(c.kind, c.key, c.value, AT, "me", "test.put") for c in some])
        for kind in ("a", "b"):
            assert list(store.reader.scan(kind, prefix)) == list(memory.scan(kind, prefix))
            assert store.reader.entry(kind, prefix) == memory.entry(kind, prefix)
            told = [(past.at, past.by, past.command, past.value) for past in memory.history(kind, prefix)]
            kept = [(row.at, row.by, row.command, row.value) for row in store.reader.history(kind, prefix)]
            assert kept == told
    finally:
        store.close()
