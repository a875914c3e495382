"""What is stored of an event: its texts and command lines without restricted values, all else as it came."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.app.recording import scrubbing
from tipstaff.app.recording.scrubbing import scrubbed, storable
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
SMS = {"channel": "sms", "from": "ACME", "to": "+33612345678", "purpose": "service"}


CARD = "card 4111 1111 1111 1111"
DECODER = Decoder(STANDARD)


def told(kind: str, data: dict[str, Any]) -> bytes:
    envelope = {"specversion": "1.0", "id": "e", "source": "t", "type": kind, "account": "acme", "data": data}
    return msgspec.json.encode({**envelope, "time": NOW.isoformat()})


def kept(raw: bytes) -> Any:
    return msgspec.json.decode(storable(DECODER.decode(raw, NOW)))["data"]


def stored(kind: str, data: dict[str, Any]) -> Any:
    return kept(told(kind, data))


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("your SSN 536-90-4399 is on file", "your SSN 53•••• is on file"),
        ("card 4111 1111 1111 1111", "card 41••••"),
        ("password: hunter22x", "password: hu••••"),
        ("see you at 10, call +33 6 12 34 56 78", "see you at 10, call +33 6 12 34 56 78"),
    ],
)
def test_texts(text: str, blanked: str) -> None:
    data = stored("message.send", {**SMS, "text": text})
    assert (data["text"], data["to"]) == (blanked, "+33612345678")


def test_command_lines() -> None:
    secret = "mysql://root:" + "pa55word@db.x/y"
    data = stored("app.deploy", {"app": "a", "command": "run", "arguments": ["--db", secret]})
    assert data["arguments"] == ["--db", "my••••/y"]


MAIL = {"from": {"address": "a@acme.example"}, "to": ["b@example.org"], "subject": "Hello", "purpose": "service"}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("message.send", {**SMS, "text": "Hello", "meta": {"text": CARD}}),
        ("message.send", {**SMS, "text": "Hello", "more": [{"lines": [{"text": CARD}]}]}),
        ("message.send", {**SMS, "text": "Hello", "message": CARD}),
        ("email.send", {**MAIL, "meta": {"text": CARD}}),  # no text of its own
        ("email.send", {**MAIL, "headers": {"subject": CARD}}),
        ("app.deploy", {"app": "a", "meta": {"text": CARD}}),
        ("account.update", {"changes": {"text": CARD}}),
        ("account.transfer", {"to": "b", "form": {"html": [CARD]}}),
    ],
)
def test_members_of_members_and_members_that_nobody_declared(kind: str, data: dict[str, Any]) -> None:
    raw = told(kind, data)
    assert b"4111" in raw
    for sent in (raw, raw.replace(b'":', b'" :'), raw.replace(b'"text"', b'"te\\u0078t"')):
        assert kept(sent) == msgspec.json.decode(raw.replace(b"4111 1111 1111 1111", "41••••".encode()))["data"]


WORDS = st.sampled_from(["Hello", CARD, "password: hunter22x", 'a "text": here', "line\nof \u0001 text", "", "text"])
NAMES = st.sampled_from(["text", "subject", "html", "message", "note", "meta", "arguments"])
MEMBERS = st.recursive(WORDS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2))


@settings(deadline=None)
@given(st.dictionaries(NAMES, MEMBERS, max_size=3), WORDS, st.booleans())
def test_what_is_stored_is_what_a_repeat_is_compared_with(more: dict[str, Any], text: str, escaped: bool) -> None:
    raw = told("message.send", {**more, **SMS, "text": text})
    sent = json.dumps(json.loads(raw), ensure_ascii=escaped).encode()
    assert storable(DECODER.decode(sent, NOW)) == scrubbed(sent)


def test_the_ordinary_event_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = told(
        "message.send", {**SMS, "text": "Bonjour à tous,\n« soldes » le 3/12", "media": [{"mime_type": "image/png"}]}
    )
    event = DECODER.decode(raw, NOW)
    monkeypatch.setattr(scrubbing, "scrubbed", lambda _: pytest.fail("parsed again"))
    assert storable(event) is event.raw
