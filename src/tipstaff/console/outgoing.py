"""The pages of what leaves: the outbox, one effect of it, and the clocks that stopped; with what sets them right."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from tipstaff.app.outbox.shown import one
from tipstaff.app.outbox.stopped import stopped
from tipstaff.console.forms import form_of
from tipstaff.console.rendering import HEADERS
from tipstaff.console.views.outbox import SHOWN, STATES, lines, titled
from tipstaff.console.visitor import preferences
from tipstaff.console.visitor.sessions import PATH, same_site
from tipstaff.vocab.errors import BadTransition, Incomplete, NotAllowed, NotFound

if TYPE_CHECKING:
    from starlette.requests import Request

    from tipstaff.console.desk import Desk
    from tipstaff.console.rendering import Frame
    from tipstaff.console.visitor import Visitor

_EFFECT: Final = {"retry": "outbox.retry", "abandon": "outbox.abandon"}
_CLOCK: Final = {"retry": "clock.retry", "drop": "clock.drop"}
_REFUSALS: Final = (BadTransition, Incomplete, NotAllowed)
_STATUS: Final = {"refused": 403, "no_scope": 403, "not-allowed": 403, "bad-transition": 409, "incomplete": 422}


class OutboxPages:
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
        """Effects in a state, and the clocks that stopped."""
        visitor = await self._visitor(request)
        if visitor is None:
            return self._sign_in(request)
        return await self._listing(request, visitor)

    async def effect(self, request: Request) -> Response:
        """One effect."""
        visitor = await self._visitor(request)
        if visitor is None:
            return self._sign_in(request)
        return await self._effect(request, visitor)

    async def set_effect(self, request: Request) -> Response:
        """Retry an effect, or give it up."""
        visitor = await self._visitor(request)
        if visitor is None:
            return self._sign_in(request)
        name, form = request.path_params["id"], await form_of(request)
        wrong = await self._given(request, visitor, _EFFECT.get(form.get("do", ""), ""), {**form, "id": name})
        if wrong:
            return await self._effect(request, visitor, wrong)
        return RedirectResponse(f"{PATH}/outbox/{quote(name)}", 303, HEADERS)

    async def set_clock(self, request: Request) -> Response:
        """Have a clock that stopped go on, or drop it."""
        visitor = await self._visitor(request)
        if visitor is None:
            return self._sign_in(request)
        form = await form_of(request)
        wrong = await self._given(request, visitor, _CLOCK.get(form.get("do", ""), ""), form)
        if wrong:
            return await self._listing(request, visitor, wrong)
        return RedirectResponse(f"{PATH}/outbox", 303, HEADERS)

    async def _given(self, request: Request, visitor: Visitor, command: str, form: dict[str, str]) -> str:
        """Give a command with what a form says; the code of what is wrong with it, "" when it is done."""
        if not same_site(request) or not command:
            return "refused"
        if not visitor.actor:
            return "no_scope"
        args = {"id": form.get("id", "")}
        if not command.endswith(".retry"):
            args["reason"] = form.get("reason", "").strip()
        try:
            await self._desk.command(command, args, visitor.actor)
        except NotFound:
            return "bad-transition"
        except _REFUSALS as refused:
            return refused.code
        return ""

    async def _listing(self, request: Request, visitor: Visitor, wrong: str = "") -> Response:
        asked, before = request.query_params.get("state", ""), request.query_params.get("before", "")
        state = asked if asked in STATES else STATES[0]
        older_than = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
        desk, language = self._desk, preferences(request).language
        found = await asyncio.to_thread(lines, desk, language, state, older_than)
        return self._frame.page(
            "outbox.html",
            request,
            visitor,
            status=_STATUS.get(wrong, 200),
            lines=found[:SHOWN],
            older=found[SHOWN - 1].effect.id if len(found) > SHOWN else None,
            state=state,
            states=STATES,
            counts=await asyncio.to_thread(desk.store.reader.outbox_counts),
            clocks=await asyncio.to_thread(stopped, desk.store.reader, desk.clock()),
            wrong=wrong,
        )

    async def _effect(self, request: Request, visitor: Visitor, wrong: str = "") -> Response:
        desk, name = self._desk, request.path_params["id"]
        try:
            found = await asyncio.to_thread(one, desk.store.reader, desk.ledgers, name)
        except NotFound:
            return self._frame.page("not_found.html", request, visitor, status=404)
        line = await asyncio.to_thread(titled, desk, found, preferences(request).language)
        status = _STATUS.get(wrong, 200)
        return self._frame.page("effect.html", request, visitor, status=status, line=line, wrong=wrong)
