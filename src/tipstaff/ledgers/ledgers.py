"""`Ledgers`: entries of any kind, looked up through a cache; `Draft`: the same with changes of one command on top.

A look-up that was asked before costs about a microsecond: a key is joined, a dictionary read. What is not cached is
one indexed read of the shelf: an entry or a short range, never a walk over a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from msgspec import Struct

from tipstaff.ledgers.cache import Recent
from tipstaff.ledgers.keys import Tokens, stem
from tipstaff.ledgers.kind import Index, Kind
from tipstaff.ledgers.lately import Lately
from tipstaff.ledgers.records.accounts import ACCOUNTS, Account
from tipstaff.ledgers.records.every import KINDS
from tipstaff.ledgers.records.on_file import OF_RECIPIENTS, of_recipient
from tipstaff.ledgers.records.register_filters import Filters
from tipstaff.ledgers.shelf import Archive, Change, Overlay, Shelf, WideShelf
from tipstaff.ledgers.standing import Answers

R = TypeVar("R", bound=Struct)
_Found = tuple[Any, ...]

# Entries of a group that is read whole. A condition that asked for more would not be a look-up any longer.
GROUP_LIMIT = 10_000
# What one event asks for several times, and what every event asks for: its account, its sender.
_ASKED = 2_048


class Memory(Struct, frozen=True):
    """A past state of an entry: when it became so (UTC), by whom, through which command; `record` None: taken away."""

    at: datetime
    by: str
    command: str
    record: Any


class Outgoing(Struct, frozen=True):
    """Something for the outbox: its key (known once, ever), what it is, and what it says."""

    key: str
    do: str
    body: dict[str, Any]


class Ledgers:
    """Read access to every ledger. Thread-safe.

    Args:
        shelf: where the entries stand; reads the latest committed state on each call.
        key: the installation's secret, 16 to 64 bytes; recipients are found under it only.
        kinds: every kind of entry that may be asked for, by name; rooms above add theirs.
        cache_size: look-ups that are kept because they were asked for before, about; some 200 bytes for each.
    """

    def __init__(
        self, shelf: Shelf, key: bytes, *, kinds: Mapping[str, Kind[Any]] = KINDS, cache_size: int = 32_768
    ) -> None:
        self._tokens = Tokens(key)
        self._kinds = kinds
        self._shelf = shelf
        self._wide = shelf if isinstance(shelf, WideShelf) else None
        self.filters = Filters()
        self._cache: Recent[tuple[str, bytes], _Found] | None = Recent(cache_size)
        self._lately = Lately(2 * cache_size)
        # What was asked last, by the parts as they were given: saves joining them. Any change empties it.
        self._asked: Recent[tuple[Kind[Any], tuple[str, ...]], _Found] = Recent(_ASKED)
        # Nearly every event asks for its account, so accounts stand ready under their plain id too.
        self._accounts: Recent[str, Account] = Recent(cache_size // 2)
        self.answers = Answers()

    @property
    def shelf(self) -> Shelf:
        """Where the entries stand."""
        return self._shelf

    @property
    def stamp(self) -> int:
        """Another one after every change that was told: what was found at one stamp is as old as that."""
        return self._asked.stamp

    def party(self, address: str) -> str:
        """The token under which a recipient is found: the same for every spelling of the address."""
        return self._tokens.token(address)

    def account(self, account_id: str) -> Account:
        """The account; one that was never put is in good standing, country FR, locale en."""
        found = self._accounts.get(account_id)
        if found is None:
            stamp = self._accounts.stamp
            found = self.get(ACCOUNTS, account_id) or Account(account_id)
            self._accounts.put(account_id, found, stamp)
        return found

    def get(self, kind: Kind[R], *parts: str) -> R | None:
        """The entry with this whole key, or None."""
        found = self._asked.get((kind, parts))
        if found is None:
            found = self._found(kind, parts)
        return found[0] if found else None

    def group(self, kind: Kind[R], *parts: str) -> tuple[R, ...]:
        """The entries whose key begins with these parts, in the order of keys, at most `GROUP_LIMIT`."""
        found = self._asked.get((kind, parts))
        return self._found(kind, parts) if found is None else found

    def by(self, kind: Kind[R], index: Index, *values: str) -> tuple[R, ...]:
        """The entries with these values in the fields of an index, in the order of keys."""
        rows = self._shelf.scan(kind.index_kind(index), kind.index_prefix(index, values))
        found = (self._shelf.entry(kind.name, key) for _, key in rows)
        return tuple(kind.decode(value) for value in found if value is not None)

    def history(self, kind: Kind[R], record: R, archive: Archive) -> list[Memory]:
        """All that an entry has been, oldest first, readable."""
        past = archive.history(kind.name, kind.key_of(record))
        return [Memory(p.at, p.by, p.command, None if p.value is None else kind.decode(p.value)) for p in past]

    def forget(self, changes: Iterable[Change]) -> None:
        """Drop what committed changes made old. Call it after the commit and before acknowledging: whoever asks after
        the acknowledgement is told the new value. In between, either may be told.
        """
        if self._cache is None:
            return
        changes = tuple(changes)
        for change in changes:
            kind = self._kinds.get(change.kind)
            for parts in kind.groups if kind is not None else ():
                self._cache.forget((change.kind, stem(change.key, parts)))
            # After the other memory, from which an old value could come back in.
            self._asked.clear()
            if kind is ACCOUNTS:
                self._accounts.clear()
        self.answers.forget(changes)

    def bind(self) -> None:
        """To be called by a function whose answer rests on more of the event than its account and the arguments."""

    def draft(self, shelf: Shelf | None = None) -> Draft:
        """A draft over this shelf, or over another one (the open transaction) with the same secret."""
        return Draft(self._tokens, shelf or self._shelf)

    def _found(self, kind: Kind[R], parts: tuple[str, ...]) -> _Found:
        cache, prefix, size = self._cache, kind.prefix(parts), len(parts)
        if cache is None or size not in kind.groups:
            return self._read(kind, prefix, size)
        place, asked_at = (kind.name, prefix), self._asked.stamp
        found = cache.get(place)
        if found is None and self._wide is not None and kind in OF_RECIPIENTS and size == 2 and parts[0]:
            self._read_recipient(self._wide, cache, parts)
            found = cache.get(place)
        if found is None:
            stamp = cache.stamp
            found = self._read(kind, prefix, size)
            keep = cache.put if self._lately.met(place) else cache.lend
            keep(place, found, stamp)
        self._asked.put((kind, parts), found, asked_at)
        return found

    def _read_recipient(
        self, shelf: WideShelf, cache: Recent[tuple[str, bytes], _Found], parts: tuple[str, ...]
    ) -> None:
        """Read all that is on file of a recipient with one query: whoever asks for a part of it asks for the others."""
        account, token = parts
        wanted = [(kind, kind.prefix(those)) for kind, those in of_recipient(account, token)]
        stamp = cache.stamp
        keep = cache.put if self._lately.met(parts) else cache.lend
        asked = [(kind.name, prefix, len(kind.key) == 1) for kind, prefix in wanted]
        for (kind, prefix), rows in zip(wanted, shelf.several(asked), strict=True):
            keep((kind.name, prefix), tuple([kind.decode(value) for _, value in rows[:GROUP_LIMIT]]), stamp)

    def _read(self, kind: Kind[R], prefix: bytes, parts: int) -> _Found:
        if parts == len(kind.key):
            value = self._shelf.entry(kind.name, prefix)
            return () if value is None else (kind.decode(value),)
        rows = zip(range(GROUP_LIMIT), self._shelf.scan(kind.name, prefix), strict=False)
        return tuple(kind.decode(value) for _, (_, value) in rows)


class Draft(Ledgers):
    """Changes of one command, collected over a shelf; reads see them. Nothing is written until the caller does."""

    def __init__(self, tokens: Tokens, shelf: Shelf) -> None:
        self._tokens = tokens
        self._overlay = Overlay(shelf)
        self.filters = Filters()
        self._shelf = self._overlay
        self._cache = None
        self._asked = Recent(0)
        self.answers = Answers(1)  # it lives for one command: room for more would cost more than the command
        self._outgoing: list[Outgoing] = []

    def account(self, account_id: str) -> Account:
        """The account as it would be after the changes."""
        return self.get(ACCOUNTS, account_id) or Account(account_id)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is to be written, index entries included."""
        return self._overlay.changes

    @property
    def outgoing(self) -> tuple[Outgoing, ...]:
        """What is to leave the installation once the changes are written."""
        return tuple(self._outgoing)

    def send(self, key: str, do: str, body: dict[str, Any]) -> None:
        """Let something leave, once per key: it goes to the outbox in the same transaction."""
        self._outgoing.append(Outgoing(key, do, body))

    def put(self, kind: Kind[R], record: R) -> R:
        """Put an entry in place of the one with the same key; says the record again."""
        key = kind.key_of(record)
        if kind.indexes:
            before = self._overlay.entry(kind.name, key)
            self._reindex(kind, None if before is None else kind.decode(before), record)
        self._overlay.put(kind.name, key, kind.encode(record))
        return record

    def drop(self, kind: Kind[R], record: R) -> None:
        """Take an entry away; its history stays."""
        self._reindex(kind, record, None)
        self._overlay.put(kind.name, kind.key_of(record), None)

    def _reindex(self, kind: Kind[R], before: R | None, after: R | None) -> None:
        for index in kind.indexes:
            old = None if before is None else kind.index_key(index, before)
            new = None if after is None else kind.index_key(index, after)
            if old is not None and old != new:
                self._overlay.put(kind.index_kind(index), old, None)
            if after is not None and new is not None and old != new:
                self._overlay.put(kind.index_kind(index), new, kind.key_of(after))
