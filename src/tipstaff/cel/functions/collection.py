"""Lists, maps and sizes: `size`, `in`, indexing, concatenation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tipstaff.cel.functions.implementation import ANY, MAX_ITEMS, MAX_TEXT, Implementation
from tipstaff.cel.values import CelError, contains, key_of, kind, show


def add_text(left: Any, right: Any) -> Any:
    """Concatenate strings or bytes. CelError limit-exceeded beyond a million characters."""
    if len(left) + len(right) > MAX_TEXT:
        raise CelError("limit-exceeded", f"a text longer than {MAX_TEXT} characters")
    return left + right


def add_list(left: Sequence[object], right: Sequence[object]) -> list[object]:
    """Concatenate lists. CelError limit-exceeded beyond 100,000 items."""
    if len(left) + len(right) > MAX_ITEMS:
        raise CelError("limit-exceeded", f"a list longer than {MAX_ITEMS} items")
    return [*left, *right]


def index_list(items: Sequence[Any], index: Any) -> Any:
    """`items[index]`: from 0; a double or uint counts when it is whole."""
    at = _whole(index)
    if 0 <= at < len(items):
        return items[at]
    raise CelError("index-out-of-range", f"index {at} of a list of {len(items)}")


def _whole(index: Any) -> int:
    if kind(index) not in ("int", "uint", "double") or index != index // 1:
        raise CelError("no-matching-overload", f"{show(index)} is not an index")
    return int(index)


def index_map(entries: Mapping[Any, Any], key: object) -> Any:
    """`entries[key]`. CelError no-such-key when it is not there."""
    held = key_of(key)
    if held in entries:
        return entries[held]
    raise CelError("no-such-key", "there is no such key")


def in_list(item: object, items: Sequence[object]) -> bool:
    """`item in items`."""
    return contains(item, items)


def in_map(key: object, entries: Mapping[Any, Any]) -> bool:
    """`key in entries`."""
    return key_of(key) in entries


_SIZED = ("string", "bytes", "list", "map")

OVERLOADS = (
    *(Implementation("size", f"size_{kind}", (kind,), len) for kind in _SIZED),
    *(Implementation("size", f"{kind}_size", (kind,), len, member=True) for kind in _SIZED),
    Implementation("_+_", "add_string", ("string", "string"), add_text),
    Implementation("_+_", "add_bytes", ("bytes", "bytes"), add_text),
    Implementation("_+_", "add_list", ("list", "list"), add_list),
    Implementation("_[_]", "index_list", ("list", ANY), index_list),
    Implementation("_[_]", "index_map", ("map", ANY), index_map),
    Implementation("@in", "in_list", (ANY, "list"), in_list),
    Implementation("@in", "in_map", (ANY, "map"), in_map),
)
