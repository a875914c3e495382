"""A kind of entry: its record, what makes its key, and by what else it is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from tipstaff.ledgers.keys import join, sortable

R = TypeVar("R", bound=Struct)


def fold(text: str) -> str:
    """Text for keys that do not tell case apart."""
    return text.strip().casefold()


class Index(Struct, frozen=True):
    """A second way to entries: from the values of some fields to the keys of the records that have them."""

    name: str
    fields: tuple[str, ...]


class Kind(Generic[R]):
    """One kind of entry.

    Args:
        name: stable, the store keeps it.
        record: the frozen struct of an entry.
        key: the fields that make its key, in order.
        groups: how many leading fields make a group that is looked up (and cached) whole; `len(key)` is one entry.
        folds: for fields whose spelling varies, the function that gives the one kept in keys.
        indexes: further ways to find entries.
        noted: fields that are kept for the record alone: no answer rests on them.

    Attributes:
        is_of_accounts: the first part of a key is an account's id.
    """

    def __init__(  # noqa: PLR0913 - a declaration, read as a table
        self,
        name: str,
        record: type[R],
        *,
        key: tuple[str, ...],
        groups: tuple[int, ...] = (),
        folds: dict[str, Callable[[str], str]] | None = None,
        indexes: tuple[Index, ...] = (),
        noted: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.record = record
        self.key = key
        self.groups = groups or (len(key),)
        self.indexes = indexes
        self._noted = noted
        self.is_of_accounts = key[0] == "account" or name == "accounts"
        self._folds = folds or {}
        self._folded = tuple((key.index(field), fold_part) for field, fold_part in self._folds.items() if field in key)
        self._plain_parts = min((position for position, _ in self._folded), default=len(key))
        self._decoder = msgspec.json.Decoder(record)

    @cached_property
    def dates(self) -> Callable[[R], tuple[Any, ...]]:
        """What gives the moments in a record, None where there is none; something else than a moment holds several."""
        fields = (field for field in msgspec.structs.fields(self.record) if field.name not in self._noted)
        names = [field.name for field in fields if "datetime" in str(field.type)]
        if len(names) < 2:
            return lambda record: tuple([getattr(record, name) for name in names])
        return attrgetter(*names)

    def prefix(self, parts: tuple[str, ...]) -> bytes:
        """The key of these leading parts; all of them give an entry's key."""
        if len(parts) > self._plain_parts:
            folded = list(parts)
            for position, fold_part in self._folded:
                if position < len(folded):
                    folded[position] = fold_part(folded[position])
            return join(folded)
        return join(parts)

    def key_of(self, record: R) -> bytes:
        """The key under which a record stands."""
        return self.prefix(self.parts_of(record))

    def parts_of(self, record: R) -> tuple[str, ...]:
        """The parts of a record's key as text, before folding."""
        return tuple([_text(getattr(record, field)) for field in self.key])

    def index_prefix(self, index: Index, parts: tuple[str, ...]) -> bytes:
        """The key in an index of these leading values."""
        folds = (self._folds.get(field, str) for field in index.fields)
        return join([fold_part(part) for fold_part, part in zip(folds, parts, strict=False)])

    def index_key(self, index: Index, record: R) -> bytes:
        """The key in an index that points to a record: the values of its fields, then the record's own key."""
        values = tuple(_text(getattr(record, field)) for field in index.fields)
        return self.index_prefix(index, values) + self.key_of(record)

    def index_kind(self, index: Index) -> str:
        """The name under which the index's own entries stand."""
        return f"{self.name}.{index.name}"

    def decode(self, value: bytes) -> R:
        """An entry's bytes as its record."""
        return self._decoder.decode(value)

    def encode(self, record: R) -> bytes:
        """A record as the bytes of an entry: JSON, so that history stays readable with any tool."""
        return msgspec.json.encode(record)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, datetime):
        return sortable(value)
    return str(value)
