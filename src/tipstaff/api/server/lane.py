"""The quick lane: requests of the busiest routes whose head was seen before.

Callers send the same head again and again; only `Content-Length` moves a little. What a head means (route, key, query,
length) is found out once, by the same parser and the same gate as for all others, and remembered under the head's
digest for as long as a key's look-up is. A head that is in any way unusual never gets here: it goes the long way, and
is refused there if it must be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import httptools
from msgspec import Struct

from tipstaff.api.keys.ring import RECHECK
from tipstaff.api.routing.gate import Gate
from tipstaff.api.server.wire import json_head
from tipstaff.vocab.errors import TipstaffError

if TYPE_CHECKING:
    from tipstaff.api.door import Door
    from tipstaff.api.routing.call import Call
    from tipstaff.api.routing.route import Route

END: Final = b"\r\n\r\n"
LONGEST_HEAD: Final = 8_192
_REMEMBERED: Final = 4_096
_UNUSUAL: Final = frozenset({b"transfer-encoding", b"expect", b"upgrade"})


class Known(Struct):
    """What a head means: the gate it goes to, a call without its body, the body's length, and until when this holds."""

    gate: Gate
    call: Call
    length: int
    until: float
    keys: int


class Lane:
    """Knows heads. One for each server.

    Args:
        door: shared with the endpoints.
        gates: those that can be entered here, by path.
    """

    def __init__(self, door: Door, gates: Mapping[str, Gate]) -> None:
        self.door = door
        self._gates = {path.encode(): gate for path, gate in gates.items()}
        self.begins = tuple(b"POST " + path for path in self._gates)
        self._known: dict[bytes, Known] = {}
        self._default: object = None
        self._head = b""

    def head(self, default: Sequence[tuple[bytes, bytes]]) -> bytes:
        """What stands before the length of an answer; `default` is another list once a second, with another date."""
        if default is not self._default:
            self._default, self._head = default, json_head(default)
        return self._head

    def known(self, head: bytes) -> Known | None:
        """What these bytes before the empty line mean; None when the request must go the long way."""
        digest = sha256(head).digest()  # the token in it is kept nowhere
        known = self._known.get(digest)
        if known is not None and known.until > self.door.monotonic() and known.keys == self.door.keys.changes:
            return known
        known = self._learn(head)
        if known is not None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[digest] = known
        return known

    def _learn(self, head: bytes) -> Known | None:
        read = _Head()
        length = read.ordinary(head)
        gate = self._gates.get(read.path)
        if not length or gate is None:
            return None
        began = self.door.monotonic()
        try:
            call = gate.admit(dict(read.headers), read.query)
        except TipstaffError:
            return None
        if length > gate.limit:
            return None
        left = RECHECK.total_seconds() if call.key is None else self.door.keys.good_for(call.key)
        return Known(gate, call, length, began + left, self.door.keys.changes)


def lane_of(door: Door, table: Sequence[Route]) -> Lane:
    """The lane of a server: the routes of the table that say how to be told."""
    return Lane(door, {route.path: Gate(route, door) for route in table if route.tell is not None})


class _Head:
    """Reads one head with the server's parser."""

    def __init__(self) -> None:
        self.headers: list[tuple[bytes, bytes]] = []
        self.path = self.query = b""
        self._url = b""
        self._complete = self._more = False

    def ordinary(self, head: bytes) -> int:
        """The length of the body when this is a plain POST of HTTP/1.1 with a body; 0 for all else."""
        parser = httptools.HttpRequestParser(self)
        try:
            parser.feed_data(head + END)
            url = httptools.parse_url(self._url)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            return 0
        given = dict(self.headers)
        usual = self._complete and not self._more and len(given) == len(self.headers) and _UNUSUAL.isdisjoint(given)
        usual = usual and given.get(b"connection", b"keep-alive").lower() == b"keep-alive"
        if not usual or parser.get_method() != b"POST" or parser.get_http_version() != "1.1":
            return 0
        self.path, self.query = url.path or b"", url.query or b""
        length = given.get(b"content-length", b"")
        return int(length) if length.isdigit() else 0

    # what the parser calls

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self._complete = True

    def on_body(self, _: bytes) -> None:
        self._more = True  # the head ended before its end

    def on_message_complete(self) -> None:
        self._more = True
