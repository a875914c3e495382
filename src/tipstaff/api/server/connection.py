"""HTTP/1.1 on one connection: the server's own protocol, with the quick lane in front.

bytes ─┬─▶ one whole request whose head is known (`lane`) ─▶ told ─▶ judged with its turn ─▶ one write
       └─▶ anything else: uvicorn's parser, an ASGI task, the gate
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tipstaff.api.routing.call import Call, Reply
from tipstaff.api.routing.gate import internal_reply, problem_reply
from tipstaff.api.server.lane import END, LONGEST_HEAD, Known, Lane
from tipstaff.api.server.wire import as_bytes
from tipstaff.vocab.errors import TipstaffError

if TYPE_CHECKING:
    from tipstaff.api.routing.gate import Gate

_LOG: Final = logging.getLogger("tipstaff")


class Connection(HttpToolsProtocol):
    """One connection.

    Args:
        lane: shared by all connections of the server.
        more: what uvicorn gives its protocols.
    """

    def __init__(self, lane: Lane, **more: Any) -> None:
        super().__init__(**more)
        self._lane = lane
        self._exchange = Exchange(self, lane)
        self._held = b""
        self._between = True
        self.answered_at = 0.0

    def data_received(self, data: bytes) -> None:
        """Take what came in: through the lane when it can be, else through the parser."""
        if self._held:
            data, self._held = self._held + data, b""
            self._exchange.response_complete = True
        if not self._between or not self._quick(data):
            super().data_received(data)

    def _quick(self, data: bytes) -> bool:
        """Whether these bytes are dealt with: told, or held until the rest of the request is there."""
        lane = self._lane
        if not data.startswith(lane.begins) or self._busy() or self.flow.write_paused:
            return False
        end = data.find(END, 0, LONGEST_HEAD)
        known = lane.known(data[:end]) if end > 0 else None
        if known is None:
            return False
        start = end + len(END)
        left = start + known.length - len(data)
        if left < 0:
            return False
        self.cycle = self._exchange  # type: ignore[assignment]  # what uvicorn asks of a cycle, it answers
        self._exchange.response_complete = False
        if left:
            self._held = data
        else:
            self._exchange.begin(known, data[start:])
        return True

    def _busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def on_message_begin(self) -> None:
        """The parser is inside a request from here on, and bytes that come belong to it."""
        self._between = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """The parser has come to the end of a request."""
        super().on_message_complete()
        self._between = True

    def exchanged(self) -> None:
        """An answer went out. Connections that are kept busy share one timer for all their requests."""
        if self.timeout_keep_alive_task is None or self.pipeline or self.flow.read_paused:
            self.on_response_complete()
        else:
            self.server_state.total_requests += 1
        self.answered_at = self._lane.door.monotonic()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that was idle for so long; wait on when it was not."""
        left = self.timeout_keep_alive - (self._lane.door.monotonic() - self.answered_at)
        if self._busy():
            left = float(self.timeout_keep_alive)
        if left > 0 and not self.transport.is_closing():
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()


class _Unheard:
    """Stands for the event that wakes an ASGI task; nobody waits here."""

    def set(self) -> None:
        """Nothing to wake."""


class Exchange:
    """The request under way in the lane of one connection; for uvicorn it is the connection's current cycle."""

    def __init__(self, protocol: Connection, lane: Lane) -> None:
        self.response_complete = True
        self.disconnected = False
        self.keep_alive = True
        self.message_event = _Unheard()
        self._protocol = protocol
        self._lane = lane
        self._gate: Gate | None = None
        self._began = 0.0

    def begin(self, known: Known, body: bytes) -> None:
        """Tell a whole request."""
        self._gate = gate = known.gate
        self._began = self._lane.door.monotonic()
        call = known.call
        try:
            gate.check(body)
            assert gate.route.tell is not None
            gate.route.tell(Call(call.door, call.key, call.path, call.query, call.headers, body), self.answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer to this request
            self.answer(error)

    def answer(self, result: bytes | BaseException) -> None:
        """Put the answer on the wire; called once for each `begin`."""
        self.response_complete = True
        if self.disconnected:
            return
        protocol, status = self._protocol, 200
        default = protocol.server_state.default_headers
        if isinstance(result, bytes) and self.keep_alive:
            protocol.transport.write(b"%b%d\r\n\r\n%b" % (self._lane.head(default), len(result), result))
        else:
            reply = _reply(result)
            status = reply.status
            protocol.transport.write(as_bytes(reply, default, keep_alive=self.keep_alive))
            if not self.keep_alive or CLOSE_HEADER in reply.headers:
                protocol.transport.close()
        door = self._lane.door
        assert self._gate is not None
        door.metrics.observe(self._gate.route.operation, status, door.monotonic() - self._began)
        protocol.exchanged()


def _reply(result: bytes | BaseException) -> Reply:
    if isinstance(result, bytes):
        return Reply(result)
    if isinstance(result, TipstaffError):
        return problem_reply(result)
    _LOG.error("a request failed", exc_info=result)
    return internal_reply()
