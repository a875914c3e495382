"""Recorded values in the reader's language: figures, answers of yes or no and times; all else as it was recorded."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from tipstaff.console.texts import Texts
from tipstaff.console.views.event import plain
from tipstaff.vocab.masking import mask_within

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)")


def spoken(value: Any, t: Texts) -> str:
    """A value in one line: `0,1677`, `oui`, `23 novembre 2026 à 07:00:00 UTC` in French; lists and maps as JSON."""
    if isinstance(value, bool):
        return t("decision.yes") if value else t("decision.no")
    text = plain(value)
    if isinstance(value, float):
        return _figure(value, text, t)
    return _moment(text, t) if isinstance(value, str | datetime) else text


def shielded(value: Any, t: Texts) -> str:
    """The same, with what is personal in it masked. A figure is nobody's number, however long it is."""
    text = spoken(value, t)
    return text if isinstance(value, bool | int | float) else mask_within(text)


def _figure(value: float, text: str, t: Texts) -> str:
    """With the decimals it was recorded with; a very large or very small one keeps its exponent."""
    whole, _, decimals = text.partition(".")
    return t.number(value, len(decimals)) if whole.lstrip("-").isdigit() and decimals.isdigit() else text


def _moment(text: str, t: Texts) -> str:
    """A time as people say it; what only looks like one (a month 13) stays as it is."""
    if not _TIME.fullmatch(text):
        return text
    try:
        return t.moment(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text
