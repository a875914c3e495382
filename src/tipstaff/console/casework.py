"""The pages of casework: the list of cases, and one case with all that belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from tipstaff.console.forms import form_of
from tipstaff.console.rendering import HEADERS
from tipstaff.console.views.cases import case_page, listed
from tipstaff.console.visitor import preferences
from tipstaff.console.visitor.sessions import PATH, same_site
from tipstaff.vocab.errors import NotAllowed

if TYPE_CHECKING:
    from starlette.requests import Request

    from tipstaff.console.desk import Desk
    from tipstaff.console.rendering import Frame
    from tipstaff.console.visitor import Visitor


_FIELDS: Final = ("account", "kind", "channel", "text")


class CasePages:
    """Renders them.

    Args:
        visitor: who looks; None for somebody who has to sign in first.
        sign_in: sends them there.
    """

    def __init__(
        self,
        desk: Desk,
        frame: Frame,
        visitor: Callable[[Request], Awaitable[Visitor | None]],
        sign_in: Callable[[Request], Response],
    ) -> None:
        self._desk = desk
        self._frame = frame
        self._visitor = visitor
        self._sign_in = sign_in

    async def listing(self, request: Request) -> Response:
        """The cases that wait, or those that are over."""
        visitor = await self._visitor(request)
        if visitor is None:
            return self._sign_in(request)
        over = request.query_params.get("state") == "over"
        found = await asyncio.to_thread(listed, self._desk, preferences(request).language, over=over)
        return self._frame.page("cases.html", request, visitor, cases=found, over=over)

    async def self_report_page(self, request: Request) -> Response:
        """The form in which an account's own word is taken down: by itself, or by who answers its call."""
        visitor = await self._visitor(request)
        if visitor is None:
            return self._sign_in(request)
        return self._form(request, visitor, {}, "" if visitor.actor else "self_report.no_scope")

    async def self_report(self, request: Request) -> Response:
        """Take it in, and show the case that it opened or joined."""
        visitor = await self._visitor(request)
        if visitor is None:
            return self._sign_in(request)
        given = await form_of(request)
        if not same_site(request):
            return self._form(request, visitor, given, "sign_in.refused", 403)
        if not visitor.actor:
            return self._form(request, visitor, given, "self_report.no_scope", 403)
        args = {name: given.get(name, "").strip() for name in _FIELDS}
        if not all(args[name] for name in ("account", "kind", "text")):
            return self._form(request, visitor, given, "self_report.incomplete", 422)
        try:
            answer = await self._desk.command("self-report.submit", args, visitor.actor)
        except NotAllowed:
            return self._form(request, visitor, given, "self_report.not_yours", 403)
        return RedirectResponse(f"{PATH}/cases/{quote(answer['case'])}", 303, HEADERS)

    def _form(
        self, request: Request, visitor: Visitor, given: dict[str, str], wrong: str, status: int = 200
    ) -> Response:
        named = {name: given.get(name, "") for name in _FIELDS}
        return self._frame.page("self_report.html", request, visitor, status=status, given=named, wrong=wrong)

    async def case(self, request: Request) -> Response:
        """One case."""
        visitor = await self._visitor(request)
        if visitor is None:
            return self._sign_in(request)
        language = preferences(request).language
        page = await asyncio.to_thread(case_page, self._desk, request.path_params["id"], language)
        if page is None:
            return self._frame.page("not_found.html", request, visitor, status=404)
        return self._frame.page("case.html", request, visitor, page=page)
