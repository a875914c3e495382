"""Signing in with an API key: a random session id in a cookie, its hash in the store.

The key itself is never kept in the browser. A session ends with its key: revoking the key signs its sessions out.
"""

from __future__ import annotations

import ipaddress
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from tipstaff.console.desk import Desk, Holder
from tipstaff.store import Ack, Transaction

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

KIND: Final = "console-sessions"
LASTS: Final = timedelta(hours=12)
PATH: Final = "/console"
_RELAYED: Final = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
_LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


class Visitor(Struct, frozen=True):
    """Somebody who may read; `name` is None where the console is open to the machine.

    `actor` is who their commands are recorded as; "" for somebody who may give none.
    """

    name: str | None
    actor: str = ""


class _Session(Struct, frozen=True):
    key: str
    until: datetime


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def visitor(self, request: Request) -> Visitor | None:
        """Who this is, or None when they must sign in."""
        holder = self._holder(request)
        if holder is not None:
            return Visitor(holder.name, holder.actor if holder.may_command else "")
        return Visitor(None) if self._desk.open and _from_this_machine(request) else None

    def open(self, holder: Holder) -> str:
        """Start a session; the id for the cookie is returned and only its hash is kept."""
        name = urlsafe_b64encode(self._desk.entropy(32)).decode().rstrip("=")
        session = _Session(holder.id, self._desk.clock() + LASTS)
        self._put(name, msgspec.json.encode(session), holder.id, "console.sign-in")
        return name

    def close(self, request: Request) -> None:
        """End the session of this request, if it has one."""
        name = request.cookies.get(cookie_name(request))
        if name and self._desk.store.reader.entry(KIND, _hash(name)) is not None:
            self._put(name, None, "visitor", "console.sign-out")

    def _holder(self, request: Request) -> Holder | None:
        name = request.cookies.get(cookie_name(request))
        raw = self._desk.store.reader.entry(KIND, _hash(name)) if name else None
        if raw is None:
            return None
        session = msgspec.json.decode(raw, type=_Session)
        return self._desk.keys.still_reads(session.key) if self._desk.clock() < session.until else None

    def _put(self, name: str, value: bytes | None, by: str, command: str) -> None:
        at = self._desk.clock()

        def write(transaction: Transaction) -> None:
            transaction.put_entry(KIND, _hash(name), value, at, by, command)

        self._desk.store.run(write, Ack.FSYNC)


def cookie_name(request: Request) -> str:
    """The browser holds a `__Host-` cookie to this host and to TLS; over plain loopback it would drop it."""
    return "__Host-tipstaff" if request.url.scheme == "https" else "tipstaff_session"


def set_session(request: Request, response: Response, name: str) -> None:
    """Give the browser its session id."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie_name(request),
        name,
        max_age=int(LASTS.total_seconds()),
        path="/" if secure else PATH,
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_session(request: Request, response: Response) -> None:
    """Take the session id back."""
    response.delete_cookie(cookie_name(request), path="/" if request.url.scheme == "https" else PATH)


def same_site(request: Request) -> bool:
    """Did a form of our own send this? Browsers tell it in `Sec-Fetch-Site`, older ones in `Origin`."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{request.headers.get('host', '')}"


def _from_this_machine(request: Request) -> bool:
    """A loopback peer that also named a loopback host: a foreign page cannot point its own name at us and read.

    What a proxy relays comes from elsewhere, although the proxy itself is here.
    """
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    relayed = any(name in request.headers for name in _RELAYED)
    if host not in _LOOPBACK_NAMES or relayed or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _hash(name: str) -> bytes:
    return sha256(name.encode()).digest()
