"""Our signals, asked the way the engine asks them: an event, a reader, a name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from tipstaff.signals import Reader, catalogue
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
CATALOGUE = catalogue()
_SAMPLES: dict[str, dict[str, Any]] = {
    "message.send": {"channel": "sms", "from": "ACME", "to": "+33612345678", "purpose": "service", "text": ""},
    "email.send": {
        "from": {"address": "a@example.org"},
        "to": ["b@example.org"],
        "purpose": "service",
        "subject": "",
        "text": "",
    },
}


def value_of(name: str, kind: str = "message.send") -> Callable[[str], Any]:
    """Text to the value of a signal, in an event of that type; reading the event is not part of its time."""

    def value(text: str) -> Any:
        return Reader(event_of(text, kind), CATALOGUE).get(name)

    return value


def score_of(name: str, kind: str = "message.send") -> Callable[[str], float]:
    """Like `value_of`, for a signal that is a score."""
    value = value_of(name, kind)
    return lambda text: float(value(text))


def event_of(text: str, kind: str = "message.send") -> Event:
    """An event that says this text."""
    sample = _sample(kind)
    return msgspec.structs.replace(sample, data=msgspec.structs.replace(sample.data, text=text))


@lru_cache(maxsize=8)
def _sample(kind: str) -> Event:
    envelope = {"specversion": "1.0", "id": "e", "source": "evaluate", "type": kind, "account": "acme"}
    told = {**envelope, "time": NOON.isoformat(), "data": _SAMPLES[kind]}
    return Decoder(STANDARD).decode(msgspec.json.encode(told), NOON)
