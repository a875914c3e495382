"""Reading a request body within a limit, without ever holding more than the limit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tipstaff.vocab.errors import Fault, Malformed, TooLarge

if TYPE_CHECKING:
    from starlette.types import Receive


_TOKENS: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_OPENING: Final = frozenset(b"[{")
_CLOSING: Final = frozenset(b"]}")


class Disconnected(Exception):
    """The caller hung up while sending; there is nobody to answer."""


def require_length(declared: bytes | None, limit: int) -> None:
    """Refuse a body whose `Content-Length` is already over the limit, before reading any of it.

    Raises:
        TooLarge: more than `limit` bytes are declared.
        Malformed: the header is not a number.
    """
    if declared is None:
        return
    if not declared.isdigit():
        raise Malformed("`Content-Length` is not a number")
    if int(declared) > limit:
        raise _too_large(limit, f"{int(declared)} bytes")


async def read_body(receive: Receive, limit: int) -> bytes:
    """The whole body.

    Raises:
        TooLarge: the body grew over `limit` bytes.
        Disconnected: the caller hung up.
    """
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        whole: bytes = message.get("body", b"")
        if len(whole) > limit:
            raise _too_large(limit, f"{len(whole)} bytes")
        return whole
    return await _read_on(message, receive, limit)


async def _read_on(message: object, receive: Receive, limit: int) -> bytes:
    pieces = bytearray()
    while True:
        assert isinstance(message, dict)
        if message["type"] != "http.request":
            raise Disconnected
        pieces += message.get("body", b"")
        if len(pieces) > limit:
            raise _too_large(limit, f"more than {limit} bytes")
        if not message.get("more_body", False):
            return bytes(pieces)
        message = await receive()


def require_shallow(document: bytes, limit: int) -> None:
    """Refuse JSON that is nested deeper than `limit`.

    Most documents hold fewer brackets than levels are allowed, and need no closer look. Brackets inside strings do not
    count; in bytes that are no JSON at all the count means nothing, and the decoder will say so.

    Raises:
        Malformed: too deep.
    """
    if document.count(b"{") + document.count(b"[") <= limit:
        return
    depth = 0
    for token in _TOKENS.finditer(document):
        sign = token.group()[0]
        if sign in _OPENING:
            depth += 1
            if depth > limit:
                fault = Fault("", f"at most {limit} levels of nesting", "more", "flatten the document")
                raise Malformed("nested too deeply", faults=[fault])
        elif sign in _CLOSING:
            depth -= 1


def _too_large(limit: int, got: str) -> TooLarge:
    fault = Fault("", f"at most {limit} bytes", got, "send less at once")
    return TooLarge(f"the body is larger than {limit} bytes", faults=[fault])
