"""The quick lane: what may enter it, and that nobody can tell which way a request went."""

from __future__ import annotations

import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from tests.conftest import Server

from tipstaff.api.door import Door, Limits
from tipstaff.api.keys import KeyRing, NewKey, Scope
from tipstaff.api.keys.ring import RECHECK
from tipstaff.api.metrics import DoorMetrics
from tipstaff.api.server.lane import Lane, lane_of
from tipstaff.api.table import ROUTES
from tipstaff.store import sqlite

Fresh = Callable[[str], str]
NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


def event(ident: str, **more: Any) -> bytes:
    data = {"channel": "sms", "from": "ACME", "to": "+33639981234", "text": "Your order left.", "purpose": "service"}
    envelope = {"specversion": "1.0", "id": ident, "source": "lane", "type": "message.send", "account": "acme"}
    return json.dumps({**envelope, "data": data, **more}).encode()


def request(key: str, body: bytes, *more: str, path: str = "/v1/decisions", chunked: bool = False) -> bytes:
    """The lane takes what has a length; a body in chunks goes the long way."""
    head = [f"POST {path} HTTP/1.1", "host: localhost", f"authorization: Bearer {key}", *more]
    if chunked:
        head.append("transfer-encoding: chunked")
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    else:
        head.append(f"content-length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode() + body


class Wire:
    """One connection, spoken to in bytes."""

    def __init__(self, server: Server) -> None:
        url = httpx.URL(server.url)
        self._socket = socket.create_connection((url.host, url.port or 80), timeout=30)
        self._read = self._socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the next answer; 0 where the server hung up."""
        status = self._read.readline()
        headers: dict[str, str] = {}
        while (line := self._read.readline()) not in {b"\r\n", b""}:
            name, _, value = line.decode().partition(":")
            headers[name] = value.strip()
        body = self._read.read(int(headers.get("content-length", 0)))
        return int(status.split()[1]) if status else 0, headers, body

    def close(self) -> None:
        self._read.close()
        self._socket.close()


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    opened = Wire(server)
    yield opened
    opened.close()


BAD = {
    "no json": b"{",
    "not an event": b"[]",
    "key twice": b'{"id":"a","id":"b"}',
    "deep": b'{"a":' + b"[" * 80 + b"]" * 80 + b"}",
    "no utf-8": b'{"id":"\xff"}',
    "unknown type": b'{"specversion":"1.0","id":"a","source":"b","type":"nobody.knows","account":"c","data":{}}',
    "far off": event("far", time="1999-01-01T00:00:00Z"),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_a_refusal_reads_the_same_either_way(server: Server, wire: Wire, body: bytes) -> None:
    wire.send(request(server.key, body))
    status, headers, said = wire.answer()
    wire.send(request(server.key, body, chunked=True))
    other_status, other_headers, other_said = wire.answer()

    assert (status, said) == (other_status, other_said)
    assert status in {400, 422}
    assert {**headers, "date": ""} == {**other_headers, "date": ""}


def test_an_answer_reads_the_same_either_way(server: Server, wire: Wire, fresh: Fresh) -> None:
    body = event(fresh("e"))
    answers = []
    for chunked in (False, True):
        wire.send(request(server.key, body, chunked=chunked))
        answers.append(wire.answer())

    (status, headers, said), (other_status, other_headers, other_said) = answers
    assert status == other_status == 200
    assert said == other_said
    assert {**headers, "date": ""} == {**other_headers, "date": ""}


def test_a_request_in_pieces_is_one_request(server: Server, wire: Wire, fresh: Fresh) -> None:
    for size in (1, 7, 100, 300):
        body = event(fresh("e"))
        whole = request(server.key, body)
        for start in range(0, len(whole), size):
            wire.send(whole[start : start + size])
        status, _, said = wire.answer()
        assert status == 200
        assert json.loads(said)["event"] == json.loads(body)["id"]


def test_a_body_that_is_sent_after_its_head_is_waited_for(server: Server, wire: Wire, fresh: Fresh) -> None:
    body = event(fresh("e"))
    whole = request(server.key, body)
    wire.send(whole[: -len(body)])
    time.sleep(0.05)
    wire.send(body[:20])
    time.sleep(0.05)
    wire.send(body[20:])
    assert wire.answer()[0] == 200


def test_requests_sent_without_waiting_are_answered_in_order(server: Server, wire: Wire, fresh: Fresh) -> None:
    bodies = [event(fresh("e")) for _ in range(12)]
    wire.send(b"".join(request(server.key, body, chunked=number % 5 == 3) for number, body in enumerate(bodies)))
    said = [json.loads(wire.answer()[2])["event"] for _ in bodies]
    assert said == [json.loads(body)["id"] for body in bodies]

    for body in bodies:  # one write each, none waited for
        wire.send(request(server.key, body))
    assert [json.loads(wire.answer()[2])["event"] for _ in bodies] == said


def test_a_revoked_key_is_refused_at_once(server: Server, wire: Wire, fresh: Fresh) -> None:
    token = server.new_key(Scope.DECIDE)
    wire.send(request(token, event(fresh("e"))))
    assert wire.answer()[0] == 200
    with server.client() as client:
        assert client.post(f"/v1/keys/{token.split('_')[1]}/revoke").status_code < 300

    wire.send(request(token, event(fresh("e"))))
    assert wire.answer()[0] == 401


def test_a_key_that_may_only_ask_may_not_decide(server: Server, wire: Wire, fresh: Fresh) -> None:
    token = server.new_key(Scope.ASK)
    wire.send(request(token, event(fresh("e")), path="/v1/decisions?mode=ask"))
    assert wire.answer()[0] == 200
    for chunked in (False, True):
        wire.send(request(token, event(fresh("e")), chunked=chunked))
        assert wire.answer()[0] == 403


def test_a_connection_that_is_to_be_closed_is_closed(server: Server, wire: Wire, fresh: Fresh) -> None:
    wire.send(request(server.key, event(fresh("e"))))
    assert wire.answer()[0] == 200
    wire.send(request(server.key, event(fresh("e")), "connection: close"))
    status, headers, _ = wire.answer()
    assert (status, headers["connection"]) == (200, "close")
    assert wire.answer()[0] == 0


def test_one_who_hangs_up_leaves_nothing_behind(server: Server, fresh: Fresh) -> None:
    for _ in range(5):
        gone = Wire(server)
        gone.send(request(server.key, event(fresh("e"))))
        gone.close()
    with server.client() as client:
        assert client.get("/healthz").status_code == 200


# The lane itself.


@pytest.fixture
def lane() -> Lane:
    store, clock = sqlite.open(), SimpleNamespace(now=NOW)
    ring = KeyRing(store, lambda: clock.now, secrets.token_bytes)
    described = SimpleNamespace(content={}, json=b"")
    service: Any = SimpleNamespace()
    return lane_of(Door(service, ring, Limits(event=5_000), DoorMetrics(), clock.now.timestamp, described), ROUTES)


@pytest.fixture
def token(lane: Lane) -> str:
    return lane.door.keys.create(NewKey("t", (Scope.DECIDE,)), by="t")[1]


def head(token: str, *more: str, path: str = "/v1/decisions", length: str = "100") -> bytes:
    lines = [f"POST {path} HTTP/1.1", "host: h", f"authorization: Bearer {token}", *more, f"content-length: {length}"]
    return "\r\n".join(lines).encode()


def test_an_ordinary_head_is_read_once_and_remembered_without_its_token(lane: Lane, token: str) -> None:
    known = lane.known(head(token))
    assert known is not None
    assert known.length == 100
    assert lane.known(head(token)) is known
    assert all(token.encode() not in key for key in lane._known)


UNUSUAL = {
    "chunks": lambda token: head(token, "transfer-encoding: chunked"),
    "expects": lambda token: head(token, "expect: 100-continue"),
    "upgrade": lambda token: head(token, "connection: upgrade", "upgrade: websocket"),
    "close": lambda token: head(token, "connection: close"),
    "two lengths": lambda token: head(token, "content-length: 7"),
    "no length": lambda token: head(token, length=""),
    "odd length": lambda token: head(token, length="+5"),
    "empty": lambda token: head(token, length="0"),
    "too long": lambda token: head(token, length="5001"),
    "another path": lambda token: head(token, path="/v1/decisions/batch"),
    "longer path": lambda token: head(token, path="/v1/decisionsX"),
    "bad query": lambda token: head(token, path="/v1/decisions?mode=maybe"),
    "another method": lambda token: head(token).replace(b"POST", b"PUT", 1),
    "old protocol": lambda token: head(token).replace(b"HTTP/1.1", b"HTTP/1.0"),
    "another media type": lambda token: head(token, "content-type: text/plain"),
    "no key": lambda token: head("x"),
    "a head in a head": lambda token: head(token, "a: b\r\n\r\nPOST /v1/decisions HTTP/1.1\r\nc: d"),
    "bare line ends": lambda token: head(token, "a: b\n\nPOST /v1/decisions HTTP/1.1\r\nc: d"),
    "folded": lambda token: head(token, "a: b\r\n c"),
    "nonsense": lambda token: b"POST /v1/decisions",
}


@pytest.mark.parametrize("made", UNUSUAL.values(), ids=UNUSUAL)
def test_an_unusual_head_goes_the_long_way(lane: Lane, token: str, made: Callable[[str], bytes]) -> None:
    assert lane.known(made(token)) is None


def test_what_a_head_means_is_looked_up_again_when_keys_change_or_time_passes(lane: Lane, token: str) -> None:
    ring = lane.door.keys
    known = lane.known(head(token))
    ring.create(NewKey("another", (Scope.ASK,)), by="t")
    again = lane.known(head(token))
    assert again is not None
    assert again is not known
    assert again.until <= lane.door.monotonic() + RECHECK.total_seconds()
    ring.revoke(token.split("_")[1], by="t")
    assert lane.known(head(token)) is None


def test_a_key_is_not_relied_upon_longer_than_it_lasts(lane: Lane) -> None:
    ends = NOW + timedelta(seconds=2)
    _, token = lane.door.keys.create(NewKey("short", (Scope.DECIDE,), expires_at=ends), by="t")
    known = lane.known(head(token))
    assert known is not None
    assert known.until == pytest.approx(NOW.timestamp() + 2)
