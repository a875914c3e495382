"""Where entries stand: bytes under a kind and a key, sorted by key. The store implements `Shelf`; so does memory.

A shelf that a cached `Ledgers` reads from must answer from the latest committed state on each call: a snapshot held
open over several calls would let an old value into the cache after its change was announced.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from msgspec import Struct


class Change(Struct, frozen=True):
    """One entry to be written; `value` None takes it away (its history stays)."""

    kind: str
    key: bytes
    value: bytes | None


class Past(Struct, frozen=True):
    """One line of an entry's history: what it became, when (UTC), by whom and through which command."""

    at: datetime
    by: str
    command: str
    value: bytes | None


class Shelf(Protocol):
    """Read access. Keys of one kind sort bytewise; a scan gives every entry whose key starts with the prefix."""

    def entry(self, kind: str, key: bytes) -> bytes | None:
        """The value under the key, or None."""
        ...

    def scan(self, kind: str, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Keys and values whose key starts with the prefix, in the order of keys."""
        ...


@runtime_checkable
class WideShelf(Shelf, Protocol):
    """A shelf that reads several short ranges at once for little more than one."""

    def several(self, asked: Sequence[tuple[str, bytes, bool]]) -> list[list[tuple[bytes, bytes]]]:
        """Keys and values of each range, in the order of keys.

        Args:
            asked: for each, the kind, a prefix of keys that is not empty, and whether it is a whole key.
        """
        ...


class Archive(Protocol):
    """A shelf that remembers."""

    def history(self, kind: str, key: bytes) -> Iterable[Past]:
        """All that an entry has been, oldest first."""
        ...


class Overlay:
    """A shelf with changes laid over it: what a command reads while it runs, so that it sees its own writes."""

    def __init__(self, below: Shelf) -> None:
        self._below = below
        self._pending: dict[str, dict[bytes, bytes | None]] = {}
        self._sorted: dict[str, list[bytes]] = {}

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was put, each entry once with its last value, in the order of first writing."""
        return tuple(
            Change(kind, key, value) for kind, entries in self._pending.items() for key, value in entries.items()
        )

    def put(self, kind: str, key: bytes, value: bytes | None) -> None:
        """Lay one change over the shelf."""
        pending = self._pending.setdefault(kind, {})
        if key not in pending:
            insort(self._sorted.setdefault(kind, []), key)
        pending[key] = value

    def entry(self, kind: str, key: bytes) -> bytes | None:
        """As `Shelf.entry`."""
        pending = self._pending.get(kind, {})
        return pending[key] if key in pending else self._below.entry(kind, key)

    def scan(self, kind: str, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """As `Shelf.scan`."""
        pending = dict(self._over(kind, prefix))
        if not pending:
            yield from self._below.scan(kind, prefix)
            return
        merged: dict[bytes, bytes | None] = {**dict(self._below.scan(kind, prefix)), **pending}
        for key in sorted(merged):
            value = merged[key]
            if value is not None:
                yield key, value

    def _over(self, kind: str, prefix: bytes) -> Iterator[tuple[bytes, bytes | None]]:
        keys = self._sorted.get(kind, [])
        for position in range(bisect_left(keys, prefix), len(keys)):
            if not keys[position].startswith(prefix):
                return
            yield keys[position], self._pending[kind][keys[position]]


class MemoryShelf:
    """A shelf of its own in memory, with history. For tests and engines that keep nothing."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[bytes, bytes]] = {}
        self._sorted: dict[str, list[bytes]] = {}
        self._history: dict[tuple[str, bytes], list[Past]] = {}

    def entry(self, kind: str, key: bytes) -> bytes | None:
        """As `Shelf.entry`."""
        return self._entries.get(kind, {}).get(key)

    def scan(self, kind: str, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """As `Shelf.scan`."""
        entries = self._entries.get(kind, {})
        keys = self._sorted_keys(kind, entries)
        for position in range(bisect_left(keys, prefix), len(keys)):
            key = keys[position]
            if not key.startswith(prefix):
                return
            yield key, entries[key]

    def history(self, kind: str, key: bytes) -> Iterable[Past]:
        """As `Archive.history`."""
        return tuple(self._history.get((kind, key), ()))

    def apply(self, changes: Iterable[Change], at: datetime, by: str = "", command: str = "") -> None:
        """Write changes, all of them, with a line of history each."""
        for change in changes:
            entries = self._entries.setdefault(change.kind, {})
            if (change.key in entries) != (change.value is not None):
                self._sorted.pop(change.kind, None)
            if change.value is None:
                entries.pop(change.key, None)
            else:
                entries[change.key] = change.value
            self._history.setdefault((change.kind, change.key), []).append(Past(at, by, command, change.value))

    def _sorted_keys(self, kind: str, entries: Mapping[bytes, bytes]) -> list[bytes]:
        keys = self._sorted.get(kind)
        if keys is None:
            keys = self._sorted[kind] = sorted(entries)
        return keys
