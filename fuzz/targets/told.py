"""What systems tell: events, files of events, commands."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

from fuzz.targets.target import Target, text_of
from tipstaff.cli.intake import read_csv, read_ndjson
from tipstaff.ledgers.commands import COMMANDS
from tipstaff.ledgers.reading import read
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder, parse_json

_NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
_DECODER = Decoder(STANDARD)
_SMS = {"channel": "sms", "from": "ACME", "to": "+33612345678", "purpose": "marketing", "text": "Hello"}
_SIGN_IN = {"user": "u1", "address": "192.0.2.1", "outcome": "success", "client": {"country": "FR"}}


def _envelope(kind: str, data: object) -> bytes:
    whole = {"specversion": "1.0", "id": "1", "source": "s", "type": kind, "account": "a", "data": data}
    return json.dumps(whole).encode()


def _event(data: bytes) -> object:
    return _DECODER.decode(data, _NOW)


def _lines(data: bytes) -> object:
    """Both forms of a file of events, to their end."""
    text = text_of(data)
    told = {"type": "message.send", "account": "a"}
    return [*read_ndjson(io.StringIO(text), told), *read_csv(io.StringIO(text, newline=""), STANDARD, told)]


def _command(data: bytes) -> object:
    """The first byte says which command, the rest is its JSON."""
    names = sorted(COMMANDS)
    return read(COMMANDS[names[data[0] % len(names)]].arguments, parse_json(data[1:])) if data else None


TARGETS = {
    "event": Target(
        _event, [_envelope("message.send", _SMS), _envelope("auth.login", _SIGN_IN), _envelope("no.such", {})]
    ),
    "lines": Target(
        _lines, [b'{"id":"1","data":{"text":"a"}}\n{}', b"type,account,data.to,client.address\nmessage.send,a,+33,1\n"]
    ),
    "command": Target(_command, [bytes([at]) + b'{"account":"a","recipient":"+33612345678"}' for at in range(40)]),
}
