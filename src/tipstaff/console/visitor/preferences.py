"""Language and appearance: what the visitor chose, else what the browser asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast

from msgspec import Struct

from tipstaff.console.texts import LANGUAGES
from tipstaff.vocab.languages import accepted

if TYPE_CHECKING:
    from starlette.requests import Request

Theme = Literal["auto", "light", "dark"]
THEMES: Final = ("auto", "light", "dark")
LANGUAGE_COOKIE: Final = "tipstaff_language"
THEME_COOKIE: Final = "tipstaff_theme"
YEAR: Final = 31_536_000


class Preferences(Struct, frozen=True):
    """How the pages are shown."""

    language: str
    theme: Theme


def preferences(request: Request) -> Preferences:
    """What applies to this request."""
    return Preferences(_language(request), _theme(request))


def _language(request: Request) -> str:
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else accepted(request.headers.get("accept-language", ""), LANGUAGES)


def _theme(request: Request) -> Theme:
    chosen = request.cookies.get(THEME_COOKIE)
    return cast(Theme, chosen) if chosen in THEMES else "auto"
