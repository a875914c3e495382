"""The state of windows as bytes, and back: a header, then one packed part per window.

A part is found again by the window's text (`str(spec)`): a window that was changed starts empty and says so. Row data
is compressed at the fastest level; most of it is runs of equal numbers.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from tipstaff.signals.windows.measuring.distinct import Distinct, remembered
from tipstaff.signals.windows.measuring.fleet import Fleet
from tipstaff.signals.windows.measuring.habits import Habits
from tipstaff.signals.windows.measuring.last import Last
from tipstaff.signals.windows.measuring.ratios import Levels
from tipstaff.signals.windows.measuring.seen import FEW, NEVER, Seen
from tipstaff.signals.windows.packing import Pack
from tipstaff.signals.windows.quick import Storage

FORMAT = 3
READS = (1, FORMAT)
"""Format 1 kept a key's values of a `distinct` the same way however few they were, and its rings with them; up to
format 2 keys with a text among their parts were kept part by part.
"""
_LEVEL = 1
_PIECE = 1_000
_piece = msgspec.msgpack.Encoder()


class Part(Struct, frozen=True, array_like=True):
    """One window: its text, its directory, and the arrays of its storage by name."""

    text: str
    keys: list[Any]
    heads: bytes
    touched: bytes
    hand: int
    arrays: dict[str, bytes]


class _Set(Struct, frozen=True, array_like=True):
    """One key of a `distinct`: the values, the newest bucket of each, and the bits of those with several."""

    current: int
    full_until: int
    swept: int
    values: list[Any]
    last: bytes
    several: list[int]
    bits: bytes


class Snapshot(Struct, frozen=True, array_like=True):
    """Everything, with the version of this format."""

    format: int
    parts: list[Part]


def freeze(windows: Mapping[str, Storage]) -> Callable[[], bytes]:
    """The state of every window as of now, by its text: what they go on changing is copied at once. Calling what this
    gives compresses it, which takes as long again and may be done on another thread.
    """
    return partial(_packed_whole, [_copied(text, storage) for text, storage in windows.items()])


def unpack(data: bytes, windows: Mapping[str, Storage], packs: Mapping[str, Pack] = MappingProxyType({})) -> set[str]:
    """Fill the (empty) windows from a snapshot.

    Args:
        packs: for the texts of windows whose keys are packed, how.

    Returns:
        The texts of the windows that found their state.
    Raises:
        ValueError: not a snapshot of this format.
    """
    try:
        snapshot = msgspec.msgpack.decode(data, type=Snapshot)
    except msgspec.DecodeError as error:
        raise ValueError(f"not a snapshot of windows: {error}") from None
    if not READS[0] <= snapshot.format <= READS[1]:
        raise ValueError(f"a snapshot of format {snapshot.format}; this version reads {READS[0]} to {FORMAT}")
    found = set()
    for part in snapshot.parts:
        storage = windows.get(part.text)
        if storage is not None:
            _fill(storage, part, packs.get(part.text))
            found.add(part.text)
    return found


class _Copy(Struct, frozen=True):
    """A part before it is compressed."""

    text: str
    keys: list[Any]
    heads: bytes
    touched: bytes
    hand: int
    arrays: Mapping[str, bytes | Callable[[], bytes]]


def _copied(text: str, storage: Storage) -> _Copy:
    directory = storage.directory
    heads = array("q", directory.heads).tobytes()
    return _Copy(text, list(directory.keys), heads, bytes(directory.touched), directory.hand, _arrays(storage))


def _packed_whole(copies: list[_Copy]) -> bytes:
    return msgspec.msgpack.encode(Snapshot(FORMAT, list(map(_part, copies))))


def _part(copy: _Copy) -> Part:
    arrays = {name: zlib.compress(data() if callable(data) else data, _LEVEL) for name, data in copy.arrays.items()}
    heads, touched = zlib.compress(copy.heads, _LEVEL), zlib.compress(copy.touched, _LEVEL)
    return Part(copy.text, copy.keys, heads, touched, copy.hand, arrays)


def _arrays(storage: Storage) -> dict[str, bytes | Callable[[], bytes]]:
    if isinstance(storage, Fleet):
        return {"crowds": storage.pack()}
    if isinstance(storage, Habits):
        return {"habits": storage.pack()}
    if isinstance(storage, Last):
        times = {"times": partial(msgspec.msgpack.encode, list(storage.times))}
        return {**times} if storage.numbers is None else {**times, "numbers": storage.numbers.tobytes()}
    if isinstance(storage, Distinct):
        # The only value of a key is as it is; only what goes on changing is copied.
        return {"sets": partial(_rows, [_packed(seen) if type(seen) is Seen else seen for seen in storage.sets])}
    slots = _numbers(storage.used()) if storage.exact else storage.used().tobytes()
    if isinstance(storage, Levels):
        return {"slots": slots, "states": bytes(storage.states), "before": bytes(storage.before)}
    return {"slots": slots}


def _fill(storage: Storage, part: Part, pack: Pack | None) -> None:
    directory = storage.directory
    keys = [_key(key) for key in part.keys]
    directory.keys = keys if pack is None else [pack(key) if type(key) is tuple else key for key in keys]
    directory.rows = {key: row for row, key in enumerate(directory.keys)}
    directory.heads = list(array("q", zlib.decompress(part.heads)))
    directory.touched = bytearray(zlib.decompress(part.touched))
    directory.hand = part.hand
    _fill_arrays(storage, {name: zlib.decompress(data) for name, data in part.arrays.items()})


def _fill_arrays(storage: Storage, arrays: Mapping[str, bytes]) -> None:
    if isinstance(storage, Fleet):
        storage.refill(arrays["crowds"])
    elif isinstance(storage, Habits):
        storage.refill(arrays["habits"])
    elif isinstance(storage, Last):
        storage.times = msgspec.msgpack.decode(arrays["times"], type=list[datetime])
        if storage.numbers is not None:
            storage.numbers = array("d", arrays["numbers"])
    elif isinstance(storage, Distinct):
        sets, heads = msgspec.msgpack.decode(arrays["sets"], type=list[list[Any]]), storage.directory.heads
        storage.sets = [_seen(packed, head, storage) for packed, head in zip(sets, heads, strict=True)]
        if "newest" in arrays:
            storage.sets = list(map(_shortened, storage.sets, heads))
        storage.held = sum(map(remembered, storage.sets))
    else:
        storage.fill(_list(arrays["slots"]) if storage.exact else array("I", arrays["slots"]))
        if isinstance(storage, Levels):
            storage.states = bytearray(arrays["states"])
            storage.before = bytearray(arrays["before"])


def _key(value: Any) -> Any:
    """A tuple comes back as a list."""
    return tuple(map(_key, value)) if isinstance(value, list) else value


def _rows(sets: list[Any]) -> bytes:
    """A list of what every row holds: a `_Set`, a list of the only value, or of none. In pieces, so that a hundred
    thousand rows do not become a hundred thousand lists at a time.
    """
    parts = [b"\xdd", len(sets).to_bytes(4)]
    for start in range(0, len(sets), _PIECE):
        piece = [row if type(row) is _Set else [] if row is None else [row] for row in sets[start : start + _PIECE]]
        parts.append(_piece.encode(piece)[_head(len(piece)) :])
    return b"".join(parts)


def _head(size: int) -> int:
    """So many bytes stand before the items of a list in MessagePack."""
    return 1 if size < 16 else 3 if size < 1 << 16 else 5


def _packed(seen: Seen) -> _Set:
    """What goes on changing, copied."""
    bits = seen.bits
    # Most keys have no value that was seen in several buckets: they cost a third so.
    several = {number: bits[value] for number, value in enumerate(seen.values) if value in bits} if bits else {}
    last = array("q", seen.values.values()).tobytes()
    return _Set(
        seen.current, seen.full_until, seen.swept, list(seen.values), last, list(several), _numbers(several.values())
    )


def _seen(packed: list[Any], head: int, storage: Distinct) -> Any:
    if len(packed) < len(_Set.__struct_fields__):
        return _key(packed[0]) if packed else None
    whole = msgspec.convert(packed, _Set)
    values = list(map(_key, whole.values))
    last = array("q", whole.last)
    seen = Seen(whole.swept)
    seen.current, seen.full_until = whole.current, whole.full_until
    seen.values = dict(zip(values, last, strict=True))
    seen.bits = dict(zip([values[number] for number in whole.several], _list(whole.bits), strict=True)) or None
    if len(values) > FEW:
        seen.begin_ring(head, storage.span, storage.values)
    return seen


def _shortened(seen: Seen, head: int) -> Any:
    """Of format 1: a key without values, or with one in one bucket, is none to look further at."""
    if not seen.values:
        return None
    alone = list(seen.values.values()) == [head] and seen.bits is None and seen.full_until == NEVER
    return next(iter(seen.values)) if alone else seen


def _numbers(values: Iterable[int]) -> bytes:
    """Whole numbers of any size."""
    return " ".join(map(str, values)).encode()


def _list(data: bytes) -> list[int]:
    return [int(number) for number in data.split()]
