"""Restricted data found in content is never stored in the clear: card and account numbers are blanked before."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from tipstaff.signals.detectors.restricted import blanked

# What may be a card or an IBAN. Everything else, nearly every event, is stored as it came without being parsed again.
_CANDIDATE: Final = re.compile(
    rb"\d(?:[ -]?\d){11}|[A-Za-z]{2}\d{2}[ -]?[A-Za-z0-9]{4}[ -]?[A-Za-z0-9]{4}[ -]?[A-Za-z0-9]{3}"
)
_WORDS: Final = frozenset({"text", "subject", "title", "html", "sample", "message"})


def scrubbed(raw: bytes) -> bytes:
    """The event as it may be stored: in its texts, card and account numbers show their first characters only.

    Numbers that are fields of their own (a recipient, an id) stay: they are what the event is about.
    """
    if _CANDIDATE.search(raw) is None:
        return raw
    document: dict[str, Any] = msgspec.json.decode(raw)
    before = document["data"]
    after = _without(before)
    if after == before:
        return raw
    return msgspec.json.encode({**document, "data": after})


def _without(value: Any, name: str = "") -> Any:
    if isinstance(value, str):
        return blanked(value) if name in _WORDS else value
    if isinstance(value, dict):
        return {key: _without(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, name) for item in value]
    return value
