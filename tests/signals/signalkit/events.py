"""Events through the real decoder, in one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from tipstaff.signals import NoSurroundings, Reader, Surroundings, catalogue
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
CATALOGUE = catalogue()
_DECODER = Decoder(STANDARD)


def event(kind: str, at: datetime | float = NOON, account: str = "acme", /, **data: Any) -> Event:
    """An event of a type; `at` as a time or in seconds after noon. `from_` stands for `from`."""
    time = at if isinstance(at, datetime) else NOON + timedelta(seconds=at)
    told = {name.rstrip("_"): value for name, value in data.items()}
    envelope = {"specversion": "1.0", "id": "e", "source": "t", "type": kind, "account": account, "data": told}
    return _DECODER.decode(msgspec.json.encode({**envelope, "time": time.isoformat()}), NOON)


def sms(text: str = "hello", at: datetime | float = NOON, account: str = "acme", **data: Any) -> Event:
    """A `message.send` by SMS."""
    fields = {"channel": "sms", "from": "ACME", "to": "+33612345678", "purpose": "marketing", **data}
    return event(
        "message.send", at, account, text=text, **{n if n != "from" else "from_": v for n, v in fields.items()}
    )


def reader(of: Event, surroundings: Surroundings = NoSurroundings()) -> Reader:  # noqa: B008  # holds nothing
    """A reader with the shipped catalogue."""
    return Reader(of, CATALOGUE, surroundings)
