"""Restricted data found in content is never stored in the clear: card and account numbers are blanked before."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from tipstaff.signals.detectors.restricted import blanked
from tipstaff.vocab.event import Event

# What may be a card or an IBAN. Everything else, nearly every event, is stored as it came without being parsed again.
_CANDIDATE: Final = re.compile(r"\d(?:[ -]?\d){11}|[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11}")
_WORDS: Final = ("text", "subject", "title", "html", "sample", "message")


def storable(event: Event) -> bytes:
    """The event as it may be stored: in its texts, card and account numbers show their first characters only.

    Numbers that are fields of their own (a recipient, an id) stay: they are what the event is about.
    """
    texts = [text for name in _WORDS if isinstance(text := getattr(event.data, name, None), str)]
    if not any(_CANDIDATE.search(text) for text in texts):
        return event.raw
    return scrubbed(event.raw)


def scrubbed(raw: bytes) -> bytes:
    """The same for an event's JSON."""
    document: dict[str, Any] = msgspec.json.decode(raw)
    before = document["data"]
    after = _without(before)
    return raw if after == before else msgspec.json.encode({**document, "data": after})


def _without(value: Any, name: str = "") -> Any:
    if isinstance(value, str):
        return blanked(value) if name in _WORDS else value
    if isinstance(value, dict):
        return {key: _without(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, name) for item in value]
    return value
