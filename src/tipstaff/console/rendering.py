"""Templates with the reader's language, and nothing that a page could be made to run."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from tipstaff.console.texts import LANGUAGES, Texts, texts
from tipstaff.console.views.event import plain
from tipstaff.console.visitor import Visitor, preferences
from tipstaff.console.visitor.preferences import LANGUAGE_COOKIE, THEMES, YEAR
from tipstaff.vocab.masking import mask_file_name, mask_within

if TYPE_CHECKING:
    from starlette.requests import Request

    from tipstaff.console.desk import Desk

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    # Same-origin keeps the address of a page from others but lets our own forms say where they come from.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Frame:
    """Renders pages in the frame they share: language, appearance, who is signed in, what bundle runs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(
        self, template: str, request: Request, visitor: Visitor | None, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A whole page."""
        liked = preferences(request)
        shared = {
            "liked": liked,
            "languages": LANGUAGES,
            "themes": THEMES,
            "visitor": visitor,
            "demo": self._desk.demo,
            "played": self._desk.played(),
            "bundle": self._desk.bundle(),
            "here": request.url.path,
            "query": request.url.query,
            "who": self._who,
            "action_name": self._action_name,
        }
        text = self.part(template, liked.language, **shared, **values)
        response = HTMLResponse(text, status, HEADERS)
        response.headers["content-language"] = liked.language
        response.headers["vary"] = "cookie, accept-language"
        if request.query_params.get("lang") == liked.language:
            response.set_cookie(LANGUAGE_COOKIE, liked.language, max_age=YEAR, path="/console", samesite="lax")
        return response

    def played(self, language: str) -> str:
        """What a demonstration played so far, by itself; "" where there is nothing of it."""
        lines = self._desk.played()
        return self.part("played.html", language, played=lines) if lines else ""

    def _who(self, t: Texts, by: str) -> str:
        """Who gave a command, as people know them: a key by its name, systems by a word."""
        if by.startswith("key:"):
            name = self._desk.keys.called(by.removeprefix("key:"))
            return t("cases.by_key", name=name) if name else by
        word = {"": "cases.by_system", "tipstaff": "cases.by_tipstaff"}.get(by)
        return t(word) if word else mask_within(by)

    def _action_name(self, t: Texts, kind: str) -> str:
        """What a kind of action is called: by us, or by the policy whose own it is."""
        key = f"actions.kind_{kind.replace('-', '_')}"
        return t(key) if t.has(key) else self._desk.action(kind).get(t.language, kind)

    def part(self, template: str, language: str, **values: Any) -> str:
        """A template in a language."""
        return _environment().get_template(template).render(t=texts(language), **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tipstaff.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["iso"] = _iso
    environment.filters["short"] = _short
    environment.filters["masked"] = _masked
    environment.filters["masked_file"] = _masked_file
    environment.filters["marked"] = _marked
    environment.globals["matter"] = _matter
    environment.globals["named"] = _named
    return environment


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _masked(value: object) -> str:
    return mask_within(plain(value))


def _masked_file(value: object) -> str:
    """The name of a file: what names it stays, such as a digest or the moment of a camera."""
    return mask_file_name(plain(value))


def _named(t: Texts, section: str, code: str) -> str:
    """What a code is called in the reader's language; one that is not ours as it is."""
    key = f"{section}.{code}"
    return t(key) if t.has(key) else code


def _matter(t: Texts, word: str) -> str:
    """What a report or a self-report is about, in the reader's language; a word that is not ours as it was told."""
    key = f"matter.{word}"
    return t(key) if t.has(key) else _masked(word)


def _marked(text: str) -> Markup:
    """A sentence of ours whose `backticks` become code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _short(identity: str) -> str:
    """Enough of a hash to tell it from others: `sha256:3f9a2c71`."""
    name, colon, digest = identity.rpartition(":")
    return f"{name}{colon}{digest[:8]}"
