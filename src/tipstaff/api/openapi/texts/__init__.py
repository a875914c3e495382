"""The sentences of the API's pages in other languages than English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("en", "fr")

# What is said alike of many things: the English sentence, and how it reads in each language.
_PATTERNS: Final = (
    (re.compile(r"list of (.+)"), {"fr": "liste de {}"}),
    (re.compile(r"map to (.+)"), {"fr": "table de noms vers {}"}),
    (re.compile(r"The same as `(.+)`\."), {"fr": "Identique à `{}`."}),
    (
        re.compile(r"The id of the (?:.+), as `id` in the body\."),
        {"fr": "L’identifiant de l’objet, comme `id` dans le corps."},
    ),
)
# `Too busy; No space left for the record (`overloaded`, `store-full`).`
_BETWEEN: Final = {"fr": "\u202f; "}
_ERRORS: Final = re.compile(r"(.+) \((`.+`)\)\.")


@cache
def sentences(language: str) -> Mapping[str, str]:
    """English sentence to the one in this language; empty for English."""
    if language == LANGUAGES[0]:
        return {}
    return tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def translator(language: str) -> Callable[[str], str]:
    """The function that says an English sentence in a language; names of operations stay as they are."""
    known = sentences(language)

    def say(english: str) -> str:
        if language == LANGUAGES[0] or not english:
            return english
        return known.get(english) or _patterned(english, language, known) or english

    return say


def _patterned(english: str, language: str, known: Mapping[str, str]) -> str | None:
    for pattern, said in _PATTERNS:
        if found := pattern.fullmatch(english):
            return said[language].format(*(known.get(part, part) for part in found.groups()))
    errors = _ERRORS.fullmatch(english)
    if errors is None:
        return None
    titles = [known.get(title) for title in errors[1].split("; ")]
    together = _BETWEEN[language].join(title for title in titles if title)
    return f"{together} ({errors[2]})." if all(titles) else None
