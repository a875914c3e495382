"""Do-not-contact registers from files of any size, in bounded memory.

    lines ─▶ tokens ─▶ 256 heaps on disk ─▶ blocks ─▶ store, some hundred blocks a transaction
                                                       └─▶ at last the register names the load

Until the last transaction the register is the one before, whatever happens. What a broken load left behind is taken
away by the next one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tipstaff.app.house import House
from tipstaff.app.registers.sorting import HEAPS, Heaps, Progress, sort_out
from tipstaff.ledgers.kind import Kind
from tipstaff.ledgers.records.register_blocks import (
    REGISTER_BLOCKS,
    RegisterBlock,
    bits_for,
    block_name,
    rows_of,
    written,
)
from tipstaff.ledgers.records.register_filters import REGISTER_FILTERS, Bits, RegisterFilter
from tipstaff.ledgers.records.registers import REGISTERS, Register
from tipstaff.ledgers.shelf import Change
from tipstaff.store import Ack, Transaction
from tipstaff.vocab.errors import Conflict, Invalid

COMMAND: Final = "register.load"
_AT_ONCE = 256
"""Blocks of one transaction: some ten milliseconds, in which no decision is written."""


@dataclass(slots=True)
class Loaded:
    """What became of a file: addresses listed, lines left out (the first few with their numbers), blocks written."""

    entries: int = 0
    skipped: int = 0
    examples: list[tuple[int, str]] = field(default_factory=list)
    blocks: int = 0


def load_register(
    house: House, about: Register, lines: Iterable[str], *, actor: str = "", progress: Progress = lambda _: None
) -> Loaded:
    """Bring in a register from lines with one address each; it replaces what was loaded under its name before.

    Args:
        about: name, country and date of the load; the rest is worked out.
        lines: numbers in international form or mail addresses; what follows a comma, semicolon or tab is left out.
        progress: told every so often how many lines were read.
    Raises:
        Conflict: the register was loaded by somebody else meanwhile; it is theirs.
        Invalid: not one line is an address; the register stays as it was.
    """
    with tempfile.TemporaryDirectory(prefix="tipstaff-register-") as folder:
        heaps = Heaps(Path(folder))
        found = sort_out(lines, house.ledgers, heaps, progress)
        if not found.entries:
            raise Invalid("the file holds no addresses; the register stays as it was")
        loading = _Loading(house, about, actor, found.entries)
        loading.sweep()
        entries, blocks = loading.write(heaps)
    loading.finish(entries, found.digest)
    loading.sweep()
    return Loaded(entries, found.skipped, found.examples, blocks)


class _Loading:
    """One load of one register into the store."""

    def __init__(self, house: House, about: Register, actor: str, entries: int) -> None:
        self._house = house
        self._about = about
        self._actor = actor
        self._before = house.ledgers.get(REGISTERS, about.country, about.name)
        found = self._before or Register(about.name, about.country, 0)
        self._standing = found
        self._load = found.load + 1
        self._bits = max(found.bits, bits_for(entries))
        self._filter = Bits.for_entries(entries)

    def write(self, heaps: Heaps) -> tuple[int, int]:
        """Write the blocks that changed; gives how many addresses the load has and how many blocks were written."""
        entries, blocks = 0, 0
        changed = self._changed(heaps)
        while part := list(islice(changed, _AT_ONCE)):
            entries += sum(held for held, _ in part)
            changes = [change for _, change in part if change is not None]
            blocks += len(changes)
            self._put(changes)
        self._put([_change(REGISTER_FILTERS, piece) for piece in self._filter_pieces()])
        return entries, blocks

    def _filter_pieces(self) -> Iterator[RegisterFilter]:
        about, pieces = self._standing, self._filter.pieces()
        for number, bits in enumerate(pieces):
            yield RegisterFilter(about.country, about.name, written(self._load), f"{number:06x}", len(pieces), bits)

    def finish(self, entries: int, digest: str) -> None:
        """The register is the new load from here on."""
        about, at = self._about, self._house.clock()
        loads = {**self._standing.loads, self._load: about.loaded_at or at}
        after = replace(
            self._standing, load=self._load, loaded_at=about.loaded_at or at, entries=entries, staged=0,
            bits=self._bits, loads=loads,
        )  # fmt: skip
        change = _change(REGISTERS, after)
        said = {"name": about.name, "country": about.country, "entries": entries, "sha256": digest}

        def job(tx: Transaction) -> None:
            found = tx.entry(REGISTERS.name, change.key)
            if (None if found is None else REGISTERS.decode(found)) != self._before:
                raise Conflict(f"the register `{about.name}` was loaded by somebody else meanwhile")
            tx.put_entry(change.kind, change.key, change.value, at, self._actor, COMMAND)
            tx.append_audit("command", {"command": COMMAND, "args": said}, at, self._actor)

        self._house.store.run(job, Ack.FSYNC)
        self._house.notice([change])
        self._before = self._standing = after

    def sweep(self) -> None:
        """Take away the blocks that no look-up reads: of earlier loads, and of one that broke off."""
        register = self._standing
        prefix = REGISTER_FILTERS.prefix((register.country, register.name))
        filters = self._house.store.reader.scan(REGISTER_FILTERS.name, prefix)
        mine = REGISTER_FILTERS.prefix((register.country, register.name, written(register.load)))
        self._drop(REGISTER_FILTERS, (key for key, _ in filters if not key.startswith(mine)))
        self._drop(REGISTER_BLOCKS, self._unread())

    def _drop(self, kind: Kind[Any], gone: Iterator[bytes]) -> None:
        while part := list(islice(gone, _AT_ONCE)):
            self._put([Change(kind.name, key, None) for key in part])

    def _unread(self) -> Iterator[bytes]:
        register = self._standing
        prefix = REGISTER_BLOCKS.prefix((register.country, register.name))
        last: tuple[bytes, bytes] | None = None  # the block whose rows stand so far, and its key
        for key, _ in self._house.store.reader.scan(REGISTER_BLOCKS.name, prefix):
            *_, bits, _block, load, _end = key.split(b"\0")
            if bits != str(register.bits).encode() or int(load) > register.load:
                yield key
                continue
            place = key[: -len(load) - 1]
            if last is not None and last[0] == place:
                yield last[1]
            last = (place, key)

    def _changed(self, heaps: Heaps) -> Iterator[tuple[int, Change | None]]:
        """For each block how many addresses it has, and what is to be written when it is not as it was."""
        wide = self._bits - 8
        for heap in range(HEAPS):
            blocks: dict[int, list[bytes]] = {}
            tokens = heaps.tokens(heap)
            self._filter.add(tokens)
            for token in tokens:
                blocks.setdefault(int.from_bytes(token[:4]) >> (32 - self._bits), []).append(token)
            for number in range(heap << wide, (heap + 1) << wide):
                yield self._block(number, blocks.get(number, []))

    def _block(self, number: int, tokens: list[bytes]) -> tuple[int, Change | None]:
        before, same_place = self._rows_before(number)
        rows = rows_of(tokens, self._load, before)
        if rows == before if same_place else not rows:
            return len(tokens), None
        about = self._standing
        block = RegisterBlock(about.country, about.name, str(self._bits), block_name(number), written(self._load), rows)
        return len(tokens), _change(REGISTER_BLOCKS, block)

    def _rows_before(self, number: int) -> tuple[bytes, bool]:
        """The rows among which the recipients of a block stood, and whether it is the same block."""
        register = self._standing
        if not register.bits:
            return b"", False
        name = block_name(number >> (self._bits - register.bits))
        found = self._house.ledgers.group(REGISTER_BLOCKS, register.country, register.name, str(register.bits), name)
        standing = [block for block in found if int(block.load) <= register.load]
        return (standing[-1].rows if standing else b""), register.bits == self._bits

    def _put(self, changes: list[Change]) -> None:
        at = self._house.clock()

        def job(tx: Transaction) -> Any:
            for change in changes:
                tx.put_entry(change.kind, change.key, change.value, at, self._actor, COMMAND)

        if changes:
            self._house.store.run(job, Ack.WAL)


def _change(kind: Kind[Any], record: Struct) -> Change:
    return Change(kind.name, kind.key_of(record), kind.encode(record))


def dated(name: str, country: str, loaded_at: datetime | None) -> Register:
    """What a load says of its register."""
    return Register(name, country, 0, loaded_at)
