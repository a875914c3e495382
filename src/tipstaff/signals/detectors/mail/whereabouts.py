"""Who is behind a mail: a postal address in the form of some country, or a link to it; a link to the privacy policy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from tipstaff.cel.types import BOOL, STRINGS
from tipstaff.signals.detectors.mail.letter import letter_of
from tipstaff.signals.detectors.mail.wordlists import LONGEST, bare, words
from tipstaff.signals.lazily import Library
from tipstaff.signals.markup.reading import page_of
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.urls.of_event import in_words

re2 = Library("re2")
yaml = Library("yaml")
_NEAR = 160
_MOST = 60


class Form(NamedTuple):
    """How addresses of a country are written."""

    country: str
    town: Any
    street: Any


class Place(NamedTuple):
    """An address that was found: of which form, and what it says."""

    country: str
    said: str


def places(view: View) -> list[Place]:
    """Postal addresses in what can be seen of the mail, each in the form of the first country that fits."""
    view.once(letter_of)
    return list(_places(_seen(view)))


def _seen(view: View) -> str:
    """Text and visible HTML; addresses stand at the end."""
    data: Any = view.event.data
    text = data.text if isinstance(data.text, str) else ""
    return f"{text[-LONGEST:]}\n{view.once(page_of).text[-LONGEST:]}"


def _places(text: str) -> Iterator[Place]:
    if not any(letter.isdecimal() for letter in text):
        return
    towns = [match.start() for match in islice(_any_town().finditer(text), _MOST)]
    boxes = [match.start() for match in islice(_boxes().finditer(text), _MOST)] if towns else []
    for start in towns:
        for form in _forms():
            town = form.town.match(text[max(0, start - 1) : start + _NEAR], min(1, start))
            if town is None:
                continue
            around = text[max(0, start - _NEAR) : start]
            streets = list(form.street.finditer(around))
            if streets or any(start - _NEAR <= at < start + 2 * _NEAR for at in boxes):
                said = around[streets[-1].start() :] if streets else around[-60:]
                yield Place(form.country, " ".join(f"{said}{town[0]}".split())[:160])
                break


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load((DATA / "mail" / "postal.yaml").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=1)
def _boxes() -> Any:
    return re2.compile(_table()["boxes"])


@lru_cache(maxsize=1)
def _any_town() -> Any:
    """One expression for the towns of all forms: where an address may be, in one pass. Lengths are not counted here."""
    towns = (re.sub(r"\{1,\d0\}", "+", said["town"]) for said in _table()["countries"].values())
    return re2.compile("|".join(f"(?:{town})" for town in towns))


@lru_cache(maxsize=1)
def _forms() -> tuple[Form, ...]:
    return tuple(
        Form(country, re2.compile(said["town"]), re2.compile(said["street"]))
        for country, said in _table()["countries"].items()
    )


def linked(view: View, kind: str) -> list[str]:
    """Visible links of a kind (privacy, address): their words, or their address when the words are a bare address."""
    view.once(letter_of)
    known = words(kind)
    shown = [anchor for anchor in view.once(page_of).anchors if anchor.text and not anchor.hidden]
    named = [a.text[:100] for a in shown if known.said.search(bare(a.text)) or _path(known, a.url)]
    return [*named, *(link.url[:100] for link in view.once(in_words) if _path(known, link.url))][:20]


def _path(known: Any, url: str) -> bool:
    _, _, path = url.partition("://")
    _, slash, path = path.partition("/")
    return bool(slash) and bool(known.paths.search(path.lower()[:500]))


def _countries(view: View) -> list[str]:
    return sorted({place.country for place in view.once(places)})


def _explain_places(view: View) -> Sequence[Finding]:
    return [Finding(f"{place.country}: {place.said}") for place in view.once(places)]


def _explain_privacy(view: View) -> Sequence[Finding]:
    return [Finding(said) for said in linked(view, "privacy")]


def _explain_address(view: View) -> Sequence[Finding]:
    return [Finding(said) for said in linked(view, "address")]


_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl")
_MORE = ("sv", "da", "nb", "fi", "cs", "hu", "ro", "el", "tr", "ru", "uk", "ar", "he", "zh", "ja", "ko")
SIGNALS = (
    Signal(
        name="mail.postal_address",
        type=BOOL,
        cost=60,
        version="1",
        languages=(),
        about="Whether a postal address can be seen (street or box, postcode, town) in the form of thirty countries.",
        compute=lambda view: bool(view.once(places)),
        explain=_explain_places,
    ),
    Signal(
        name="mail.postal_forms",
        type=STRINGS,
        cost=60,
        version="1",
        languages=(),
        about="Countries (ISO 3166-1) in whose form the postal addresses are written.",
        compute=_countries,
        explain=_explain_places,
    ),
    Signal(
        name="mail.address_link",
        type=BOOL,
        cost=10,
        version="1",
        languages=_LANGUAGES,
        about="Whether a link to the sender's address, legal notice or contact page can be seen.",
        compute=lambda view: bool(linked(view, "address")),
        explain=_explain_address,
    ),
    Signal(
        name="mail.privacy_link",
        type=BOOL,
        cost=10,
        version="1",
        languages=(
            *_LANGUAGES,
            "sv",
            "da",
            "nb",
            "fi",
            "cs",
            "hu",
            "ro",
            "el",
            "tr",
            "ru",
            "uk",
            "ar",
            "he",
            "zh",
            "ja",
            "ko",
        ),
        about="Whether a link to a privacy policy can be seen.",
        compute=lambda view: bool(linked(view, "privacy")),
        explain=_explain_privacy,
    ),
)
