"""The console's addresses. Every page works without script; the script only makes the list live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from tipstaff.console.casework import CasePages
from tipstaff.console.forms import form_of
from tipstaff.console.live import MOST_VIEWERS, SHOWN, Feed, Headlines
from tipstaff.console.outgoing import OutboxPages
from tipstaff.console.rendering import HEADERS, Frame
from tipstaff.console.views.filters import read_filter
from tipstaff.console.views.page import decision_page
from tipstaff.console.views.rows import rows
from tipstaff.console.visitor import Sessions, Visitor, preferences
from tipstaff.console.visitor.preferences import THEME_COOKIE, THEMES, YEAR
from tipstaff.console.visitor.sessions import PATH, clear_session, same_site, set_session
from tipstaff.vocab.errors import NotAllowed, Unauthenticated

if TYPE_CHECKING:
    from starlette.requests import Request

    from tipstaff.console.desk import Desk

_STATIC: Final = {
    "style.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}


def pages(desk: Desk) -> list[BaseRoute]:
    """The console's routes, to be served beside the API."""
    console = Console(desk)
    return [
        Route("/", _to_console),
        Mount(
            PATH,
            routes=[
                Route("/", console.listing),
                Route("/decisions/{id}", console.decision),
                Route("/cases", console.cases.listing),
                Route("/cases/{id:path}", console.cases.case),
                Route("/outbox", console.outbox.listing),
                Route("/outbox/{id}", console.outbox.effect),
                Route("/outbox/{id}", console.outbox.set_effect, methods=["POST"]),
                Route("/clocks", console.outbox.set_clock, methods=["POST"]),
                Route("/self-report", console.cases.self_report_page),
                Route("/self-report", console.cases.self_report, methods=["POST"]),
                Route("/live", console.live),
                Route("/sign-in", console.sign_in_page),
                Route("/sign-in", console.sign_in, methods=["POST"]),
                Route("/sign-out", console.sign_out, methods=["POST"]),
                Route("/appearance", console.appearance, methods=["POST"]),
                Route("/static/{name}", _static),
                Route("/{rest:path}", console.nowhere),
            ],
        ),
    ]


class Console:
    """The pages of one installation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._reader = desk.store.reader
        self._frame = Frame(desk)
        self._sessions = Sessions(desk)
        self._headlines = Headlines(self._reader, desk.clock)
        self._viewers = 0
        self.cases = CasePages(desk, self._frame, self._visitor, _to_sign_in)
        self.outbox = OutboxPages(desk, self._frame, self._visitor, _to_sign_in)

    async def listing(self, request: Request) -> Response:
        """The list, with the overview above it."""
        visitor = await self._visitor(request)
        if visitor is None:
            return _to_sign_in(request)
        wanted = read_filter(request.query_params)
        found = await asyncio.to_thread(self._reader.decisions, wanted.where(), SHOWN + 1)
        shown = await asyncio.to_thread(rows, found[:SHOWN], self._desk, preferences(request).language)
        return self._frame.page(
            "list.html",
            request,
            visitor,
            filter=wanted,
            rows=shown,
            older=shown[-1].sequence if len(found) > SHOWN else None,
            newest=shown[0].sequence if shown else 0,
            types=sorted(self._desk.vocabulary.types),
            overview=await asyncio.to_thread(self._headlines.now),
        )

    async def decision(self, request: Request) -> Response:
        """One decision with everything about it."""
        visitor = await self._visitor(request)
        if visitor is None:
            return _to_sign_in(request)
        row = await asyncio.to_thread(self._reader.decision, request.path_params["id"])
        if row is None:
            return self._frame.page("not_found.html", request, visitor, status=404)
        shown = await asyncio.to_thread(decision_page, self._desk, row, preferences(request).language)
        return self._frame.page("decision.html", request, visitor, page=shown)

    async def live(self, request: Request) -> Response:
        """New decisions as they are recorded, for the script of the list."""
        if await self._visitor(request) is None:
            return Response(status_code=401, headers=HEADERS)
        if self._viewers >= MOST_VIEWERS:
            return Response(status_code=503, headers={**HEADERS, "retry-after": "10"})
        return StreamingResponse(self._counted(request), media_type="text/event-stream", headers=HEADERS)

    async def _counted(self, request: Request) -> AsyncIterator[bytes]:
        self._viewers += 1
        try:
            after = request.headers.get("last-event-id") or request.query_params.get("after", "0")
            place = int(after) if after.isascii() and after.isdigit() else 0
            wanted = read_filter({**request.query_params, "before": ""})
            language = preferences(request).language
            feed = Feed(self._desk, self._headlines, self._frame)
            async for piece in feed.events(wanted, language, place):
                yield piece
        finally:
            self._viewers -= 1

    async def sign_in_page(self, request: Request) -> Response:
        """The form."""
        return self._frame.page("sign_in.html", request, None, next=_next(request.query_params.get("next")), wrong="")

    async def sign_in(self, request: Request) -> Response:
        """Open a session for a key that may read."""
        form = await form_of(request)
        onward = _next(form.get("next"))
        if not same_site(request):
            return self._refused(request, onward, "sign_in.refused")
        try:
            holder = self._desk.keys.reader_of(form.get("key", "").strip())
        except Unauthenticated:
            return self._refused(request, onward, "sign_in.wrong")
        except NotAllowed:
            return self._refused(request, onward, "sign_in.no_scope")
        response = RedirectResponse(onward, 303, HEADERS)
        set_session(request, response, await asyncio.to_thread(self._sessions.open, holder))
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        if same_site(request):
            await asyncio.to_thread(self._sessions.close, request)
        response = RedirectResponse(f"{PATH}/sign-in", 303, HEADERS)
        clear_session(request, response)
        return response

    async def appearance(self, request: Request) -> Response:
        """Light, dark, or as the system."""
        form = await form_of(request)
        response = RedirectResponse(_next(form.get("next")), 303, HEADERS)
        if form.get("theme") in THEMES:
            response.set_cookie(THEME_COOKIE, form["theme"], max_age=YEAR, path=PATH, samesite="lax")
        return response

    async def nowhere(self, request: Request) -> Response:
        """An address that leads nowhere."""
        visitor = await self._visitor(request)
        if visitor is None:
            return _to_sign_in(request)
        return self._frame.page("not_found.html", request, visitor, status=404)

    async def _visitor(self, request: Request) -> Visitor | None:
        return await asyncio.to_thread(self._sessions.visitor, request)

    def _refused(self, request: Request, onward: str, wrong: str) -> Response:
        return self._frame.page("sign_in.html", request, None, status=403, next=onward, wrong=wrong)


async def _to_console(_request: Request) -> Response:
    return RedirectResponse(f"{PATH}/", 307, HEADERS)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response(status_code=404, headers=HEADERS)
    content = files(__package__).joinpath("static", name).read_bytes()
    return Response(content, media_type=_STATIC[name], headers={**HEADERS, "cache-control": "max-age=300"})


def _to_sign_in(request: Request) -> Response:
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{PATH}/sign-in?next={quote(here)}", 303, HEADERS)


def _next(address: str | None) -> str:
    """Where to go after a form: a page of the console, never another site."""
    if address and address.startswith(f"{PATH}/") and "\\" not in address and "\n" not in address:
        return address
    return f"{PATH}/"
