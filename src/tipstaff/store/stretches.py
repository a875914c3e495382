"""Checking stretches of table rows against the leaves that a seal keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from msgspec import Struct

from tipstaff.store import chain
from tipstaff.store.chain_reader import FIRST, Columns
from tipstaff.store.erasures import Erasures


class Fault(Struct, frozen=True):
    """One row that is not as it was recorded.

    `record` is audit, decision, change or entry; `row` names it: a sequence, `first-last` of several, or kind/key (hex)
    of an entry. `code`: edited, removed, added, event-edited, event-removed, event-kept, not-the-anchor, entry-astray.
    """

    record: str
    row: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.record} {self.row}: {self.message}"


class Stretch(Struct, frozen=True):
    """What a seal says of consecutive rows: sequences, how many, and the SHA-256 of their leaves (hex)."""

    count: int
    digest: str
    first: int
    last: int


class Sealed(Struct, frozen=True):
    """A kind of row that seals cover."""

    record: str
    plural: str
    leaf: Callable[[Columns], bytes]
    call: Callable[[Columns], str]
    inside: Callable[[Columns], tuple[str, str] | None]
    """(code, message) when what the row holds does not fit the row's own digest."""


def _decision_leaf(row: Columns) -> bytes:
    return chain.decision_leaf(chain.decision_header(row[:10]), row[10], row[12])


def _event_inside(row: Columns, erasures: Erasures) -> tuple[str, str] | None:
    if row[11] is None:
        return None if erasures.names(row[0]) else ("event-removed", f"the event of decision `{row[1]}` was removed")
    if erasures.named_before(row[0]):
        return "event-kept", f"the event of decision `{row[1]}` was erased, and is there again"
    if sha256(row[11]).digest() != row[10]:
        return "event-edited", f"the event of decision `{row[1]}` was edited"
    return None


def _change_leaf(row: Columns) -> bytes:
    return chain.change_leaf(chain.change_header(row[:6]), row[6])


def _change_inside(row: Columns) -> tuple[str, str] | None:
    value, digest = row[7], row[6]
    if (b"" if value is None else sha256(value).digest()) != digest:
        return "edited", f"the value that `{row[5]}` put was edited or removed"
    return None


def decisions(erasures: Erasures) -> Sealed:
    """Decisions; their events may be gone where an erasure is on record."""
    return Sealed(
        "decision",
        "decisions",
        _decision_leaf,
        lambda row: f"decision `{row[1]}`",
        lambda row: _event_inside(row, erasures),
    )


CHANGES = Sealed("change", "changes", _change_leaf, lambda row: f"the change by `{row[5]}`", _change_inside)


class _Found(Struct, frozen=True):
    sequence: int
    called: str
    leaf: bytes
    wrong: tuple[str, str] | None


class Rows:
    """The rows of one table, taken in order as seals ask for them; sees those that are written meanwhile."""

    def __init__(self, kind: Sealed, read: Callable[[int], Iterator[Columns]]) -> None:
        self.name = kind.plural
        self._kind = kind
        self._read = read
        self._rows = read(FIRST)
        self._at = FIRST
        self._row: Columns | None = None

    @property
    def left(self) -> bool:
        """Whether there are rows that no seal asked for yet."""
        return self._peek() is not None

    def check(self, stretch: Stretch, kept: bytes) -> Iterator[Fault]:
        """Compare the rows of a stretch with its digest; with the kept leaves, name those that differ."""
        while (row := self._peek()) is not None and row[0] < stretch.first:
            yield self._added(self._pop(row))
        found = list(self._take(stretch.last))
        if sha256(b"".join(one.leaf for one in found)).hexdigest() != stretch.digest:
            yield from self._differing(stretch, {one.sequence: one for one in found}, kept)
        for one in found:
            if one.wrong is not None:
                yield Fault(self._kind.record, str(one.sequence), *one.wrong)

    def unsealed(self) -> Fault:
        """The row that `left` saw and no seal asked for: nobody recorded it. It is done with."""
        assert self._row is not None
        return self._added(self._pop(self._row))

    def _take(self, last: int) -> Iterator[_Found]:
        kind = self._kind
        while (row := self._peek()) is not None and row[0] <= last:
            self._pop(row)
            yield _Found(row[0], kind.call(row), kind.leaf(row), kind.inside(row))

    def _differing(self, stretch: Stretch, found: dict[int, _Found], kept: bytes) -> Iterator[Fault]:
        if sha256(kept).hexdigest() != stretch.digest:
            message = f"one or more of these {stretch.count} rows were edited, and so were the digests that name which"
            yield Fault(self._kind.record, f"{stretch.first}-{stretch.last}", "edited", message)
            return
        size = chain.DIGEST_SIZE
        for number in range(stretch.count):
            sequence = stretch.first + number
            one = found.get(sequence)
            if one is None:
                yield Fault(self._kind.record, str(sequence), "removed", "it is not there any more")
            elif one.leaf != kept[number * size : (number + 1) * size]:
                message = f"{one.called} is not what was recorded here: it was edited, or put in another's place"
                yield Fault(self._kind.record, str(sequence), "edited", message)

    def _added(self, row: Columns) -> Fault:
        what = self._kind.call(row)
        return Fault(self._kind.record, str(row[0]), "added", f"{what} is in no seal: it was put here past the writer")

    def _peek(self) -> Columns | None:
        if self._row is None:
            self._row = next(self._rows, None)
        if self._row is None:  # the end when we last looked
            self._rows = self._read(self._at)
            self._row = next(self._rows, None)
        return self._row

    def _pop(self, row: Columns) -> Columns:
        self._at, self._row = row[0], None
        return row
