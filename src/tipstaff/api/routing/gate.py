"""The one path of a request: admit, read, answer. Every route runs through it, the busiest one too.

request ──▶ key and scope ──▶ query ──▶ body within limits ──▶ endpoint ──▶ reply
                └── any TipstaffError on the way ──▶ problem+json
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tipstaff.api.routing import headers, problems
from tipstaff.api.routing.bodies import Disconnected, read_body, require_length
from tipstaff.api.routing.call import Call, Reply
from tipstaff.api.routing.documents import require_ordinary
from tipstaff.api.routing.problems import UnsupportedMedia
from tipstaff.api.routing.queries import read_query
from tipstaff.api.routing.route import NoQuery, Route
from tipstaff.vocab.errors import Fault, Overloaded, TipstaffError, Unauthenticated

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from tipstaff.api.door import Door
    from tipstaff.api.keys import ApiKey

_PROBLEM = problems.MEDIA_TYPE.encode()
_NO_QUERY = NoQuery()
_NO_PATH: Mapping[str, str] = {}
_CHALLENGE = (b"www-authenticate", b'Bearer realm="tipstaff"')


class Gate:
    """One route as an ASGI application."""

    def __init__(self, route: Route, door: Door) -> None:
        self.route = route
        self.limit = door.limits.of(route.body.limit) if route.body else 0
        self._door = door
        self._media = frozenset(route.body.schemas) if route.body else frozenset()
        self._one_document = route.body is not None and route.body.limit != "batch"
        self._has_query = route.query is not NoQuery

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        door = self._door
        began = door.monotonic()
        try:
            reply = await self._answer(scope, receive)
        except TipstaffError as error:
            reply = problem_reply(error)
        except Disconnected:
            return
        await send_reply(reply, send)
        door.metrics.observe(self.route.operation, reply.status, door.monotonic() - began)

    async def _answer(self, scope: Scope, receive: Receive) -> Reply:
        call = self.admit(dict(scope["headers"]), scope["query_string"])
        call.path, call.scheme = scope.get("path_params", call.path), scope["scheme"]
        if self.limit:
            call.body = await read_body(receive, self.limit)
            self.check(call.body)
        return await self.route.endpoint(call)

    def admit(self, given: Mapping[bytes, bytes], raw_query: bytes) -> Call:
        """The call that a head makes; its body is still to come.

        Raises:
            TipstaffError: the head is refused.
        """
        route = self.route
        key = self._holder(given)
        query: Any = read_query(raw_query, route.query) if self._has_query or raw_query else _NO_QUERY
        if self.limit:
            self._require_media(given)
            require_length(given.get(b"content-length"), self.limit)
        return Call(self._door, key, _NO_PATH, query, given, b"")

    def check(self, body: bytes) -> None:
        """Refuse a body that is not even to be decoded.

        Raises:
            Malformed: nested too deeply, or with a key twice.
        """
        if self._one_document:
            require_ordinary(body, self._door.limits.nesting)

    def _holder(self, given: Mapping[bytes, bytes]) -> ApiKey | None:
        wanted = self.route.scope
        if wanted is None:
            return None
        key = self._door.keys.holder(bearer(given))
        key.require(wanted)
        return key

    def _require_media(self, given: Mapping[bytes, bytes]) -> None:
        coding = given.get(b"content-encoding", b"identity").strip().lower().decode("latin-1")
        if coding != "identity":
            raise UnsupportedMedia(
                f"a body coded as `{coding[:100]}` is not read here",
                faults=[
                    Fault(
                        "header.content-encoding", "no coding, or `identity`", f"`{coding[:100]}`", "send it as it is"
                    )
                ],
            )
        named = given.get(b"content-type")
        if named is None:
            return
        media_type = named.split(b";", 1)[0].strip().lower().decode("latin-1")
        if media_type not in self._media:
            known = ", ".join(sorted(self._media))
            raise UnsupportedMedia(
                f"`{media_type[:100]}` is not read here",
                faults=[Fault("header.content-type", f"one of {known}", media_type[:100] or "an empty value")],
            )


def bearer(given: Mapping[bytes, bytes]) -> str:
    """The token of the `Authorization` header.

    Raises:
        Unauthenticated: no such header, or another scheme.
    """
    scheme, _, token = given.get(b"authorization", b"").partition(b" ")
    if scheme.lower() != b"bearer" or not token:
        fault = Fault("header.authorization", "`Bearer <API key>`", "nothing" if not scheme else "something else")
        raise Unauthenticated("this needs an API key", faults=[fault])
    return token.strip().decode("latin-1")


def problem_reply(error: TipstaffError) -> Reply:
    """The reply for an error of the caller's."""
    more: headers.RawHeaders = ()
    if isinstance(error, Unauthenticated):
        more = (_CHALLENGE,)
    elif isinstance(error, Overloaded):
        more = ((b"retry-after", str(error.retry_after).encode()),)
    elif error.status == 413:
        # The rest of the body is not wanted, so neither is the connection that carries it.
        more = ((b"connection", b"close"),)
    return Reply(problems.encode(problems.problem(error)), error.status, _PROBLEM, more)


def internal_reply() -> Reply:
    """The reply for a fault of ours; it says nothing about the inside."""
    return Reply(problems.encode(problems.internal()), 500, _PROBLEM)


def head_of(reply: Reply) -> list[tuple[bytes, bytes]]:
    """The headers of a reply, the length of its body last where it is known."""
    head: list[tuple[bytes, bytes]] = [(b"content-type", reply.media_type), *headers.standard(reply.media_type)]
    head += headers.NOT_KEPT if reply.kept is None else reply.kept
    head += reply.headers
    if reply.more is None:
        head.append((b"content-length", str(len(reply.body)).encode()))
    return head


async def send_reply(reply: Reply, send: Send) -> None:
    """Put a reply on the wire."""
    await send({"type": "http.response.start", "status": reply.status, "headers": head_of(reply)})
    if reply.more is not None:
        await send({"type": "http.response.body", "body": reply.body, "more_body": True})
        async for piece in reply.more:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    await send({"type": "http.response.body", "body": reply.body})
