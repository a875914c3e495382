"""The pages of casework: the list of cases, and one case with all that belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tipstaff.console.views.cases import case_page, queue
from tipstaff.console.visitor import preferences

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tipstaff.console.desk import Desk
    from tipstaff.console.rendering import Frame
    from tipstaff.console.visitor import Visitor


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
        found = await asyncio.to_thread(queue, self._desk, over=over)
        return self._frame.page("cases.html", request, visitor, cases=found, over=over)

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
