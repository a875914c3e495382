"""Answers as bytes, for requests that no ASGI task answers."""

from __future__ import annotations

from collections.abc import Sequence

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from tipstaff.api.routing.call import JSON, Reply
from tipstaff.api.routing.gate import head_of

RawHeader = tuple[bytes, bytes]


def as_bytes(reply: Reply, default: Sequence[RawHeader], *, keep_alive: bool) -> bytes:
    """The whole answer. `default`: headers that the server adds, such as the date."""
    lines = [*default, *head_of(reply)]
    if not keep_alive and not any(name == b"connection" for name, _ in lines):
        lines.append((b"connection", b"close"))
    return b"".join((STATUS_LINE[reply.status], *(b"%b: %b\r\n" % line for line in lines), b"\r\n", reply.body))


def json_head(default: Sequence[RawHeader]) -> bytes:
    """What stands before the length of a JSON answer with status 200 that nobody may keep."""
    reply = Reply(b"", 200, JSON)
    whole = as_bytes(reply, default, keep_alive=True)
    return whole.removesuffix(b"0\r\n\r\n")
