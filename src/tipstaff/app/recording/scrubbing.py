"""Restricted data found in content is never stored in the clear: it is blanked before."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct

from tipstaff.native.kernels import kernel
from tipstaff.signals.detectors.personal import blanked, holds_values
from tipstaff.vocab.event import Event
from tipstaff.vocab.recorded import recorded_json

_WORDS: Final = ("text", "subject", "title", "html", "sample", "message", "command", "arguments")
_NAMED: Final = re.compile(b'"(?:%s)"' % "|".join(_WORDS).encode())
# JSON may spell the letters of a name as \u0061 to \u007a, which nobody's encoder does.
_SPELLED: Final = re.compile(rb"\\u00[67]")
_KERNEL: Final[Any] = kernel("scrubbing")


def storable(event: Event) -> bytes:
    """The event as it may be stored: texts and command lines without identifiers, cards, accounts and secrets.

    Texts in which there can be none, nearly all, are stored as they came without being parsed again; what comes out is
    the same as that of `scrubbed`, by which a repeat is known.

    Numbers that are fields of their own (a recipient, an id) stay: they are what the event is about.
    """
    raw, data = event.raw, event.data
    record: type[Struct] = type(data)
    if _KERNEL is not None and _KERNEL.is_plain(data, _worded(record), raw, UNSET):
        return raw
    return scrubbed(raw) if _may_hold_values(data, raw) else raw


def scrubbed(raw: bytes) -> bytes:
    """The same for an event's JSON."""
    document: dict[str, Any] = recorded_json(raw)
    before = document["data"]
    after = _without(before)
    return raw if after == before else msgspec.json.encode({**document, "data": after})


def _may_hold_values(data: Any, raw: bytes) -> bool:
    """Whether a text holds values, or words may stand where no type declares them, as in members of members."""
    record: type[Struct] = type(data)
    given = 0
    for name in _worded(record):
        said = getattr(data, name)
        if said is UNSET:
            continue
        given += 1
        for text in said if isinstance(said, list) else (said,):
            if isinstance(text, str) and holds_values(text):
                return True
    return not 0 <= words_named(raw) <= given


def words_named_plainly(raw: bytes) -> int:
    """How often an event's JSON names what holds words; -1 where a name may be spelled with escapes."""
    return -1 if _SPELLED.search(raw) else len(_NAMED.findall(raw))


words_named: Final[Callable[[bytes], int]] = words_named_plainly if _KERNEL is None else _KERNEL.words_named


@cache
def _worded(record: type[Struct]) -> tuple[str, ...]:
    """Those of its attributes that hold words."""
    return tuple(name for name in record.__struct_fields__ if name in _WORDS)


def _without(value: Any, name: str = "") -> Any:
    if isinstance(value, str):
        return blanked(value) if name in _WORDS else value
    if isinstance(value, dict):
        return {key: _without(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, name) for item in value]
    return value
