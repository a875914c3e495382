"""Who is certainly on no block of a register: one bit array for each, so that strangers cost no look-up.

Of a hundred messages ninety-some go to people who are on no register. A Bloom filter (B. H. Bloom, "Space/Time
Trade-offs in Hash Coding with Allowable Errors", CACM 13, 1970) says so from memory: three bits of an array of 10 to
20 bits an entry, so that at most one stranger in fifty-eight is looked up in vain, and nobody who is listed is ever
missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from struct import Struct as Layout
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.cache import Recent
from tipstaff.ledgers.kind import Kind, fold
from tipstaff.ledgers.records.registers import Register

PIECE: Final = 64 * 1024
_BITS_EACH = 10
_LEAST = 1 << 13
_PROBES = Layout(">3I")


class RegisterFilter(Struct, frozen=True):
    """A piece of the filter of one load; `pieces` says how many there are."""

    country: str
    name: str
    load: str
    piece: str
    pieces: int
    bits: bytes


REGISTER_FILTERS: Final = Kind(
    "register-filters",
    RegisterFilter,
    key=("country", "name", "load", "piece"),
    folds={"country": fold, "name": fold},
)


class Bits:
    """A bit array; its size is a power of two."""

    __slots__ = ("_array", "_mask")

    def __init__(self, array: bytes | bytearray) -> None:
        self._array = array
        self._mask = 8 * len(array) - 1

    @classmethod
    def for_entries(cls, entries: int) -> Bits:
        """An empty one."""
        size = max(_LEAST, 1 << (_BITS_EACH * entries - 1).bit_length())
        return cls(bytearray(size // 8))

    def add(self, tokens: Iterable[bytes]) -> None:
        """Remember tokens (12 bytes of each)."""
        array, mask = self._array, self._mask
        assert isinstance(array, bytearray)
        for token in tokens:
            for probe in _PROBES.unpack(token):
                array[(probe & mask) >> 3] |= 1 << (probe & 7)

    def may_have(self, token: bytes) -> bool:
        """False when the token was certainly not added."""
        array, mask = self._array, self._mask
        return all(array[(probe & mask) >> 3] >> (probe & 7) & 1 for probe in _PROBES.unpack(token))

    def pieces(self) -> list[bytes]:
        """The array, cut."""
        return [bytes(self._array[at : at + PIECE]) for at in range(0, len(self._array), PIECE)]


class Filters:
    """The filters of the loads that count now, read when first asked for, and what was looked up last."""

    def __init__(self, remembered: int = 32_768) -> None:
        self._held: dict[tuple[str, str], tuple[int, Bits | None]] = {}
        self.answers: Recent[tuple[str, str, int, bytes], int] = Recent(remembered)

    def may_list(self, register: Register, token: bytes, read: Callable[..., tuple[RegisterFilter, ...]]) -> bool:
        """Whether a register may list a token.

        Args:
            token: its first 12 bytes.
            read: gives the pieces of a filter, by the parts of their key.
        """
        place = (register.country, register.name)
        held = self._held.get(place)
        if held is None or held[0] != register.load:
            held = self._held[place] = (register.load, _joined(read(*place, f"{register.load:08d}")))
        return held[1] is None or held[1].may_have(token)


def _joined(pieces: tuple[RegisterFilter, ...]) -> Bits | None:
    """The whole filter; None when a piece is missing, so that everybody is looked up."""
    if not pieces or len(pieces) != pieces[0].pieces:
        return None
    return Bits(b"".join(piece.bits for piece in pieces))
