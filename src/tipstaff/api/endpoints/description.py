"""GET /openapi.json and /docs: what this server does, for machines and for people."""

from __future__ import annotations

import asyncio
from typing import Final

from tipstaff.api.openapi import pages
from tipstaff.api.routing import headers
from tipstaff.api.routing.call import Call, Reply
from tipstaff.api.routing.route import Answer, Route

_HTML: Final = b"text/html; charset=utf-8"


async def document(call: Call) -> Reply:
    """The OpenAPI document."""
    return Reply(await asyncio.to_thread(lambda: call.door.description.json), kept=headers.KEPT_SHORTLY)


async def page(call: Call) -> Reply:
    """The document as a page."""
    return Reply(await asyncio.to_thread(lambda: pages.reference(call.door.description.content)), media_type=_HTML)


async def problems_page(_call: Call) -> Reply:
    """Every problem and what to do about it."""
    return Reply(pages.problems(), media_type=_HTML)


async def style(_call: Call) -> Reply:
    """How the pages look."""
    return Reply(pages.style(), media_type=b"text/css; charset=utf-8", kept=headers.KEPT_SHORTLY)


ROUTES: Final = (
    Route(
        "GET",
        "/openapi.json",
        "openapi",
        "This document",
        "server",
        document,
        (Answer("OpenAPI 3.1.", {"type": "object"}),),
    ),
    Route("GET", "/docs", "docs", "This document for people", "server", page, (), hidden=True),
    Route(
        "GET", "/docs/problems", "problems", "Every problem and its way out", "server", problems_page, (), hidden=True
    ),
    Route("GET", "/docs/style.css", "docsStyle", "How the pages look", "server", style, (), hidden=True),
)
