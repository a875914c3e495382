"""Markup that is nested no deeper than pages are.

HTML parsers look up the open elements at every tag, so that a page of fifty thousand nested elements takes seconds.
What comes after the thousandth level is cut off.
"""

from __future__ import annotations

import re

DEEPEST = 1_000
# Fewer tags than this cannot nest deep enough to matter.
_FEW = 4_000
_TAG = re.compile(r"<(/?)([a-z]{1,12})", re.IGNORECASE)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {"p", "li", "td", "tr", "th", "option"}
)


def shallow(markup: str) -> str:
    """The markup up to where it would nest deeper than a thousand elements."""
    if markup.count("<") < _FEW:
        return markup
    depth = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return markup[: tag.start()]
    return markup
