"""The API's pages in French: every sentence on them exists, set as French is set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import httpx
import pytest

from tipstaff.api.openapi import Description
from tipstaff.api.openapi.pages import _event, _shape
from tipstaff.api.openapi.texts import sentences, translator
from tipstaff.api.routing.problems import ABOUT
from tipstaff.api.table import ROUTES
from tipstaff.vocab.events import STANDARD

FRENCH = sentences("fr")
CONTENT = Description(ROUTES, STANDARD, "0").content
# The name of a command is its summary, the same in every language.
NAME = re.compile(r"[a-z-]+\.[a-z-]+|(?:list of )?[A-Z]\w+(?:\.[\w.-]+)?|object")
# What a field is, where that is a word of ours and not one of its values.
TYPE = re.compile(r"(?:list of |map to )?(?:string|integer|number|boolean|time)\Z")


def said() -> Iterator[str]:
    """Every sentence of the document that a page shows."""
    yield from (tag["name"] for tag in CONTENT["tags"])
    for item in CONTENT["paths"].values():
        for operation in item.values():
            yield from (operation["summary"], operation["description"])
            yield from (_shape(body["schema"]) for body in operation.get("requestBody", {}).get("content", {}).values())
            yield from (parameter["description"] for parameter in operation["parameters"])
            yield from (answer["description"] for answer in operation["responses"].values())
    for name, schema in CONTENT["components"]["schemas"].items():
        if name.startswith("Event."):
            event = _event(schema)
            yield event["about"]
            yield from (field["about"] for field in event["fields"])
            yield from (word for field in event["fields"] for word in TYPE.findall(field["type"]))
    for about in ABOUT.values():
        yield from (about.title, about.fix)


def test_every_sentence_exists_in_french() -> None:
    say = translator("fr")

    missing = {one for one in said() if one and not NAME.fullmatch(one) and say(one) == one and one not in FRENCH}

    assert sorted(missing) == [], "add them to src/tipstaff/api/openapi/texts/fr.toml"


def test_no_sentence_is_kept_that_no_page_says() -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in _templates())
    document = set(said()) | {CONTENT["info"]["description"]}

    assert sorted(one for one in FRENCH if one not in document and one not in templates) == []


def _templates() -> Iterator[Any]:
    return (path for path in (files("tipstaff.api.openapi") / "templates").iterdir() if path.name.endswith(".html"))


def test_french_is_set_as_french_is_set() -> None:
    for english, french in FRENCH.items():
        assert not re.search(r" [;:!?»]|« |'", french), (english, french)
        assert re.findall(r"`[^`]+`", english) == re.findall(r"`[^`]+`", french.replace("<clé>", "<key>")), english


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lang = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.lang = dict(attrs)["lang"] or ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(
    ("path", "header", "language", "word"),
    [
        ("/docs", "fr-CH, en;q=0.5", "fr", "Référence de l’API"),
        ("/docs?lang=fr", "", "fr", "Décider d’un événement"),
        ("/docs?lang=en", "fr", "en", "Decide on one event"),
        ("/docs", "de", "en", "API reference"),
        ("/docs/problems?lang=fr", "", "fr", "Que faire"),
        ("/docs/problems", "", "en", "What to do"),
    ],
)
def test_pages_come_in_the_language_that_is_asked_for(
    client: httpx.Client, path: str, header: str, language: str, word: str
) -> None:
    answer = client.get(path, headers={"accept-language": header})
    page = _Words()
    page.feed(answer.text)

    assert answer.status_code == 200
    assert page.lang == language
    assert word in "".join(page.words)
    assert answer.headers["vary"] == "accept-language"


def test_a_language_that_does_not_exist_is_refused(client: httpx.Client) -> None:
    assert client.get("/docs?lang=xx").status_code == 422
