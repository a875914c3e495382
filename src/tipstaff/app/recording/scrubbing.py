"""Restricted data found in content is never stored in the clear: it is blanked before."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec

from tipstaff.signals.detectors.personal import blanked, holds_values
from tipstaff.vocab.event import Event
from tipstaff.vocab.recorded import recorded_json

_WORDS: Final = ("text", "subject", "title", "html", "sample", "message", "command", "arguments")


def storable(event: Event) -> bytes:
    """The event as it may be stored: texts and command lines without identifiers, cards, accounts and secrets.

    Texts in which there can be none, nearly all, are stored as they came without being parsed again.

    Numbers that are fields of their own (a recipient, an id) stay: they are what the event is about.
    """
    data = event.data
    record: type[msgspec.Struct] = type(data)
    for name in _worded(record):
        said = getattr(data, name)
        for text in said if isinstance(said, list) else (said,):
            if isinstance(text, str) and holds_values(text):
                return scrubbed(event.raw)
    return event.raw


def scrubbed(raw: bytes) -> bytes:
    """The same for an event's JSON."""
    document: dict[str, Any] = recorded_json(raw)
    before = document["data"]
    after = _without(before)
    return raw if after == before else msgspec.json.encode({**document, "data": after})


@cache
def _worded(record: type[msgspec.Struct]) -> tuple[str, ...]:
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
