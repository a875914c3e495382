"""The words of one language: looked up by key, filled in, in the right number, with its own dates and figures.

A key that is missing is an error here and in the tests, never an empty place on a page.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

LANGUAGES: Final = ("en", "fr")
_NARROW = "\u202f"


class Texts:
    """All texts of one language. Called with a key it gives the sentence: `t("list.newer", count=3)`."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language = language
        self.sentences = sentences

    def __call__(self, key: str, **values: Any) -> str:
        """The sentence under `key`; with a `count`, the form for that number (`key.one`, `key.other`)."""
        count = values.get("count")
        if count is not None and f"{key}.other" in self.sentences:
            key = f"{key}.one" if self._is_one(count) else f"{key}.other"
            values["count"] = self.number(count)
        return self.sentences[key].format(**values) if values else self.sentences[key]

    def has(self, key: str) -> bool:
        """Is there a sentence under this key?"""
        return key in self.sentences

    def number(self, value: float, digits: int = 0) -> str:
        """`1,234.5` in English, `1 234,5` in French."""
        text = f"{value:,.{digits}f}"
        if self.language == "fr":
            return text.replace(",", _NARROW).replace(".", ",")
        return text

    def share(self, part: int, whole: int) -> str:
        """A share in per cent without decimals, but never 0 % for something or 100 % for not everything."""
        if not whole:
            return self._percent("0")
        percent = round(100 * part / whole)
        if part and not percent:
            return self._percent("< 1")
        if part != whole and percent == 100:
            return self._percent("> 99")
        return self._percent(str(percent))

    def date(self, at: datetime) -> str:
        """`22 November 2026`, `22 novembre 2026`, `1er mai 2026`; in UTC."""
        at = at.astimezone(UTC)
        day = "1er" if self.language == "fr" and at.day == 1 else str(at.day)
        return f"{day} {self.sentences['months'].split()[at.month - 1]} {at.year}"

    def moment(self, at: datetime) -> str:
        """Date and time of day to the second, in UTC."""
        return self("moment", date=self.date(at), time=self.time(at))

    def time(self, at: datetime) -> str:
        """The time of day to the second, in UTC."""
        return at.astimezone(UTC).strftime("%H:%M:%S")

    def _is_one(self, count: float) -> bool:
        """French uses the singular below two, English for one alone. Source: Unicode CLDR plural rules."""
        return 0 <= count < 2 if self.language == "fr" else count == 1

    def _percent(self, figure: str) -> str:
        return f"{figure}{_NARROW}%" if self.language == "fr" else f"{figure}%"


@cache
def texts(language: str) -> Texts:
    """The texts of a language (`en` or `fr`), read once."""
    source = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Texts(language, dict(_flat(tomllib.loads(source), "")))


def _flat(table: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{prefix}{name}"
        found += _flat(value, f"{key}.") if isinstance(value, dict) else [(key, value)]
    return found
