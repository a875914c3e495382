"""The whole API as one ASGI application.

request ──▶ Front ──▶ Gate of a path without parameters (one dictionary look-up)
              └─────▶ Starlette: paths with parameters, pages, files, 404 and 405
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.routing import Route as StarletteRoute

from tipstaff.api.routing import headers
from tipstaff.api.routing.call import Reply
from tipstaff.api.routing.gate import Gate, internal_reply, problem_reply
from tipstaff.api.routing.problems import NoSuchMethod
from tipstaff.api.routing.route import Route
from tipstaff.api.table import ROUTES
from tipstaff.vocab.errors import Fault, NotFound, TipstaffError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

    from tipstaff.api.door import Door


class Front:
    """Sends the requests of plain paths straight to their gate, all others through the router."""

    def __init__(self, gates: Mapping[tuple[str, str], Gate], rest: ASGIApp) -> None:
        self._gates = gates
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the lifespan."""
        if scope["type"] == "http":
            gate = self._gates.get((scope["method"], scope["path"]))
            if gate is not None:
                await gate(scope, receive, send)
                return
        await self._rest(scope, receive, send)


def application(
    door: Door,
    *,
    pages: Sequence[BaseRoute] = (),
    lifespan: Lifespan[Starlette] | None = None,
) -> ASGIApp:
    """Build the application. A fault of ours gets a problem without details; the server's log gets the trace.

    Args:
        door: what the endpoints use.
        pages: further routes served beside the API, such as the console's.
        lifespan: what to open and close with the server.
    """
    gates = {(route.method, route.path): Gate(route, door) for route in ROUTES}
    router = Starlette(
        routes=[*_starlette_routes(ROUTES, gates), *pages],
        exception_handlers={HTTPException: _as_problem},
        lifespan=lifespan,
    )
    plain = {place: gate for place, gate in gates.items() if "{" not in place[1]}
    return ServerErrorMiddleware(Front(plain, router), handler=_as_internal)


def _starlette_routes(table: Sequence[Route], gates: Mapping[tuple[str, str], Gate]) -> list[BaseRoute]:
    """One Starlette route per path, plain paths first so that none is taken for a parameter."""
    methods: dict[str, list[str]] = {}
    for route in table:
        methods.setdefault(route.path, []).append(route.method)
    ordered = sorted(methods, key=lambda path: ("{" in path, path))
    return [StarletteRoute(path, _Methods(path, gates), methods=methods[path]) for path in ordered]


class _Methods:
    """The gates of one path, by method."""

    def __init__(self, path: str, gates: Mapping[tuple[str, str], Gate]) -> None:
        self._path = path
        self._gates = gates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        await self._gates[method, self._path](scope, receive, send)


async def _as_problem(request: Request, error: Exception) -> Response:
    """What Starlette itself refuses: unknown paths and methods."""
    assert isinstance(error, HTTPException)
    asked = f"`{request.url.path[:100]}`"
    nowhere = Fault("url.path", "a path that is served", asked, "`/docs` lists what is served, and every command")
    refused: TipstaffError = NotFound(f"nothing is at {asked}", faults=[nowhere])
    if error.status_code == 405:
        refused = NoSuchMethod(f"`{request.method[:20]}` is not served at `{request.url.path[:100]}`")
    reply = problem_reply(refused)
    more = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return _response(reply, more)


async def _as_internal(_request: Request, _error: Exception) -> Response:
    return _response(internal_reply(), {})


def _response(reply: Reply, more: Mapping[str, str]) -> Response:
    standard = {name.decode(): value.decode() for name, value in (*headers.API, *headers.NOT_KEPT)}
    return Response(reply.body, reply.status, {**standard, **more}, reply.media_type.decode())
