"""What is stored of an event: its texts and command lines without restricted values, all else as it came."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from tipstaff.app.recording.scrubbing import storable
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
SMS = {"channel": "sms", "from": "ACME", "to": "+33612345678", "purpose": "service"}


def stored(kind: str, data: dict[str, Any]) -> Any:
    envelope = {"specversion": "1.0", "id": "e", "source": "t", "type": kind, "account": "acme", "data": data}
    raw = msgspec.json.encode({**envelope, "time": NOW.isoformat()})
    kept = storable(Decoder(STANDARD).decode(raw, NOW))
    return msgspec.json.decode(kept)["data"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("your SSN 536-90-4399 is on file", "your SSN 53•••• is on file"),
        ("card 4111 1111 1111 1111", "card 41••••"),
        ("password: hunter22x", "password: hu••••"),
        ("see you at 10, call +33 6 12 34 56 78", "see you at 10, call +33 6 12 34 56 78"),
    ],
)
def test_texts(text: str, kept: str) -> None:
    data = stored("message.send", {**SMS, "text": text})
    assert (data["text"], data["to"]) == (kept, "+33612345678")


def test_command_lines() -> None:
    secret = "mysql://root:" + "pa55word@db.x/y"
    data = stored("app.deploy", {"app": "a", "command": "run", "arguments": ["--db", secret]})
    assert data["arguments"] == ["--db", "my••••/y"]
