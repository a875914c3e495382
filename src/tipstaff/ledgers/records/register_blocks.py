"""Large registers: recipients in blocks by the beginning of their token, some dozens in each.

An entry for each recipient costs some four hundred bytes with its history; in a block it costs twenty-one, twice. A
look-up reads one block. A new load writes those blocks again that changed, under its own number, and counts once the
register says so.

    key      country, name, bits, block, load
    rows     12 bytes of the token, 4 bytes of the load that listed it first without a break; sorted
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.kind import Kind, fold

TOKEN: Final = 12
"""Bytes of a token that are kept: two of ten million recipients share them with a probability of 10**-15."""
ROW: Final = 16
PER_BLOCK: Final = 50
"""Rows that a block has at most on average: a kilobyte, so that several stand on a page and none needs a second one."""
FEWEST_BITS, MOST_BITS = 8, 24


class RegisterBlock(Struct, frozen=True):
    """Some recipients of a register, as a load left them. `load` sorts as text."""

    country: str
    name: str
    bits: str
    block: str
    load: str
    rows: bytes


REGISTER_BLOCKS: Final = Kind(
    "register-blocks",
    RegisterBlock,
    key=("country", "name", "bits", "block", "load"),
    folds={"country": fold, "name": fold},
)


def bits_for(entries: int) -> int:
    """How many bits of a token name its block, for so many entries."""
    return min(MOST_BITS, max(FEWEST_BITS, (max(1, entries) // PER_BLOCK).bit_length()))


def block_of(token: bytes, bits: int) -> str:
    """The name of the block in which a token would stand."""
    return block_name(int.from_bytes(token[:4]) >> (32 - bits))


def block_name(number: int) -> str:
    """A block's number, to sort by."""
    return f"{number:06x}"


def written(load: int) -> str:
    """The number of a load, to sort by."""
    return f"{load:08d}"


def listed_since(rows: bytes, token: bytes) -> int | None:
    """The load that listed a token first without a break; None when it is not among the rows."""
    short = token[:TOKEN]
    at = rows.find(short)
    while at >= 0 and at % ROW:
        at = rows.find(short, at + 1)
    return None if at < 0 else int.from_bytes(rows[at + TOKEN : at + ROW])


def rows_of(tokens: Iterable[bytes], load: int, before: bytes) -> bytes:
    """The rows of a block: who stood there before keeps the load since which they do.

    Args:
        tokens: of this load, in any order, some perhaps several times.
        before: the rows that the load before left.
    """
    since = _sinces(before)
    mine = load.to_bytes(ROW - TOKEN)
    return b"".join(token + since.get(token, mine) for token in sorted({token[:TOKEN] for token in tokens}))


def _sinces(rows: bytes) -> Mapping[bytes, bytes]:
    return {rows[at : at + TOKEN]: rows[at + TOKEN : at + ROW] for at in range(0, len(rows), ROW)}
