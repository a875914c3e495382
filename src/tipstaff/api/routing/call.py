"""What an endpoint gets and what it gives back. Endpoints know nothing of ASGI."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from tipstaff.api.door import Door
    from tipstaff.api.keys import ApiKey, Scope

JSON = b"application/json"
_encode = msgspec.json.Encoder().encode


class Call(Struct):
    """One request, admitted: its key covers the route's scope, its body is within limits.

    `query` is the route's query struct, decoded; `path` holds the path's parameters; `headers` has lower-case names.
    `key` is None only where the route asks for no scope.
    """

    door: Door
    key: ApiKey | None
    path: Mapping[str, str]
    query: Any
    headers: Mapping[bytes, bytes]
    body: bytes
    scheme: str = "http"

    @property
    def actor(self) -> str:
        """Who this is recorded as."""
        return self.key.actor if self.key is not None else "anonymous"

    @property
    def authority(self) -> str:
        """Host and port as the caller named them."""
        return self.headers.get(b"host", b"localhost").decode("latin-1")

    def require(self, scope: Scope) -> None:
        """Hold the key to a further scope than the route's own.

        Raises:
            NotAllowed: the key has no such scope.
        """
        if self.key is not None:
            self.key.require(scope)

    @property
    def media_type(self) -> str:
        """The body's media type without parameters, lower case; "" when the caller named none."""
        return self.headers.get(b"content-type", b"").split(b";", 1)[0].strip().lower().decode("latin-1")


class Reply(Struct):
    """One answer. `more` streams further pieces of the body after `body`; `headers` are added to the standard ones.

    `kept` says how long the answer may be kept; None: not at all.
    """

    body: bytes
    status: int = 200
    media_type: bytes = JSON
    headers: tuple[tuple[bytes, bytes], ...] = ()
    more: AsyncIterator[bytes] | None = None
    kept: tuple[tuple[bytes, bytes], ...] | None = None


def reply_json(value: object, *, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Reply:
    """A value as JSON."""
    return Reply(_encode(value), status, JSON, headers)
