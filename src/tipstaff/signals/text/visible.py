"""The words of an HTML document that are shown, read in one pass without a tree: all that text signals need of it."""

from __future__ import annotations

import html
import re
from typing import Any

from tipstaff.native.kernels import kernel

_KERNEL = kernel("mail")
_UNSHOWN = ("script", "style", "head", "template", "title")
_OPENING = re.compile(r"<\s*([a-z]+)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\f\v]+")


def visible_text(markup: str) -> str:
    """The words of an HTML document, without scripts, styles, comments and tags. One pass, each character read once."""
    shown: Any = None if _KERNEL is None else _KERNEL.shown(markup)
    if shown is None:
        return visible_plainly(markup)
    words: str = _KERNEL.evened(html.unescape(shown) if "&" in shown else shown)
    return words.strip()


def visible_plainly(markup: str) -> str:
    """The same without the kernel."""
    return _SPACE.sub(" ", html.unescape(shown_plainly(markup))).strip()


def shown_plainly(markup: str) -> str:
    """What stands outside tags, comments and elements that are not shown, a space in place of each."""
    lower = markup.lower()
    shown: list[str] = []
    at = 0
    while (tag := markup.find("<", at)) >= 0:
        shown.append(markup[at:tag])
        at = _end_of_markup(lower, tag)
        if at < 0:
            break
    else:
        shown.append(markup[at:])
    return " ".join(shown)


def _end_of_markup(lower: str, tag: int) -> int:
    """Where the words go on after the tag, comment or unshown element that begins at `tag`; -1 when they do not."""
    if lower.startswith("<!--", tag):
        return _after(lower, "-->", tag)
    opening = _OPENING.match(lower, tag)
    if opening and opening[1] in _UNSHOWN:
        tag = lower.find(f"</{opening[1]}", tag)
        if tag < 0:
            return -1
    return _after(lower, ">", tag)


def _after(text: str, mark: str, start: int) -> int:
    found = text.find(mark, start)
    return -1 if found < 0 else found + len(mark)
