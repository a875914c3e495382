"""Language and appearance: what the visitor chose, else what the browser asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast

from msgspec import Struct

from tipstaff.console.texts import LANGUAGES

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
    return chosen if chosen in LANGUAGES else accepted(request.headers.get("accept-language", ""))


def _theme(request: Request) -> Theme:
    chosen = request.cookies.get(THEME_COOKIE)
    return cast(Theme, chosen) if chosen in THEMES else "auto"


def accepted(header: str) -> str:
    """The first of our languages in the order of an `Accept-Language` header; English when there is none."""
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:32]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        language = tag.partition("-")[0].lower()
        if language in LANGUAGES and quality > 0:
            weighed.append((-quality, place, language))
    return min(weighed)[2] if weighed else LANGUAGES[0]
