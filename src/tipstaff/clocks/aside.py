"""Clocks whose entry cannot be read: set aside, so that those behind them fire, and back once they can be read again.

    set ──cannot be read──▶ aside ─┬─ read again (another release, a repaired entry) ─▶ set
                                   └─ dropped by a person, or called off ─▶ gone; its history stays

Only the row of the index moves. The entry stays as it is, for whoever can read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import msgspec
from msgspec import Struct

from tipstaff.clocks.clock import CLOCKS, DUE, Clock
from tipstaff.ledgers.keys import join, stem
from tipstaff.ledgers.ledgers import Draft
from tipstaff.ledgers.shelf import Change, Overlay, Shelf
from tipstaff.vocab.masking import mask_within

ROWS: Final = CLOCKS.index_kind(DUE)
ASIDE: Final = "aside"
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_SHOWN: Final = 200
_FORM: Final = "%Y%m%dT%H%M%S.%fZ"


class Unreadable(Struct, frozen=True):
    """A clock whose entry cannot be read. `row` is its row of the index, `key` that of its entry, `error` why."""

    row: bytes
    key: bytes
    error: str

    @property
    def id(self) -> str:
        """As it is named in commands."""
        return self.key[:-1].decode("utf-8", "replace").replace("\1\3", "\0").replace("\1\2", "\1")

    @property
    def due(self) -> datetime:
        """As the index has it; before all others where that cannot be read either."""
        with suppress(ValueError, IndexError):
            text = stem(self.row, 2).split(b"\0")[1].decode("ascii", "replace")
            return datetime.strptime(text, _FORM).replace(tzinfo=UTC)
        return _EVER


def at_row(shelf: Shelf, row: bytes, key: bytes) -> Clock | Unreadable | None:
    """What a row of the index points to; None where there is nothing any more."""
    value = shelf.entry(CLOCKS.name, key)
    if value is None:
        return None
    try:
        return CLOCKS.decode(value)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as broken:  # may quote what the entry holds
        return Unreadable(row, key, mask_within(f"{type(broken).__name__}: {broken}")[:_SHOWN])


def set_aside(found: Unreadable) -> tuple[Change, ...]:
    """What is to be written so that it is looked at no more."""
    rest = found.row[len(stem(found.row, 1)) :]
    return (Change(ROWS, found.row, None), Change(ROWS, join([ASIDE]) + rest, found.key))


def put_back(row: bytes, key: bytes, clock: Clock) -> tuple[Change, ...]:
    """What is to be written so that a clock that was aside, and can be read, runs again where it does."""
    return (Change(ROWS, row, None), Change(ROWS, CLOCKS.index_key(DUE, clock), key))


def aside(shelf: Shelf) -> Iterator[tuple[bytes, bytes]]:
    """Row and key of each that was set aside, the one that was due first first."""
    yield from shelf.scan(ROWS, join([ASIDE]))


def unreadable(shelf: Shelf, clock_id: str) -> Unreadable | None:
    """The clock of this id, where it is there and cannot be read."""
    key = CLOCKS.prefix((clock_id,))
    found = at_row(shelf, b"", key)
    if not isinstance(found, Unreadable):
        return None
    rows = (row for state in (ASIDE, "set") for row, value in shelf.scan(ROWS, join([state])) if value == key)
    return msgspec.structs.replace(found, row=next(rows, b""))


def drop_unreadable(draft: Draft, clock_id: str) -> bool:
    """Take away a clock that cannot be read; gives whether there was one. Its history stays."""
    found = unreadable(draft.shelf, clock_id)
    if found is None:
        return False
    lay(draft, (Change(CLOCKS.name, found.key, None), *((Change(ROWS, found.row, None),) if found.row else ())))
    return True


def lay(draft: Draft, changes: tuple[Change, ...]) -> None:
    """Put rows into a draft as they are."""
    shelf = draft.shelf
    assert isinstance(shelf, Overlay), "a draft lays its changes over a shelf"
    for change in changes:
        shelf.put(change.kind, change.key, change.value)
