"""Whether a text may hold a link at all, and whether a disguised one: most are neither undone nor gone through.

A link has a dot between letters or a colon before a slash, as it is meant. What is not there as written must come from
a disguise (`tipstaff.signals.urls.undoing`), and each disguise leaves something to see: a dot between blanks or in
brackets, the word for a dot, a dot of another script, an invisible character. So no link is ever missed here.
"""

from __future__ import annotations

import re
from typing import Final

_DOT: Final = re.compile(
    r"\.(?:(?<=[\w-]\.)(?=[\w-])"  # a.b
    r"|(?=[ \t]\w+/)"  # a. com/b
    r"|(?<=[ \t\[({<]\.))"  # a .com, a[.]b, a[ .]b
)
_DOT_SAID: Final = re.compile(r"[ \t\[({<](?:dot|d0t|point)[ \t\])}>]", re.IGNORECASE)
# Small and capital letters that `re` takes for the i of "point", and no lower-casing does.
_STRANGE: Final = re.compile("[。．｡․﹒\u00ad\u200b-\u200d\u2060\ufeffıİ]")
_HIDDEN_DOT: Final = re.compile(r"\.(?=[ \t]\w+/)|[ \t]\.")
_BRACKET: Final = re.compile(r"[\[({<]")
_HIDDEN_COLON: Final = re.compile(r":[ \t]|[ \t]:")
_HIDDEN_SCHEME: Final = re.compile(r"h(?:xx|\*\*|\+\+)p", re.IGNORECASE)


def may_link(text: str) -> bool:
    """False only where `links_in` finds nothing."""
    if "." in text and _DOT.search(text):
        return True
    if ":" in text and ("/" in text or "\\" in text):
        return True
    return _says_dot(text) or (not text.isascii() and _STRANGE.search(text) is not None)


def may_disguise(text: str) -> bool:
    """False only where `undo` changes nothing."""
    if _BRACKET.search(text) or ("." in text and _HIDDEN_DOT.search(text)):
        return True
    if ":" in text and ("/" in text or "\\" in text) and _HIDDEN_COLON.search(text):
        return True
    if _HIDDEN_SCHEME.search(text) or _says_dot(text):
        return True
    return not text.isascii() and _STRANGE.search(text) is not None


def _says_dot(text: str) -> bool:
    lower = text.lower()
    return ("dot" in lower or "d0t" in lower or "point" in lower) and _DOT_SAID.search(text) is not None
