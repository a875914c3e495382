"""The state of windows as bytes, and back: a header, then one packed part per window.

A part is found again by the window's text (`str(spec)`): a window that was changed starts empty and says so. Row data
is compressed at the fastest level; most of it is runs of equal numbers.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from tipstaff.signals.windows.distinct import Distinct
from tipstaff.signals.windows.faces import Storage
from tipstaff.signals.windows.last import Last
from tipstaff.signals.windows.ratios import Levels

FORMAT = 1
_LEVEL = 1


class Part(Struct, frozen=True, array_like=True):
    """One window: its text, its directory, and the arrays of its storage by name."""

    text: str
    keys: list[Any]
    heads: bytes
    touched: bytes
    hand: int
    arrays: dict[str, bytes]


class Snapshot(Struct, frozen=True, array_like=True):
    """Everything, with the version of this format."""

    format: int
    parts: list[Part]


def pack(windows: Mapping[str, Storage]) -> bytes:
    """The state of every window, by its text."""
    parts = [_part(text, storage) for text, storage in windows.items()]
    return msgspec.msgpack.encode(Snapshot(FORMAT, parts))


def unpack(data: bytes, windows: Mapping[str, Storage]) -> set[str]:
    """Fill the (empty) windows from a snapshot.

    Returns:
        The texts of the windows that found their state.
    Raises:
        ValueError: not a snapshot of this format.
    """
    try:
        snapshot = msgspec.msgpack.decode(data, type=Snapshot)
    except msgspec.DecodeError as error:
        raise ValueError(f"not a snapshot of windows: {error}") from None
    if snapshot.format != FORMAT:
        raise ValueError(f"a snapshot of format {snapshot.format}; this version reads {FORMAT}")
    found = set()
    for part in snapshot.parts:
        storage = windows.get(part.text)
        if storage is not None:
            _fill(storage, part)
            found.add(part.text)
    return found


def _part(text: str, storage: Storage) -> Part:
    directory = storage.directory
    heads = zlib.compress(array("q", directory.heads).tobytes(), _LEVEL)
    arrays = {name: zlib.compress(data, _LEVEL) for name, data in _arrays(storage).items()}
    return Part(text, directory.keys, heads, zlib.compress(directory.touched, _LEVEL), directory.hand, arrays)


def _arrays(storage: Storage) -> dict[str, bytes]:
    if isinstance(storage, Last):
        return {"times": storage.times.tobytes()}
    if isinstance(storage, Distinct):
        return {
            "newest": storage.newest.tobytes(),
            "current": _numbers(storage.current),
            "full_until": _numbers(storage.full_until),
            "swept": _numbers(storage.swept),
            "seen": msgspec.msgpack.encode([[[v, hex(known)] for v, known in row.items()] for row in storage.seen]),
        }
    slots = _numbers(storage.slots) if storage.exact else storage.slots.tobytes()
    if isinstance(storage, Levels):
        return {"slots": slots, "states": bytes(storage.states), "before": bytes(storage.before)}
    return {"slots": slots}


def _fill(storage: Storage, part: Part) -> None:
    directory = storage.directory
    directory.keys = [_key(key) for key in part.keys]
    directory.rows = {key: row for row, key in enumerate(directory.keys)}
    directory.heads = list(array("q", zlib.decompress(part.heads)))
    directory.touched = bytearray(zlib.decompress(part.touched))
    directory.hand = part.hand
    _fill_arrays(storage, {name: zlib.decompress(data) for name, data in part.arrays.items()})


def _fill_arrays(storage: Storage, arrays: Mapping[str, bytes]) -> None:
    if isinstance(storage, Last):
        storage.times = array("q", arrays["times"])
    elif isinstance(storage, Distinct):
        storage.newest = array("I", arrays["newest"])
        storage.current = _list(arrays["current"])
        storage.full_until = _list(arrays["full_until"])
        storage.swept = _list(arrays["swept"])
        rows = msgspec.msgpack.decode(arrays["seen"])
        storage.seen = [{_key(value): int(known, 16) for value, known in row} for row in rows]
        storage.held = sum(map(len, storage.seen))
    else:
        storage.slots = _list(arrays["slots"]) if storage.exact else array("I", arrays["slots"])
        if isinstance(storage, Levels):
            storage.states = bytearray(arrays["states"])
            storage.before = bytearray(arrays["before"])


def _key(value: Any) -> Any:
    """A tuple comes back as a list."""
    return tuple(map(_key, value)) if isinstance(value, list) else value


def _numbers(values: list[int]) -> bytes:
    """Whole numbers of any size."""
    return " ".join(map(str, values)).encode()


def _list(data: bytes) -> list[int]:
    return [int(number) for number in data.split()]
