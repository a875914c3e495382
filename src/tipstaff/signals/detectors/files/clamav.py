"""A ClamAV daemon asked over its socket, when the operator has one (INSTREAM of clamd's protocol).

Everything that is told goes to that daemon and nowhere else. A daemon that does not answer in time is a failure of the
signal, never a clean bill.
"""

from __future__ import annotations

import re
import socket
import struct

from tipstaff.signals.failure import unavailable
from tipstaff.signals.media.opening import Opened

SECONDS = 5.0
_CHUNK = 1 << 16
_MOST_ANSWER = 4096
_FOUND = re.compile(r"^stream: (.{1,200}?)(?:\([0-9a-f]{32}:\d+\))? FOUND$")


def infected(result: Opened, address: str) -> list[tuple[str, str]]:
    """(name, where) for every whole file in which the daemon finds something. It opens archives by itself.

    Raises:
        CelError: `signal-unavailable`, there is no daemon or it does not answer.
    """
    if not address:
        raise unavailable("no ClamAV daemon is set; give its socket as the setting `clamd`")
    whole = [piece for piece in result.pieces if piece.depth == 0]
    return [(name, piece.where) for piece in whole if (name := ask(address, piece.data))]


def ask(address: str, data: bytes) -> str:
    """What the daemon finds in some bytes, "" when it finds nothing.

    Raises:
        CelError: `signal-unavailable`, it does not answer, or with an error.
    """
    try:
        answer = _answer(address, data)
    except (OSError, ValueError) as error:
        raise unavailable(f"the ClamAV daemon at {address} does not answer: {error}") from None
    text = answer.rstrip(b"\0\r\n ").decode("utf-8", "replace")
    if text == "stream: OK":
        return ""
    found = _FOUND.match(text)
    if found is None:
        raise unavailable(f"the ClamAV daemon at {address} answered `{text[:100]}`")
    return found[1]


def _answer(address: str, data: bytes) -> bytes:
    with _connected(address) as connection:
        connection.settimeout(SECONDS)
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while len(answer) < _MOST_ANSWER and not answer.endswith(b"\0"):
            part = connection.recv(_MOST_ANSWER)
            if not part:
                break
            answer += part
    return answer


def _connected(address: str) -> socket.socket:
    """A connection to `host:port`, or to a socket in the file system."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal() and "/" not in address:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address.removeprefix("unix:"))
    except OSError:
        connection.close()
        raise
    return connection
