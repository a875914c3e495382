"""GET /openapi.json and /docs: what this server does, for machines and for people."""

from __future__ import annotations

import asyncio
from typing import Final, Literal

from msgspec import Struct

from tipstaff.api.openapi import pages
from tipstaff.api.openapi.texts import LANGUAGES
from tipstaff.api.routing import headers
from tipstaff.api.routing.call import Call, Reply
from tipstaff.api.routing.route import Answer, Route
from tipstaff.vocab.languages import accepted

_HTML: Final = b"text/html; charset=utf-8"
_VARIES: Final = ((b"vary", b"accept-language"),)


async def document(call: Call) -> Reply:
    """The OpenAPI document."""
    return Reply(await asyncio.to_thread(lambda: call.door.description.json), kept=headers.KEPT_SHORTLY)


class PageQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which language; without it the one that the browser asks for."""

    lang: Literal["en", "fr"] | None = None


async def page(call: Call) -> Reply:
    """The document as a page."""
    language = _language(call)
    text = await asyncio.to_thread(lambda: pages.reference(call.door.description.content, language))
    return Reply(text, media_type=_HTML, headers=_VARIES)


async def problems_page(call: Call) -> Reply:
    """Every problem and what to do about it."""
    return Reply(pages.problems(_language(call)), media_type=_HTML, headers=_VARIES)


def _language(call: Call) -> str:
    asked: str | None = call.query.lang
    return asked or accepted(call.headers.get(b"accept-language", b"").decode("latin-1"), LANGUAGES)


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
    Route("GET", "/docs", "docs", "This document for people", "server", page, (), query=PageQuery, hidden=True),
    Route(
        "GET",
        "/docs/problems",
        "problems",
        "Every problem and its way out",
        "server",
        problems_page,
        (),
        query=PageQuery,
        hidden=True,
    ),
    Route("GET", "/docs/style.css", "docsStyle", "How the pages look", "server", style, (), hidden=True),
)
