"""Refusing JSON in which an object says the same key twice.

Readers differ in which of the two counts, so that a check in front of us might have read another event than we do. The
decoders keep the last one and do not say so. The check is quick: an ordinary document has as many `":`, blanks left
out, as the same document written again from what was decoded, and then none can stand twice; only others are read key
by key.

A text may hold `\\":` too. As long as no character is written as a number, whatever the second document has of that,
the first has as well, so that it never makes up for a key that was lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from tipstaff.vocab.errors import Fault, Malformed
from tipstaff.vocab.recorded import LONGEST_INTEGER, numbers_out_of_range

_plain: Final = msgspec.json.Decoder().decode
_again: Final = msgspec.json.Encoder().encode
_BLANKS: Final = b" \t\r\n"
_AS_NUMBER: Final = b"\\u00"
"""How a quote or a colon may be written as a number; other characters do not matter here."""


def require_distinct_keys(document: bytes) -> None:
    """Refuse a document in which a key stands twice in one object. What is no JSON is left to the decoder to refuse.

    Raises:
        Malformed: with a fault at the path of every such key, or of every number that no double can hold.
    """
    try:
        value = _plain(document)
    except msgspec.ValidationError:
        raise _out_of_range(document) from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return
    keys = _keys(value) if _AS_NUMBER in document else _again(value).count(b'":')
    if document.translate(None, _BLANKS).count(b'":') == keys:
        return
    paths = list(_repeated(json.loads(document, object_pairs_hook=_Pairs), ""))
    if paths:
        hint = "say it once: which of the two counts is not defined"
        faults = [Fault(path, "each key once in an object", "the same key twice", hint) for path in paths]
        raise Malformed(f"`{paths[0]}` stands twice", faults=faults)


def _out_of_range(document: bytes) -> Malformed:
    """What decodes events skips fields that nobody declared; nothing may enter the record that cannot be read back."""
    wanted = f"a number of at most {LONGEST_INTEGER} digits that a double can hold"
    hint = "send it as a string"
    faults = [Fault(path, wanted, "a number out of range", hint) for path in numbers_out_of_range(document)]
    return Malformed("a number is out of range", faults=faults)


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written."""


def _keys(value: Any) -> int:
    """How many keys the objects of a decoded document have in all."""
    if type(value) is dict:
        inside = sum([_keys(item) for item in value.values() if type(item) is dict or type(item) is list])
        return len(value) + inside
    if type(value) is list:
        return sum([_keys(item) for item in value if type(item) is dict or type(item) is list])
    return 0


def _repeated(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, _Pairs):
        seen: set[str] = set()
        for name, item in value:
            at = f"{path}.{name}" if path else name
            if name in seen:
                yield at
            seen.add(name)
            yield from _repeated(item, at)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _repeated(item, f"{path}[{number}]")
