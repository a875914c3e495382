"""Whether a text may hold a link at all, so that most messages are neither undone nor gone through.

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


def may_link(text: str) -> bool:
    """False only where `links_in` finds nothing."""
    if "." in text and _DOT.search(text):
        return True
    if ":" in text and ("/" in text or "\\" in text):
        return True
    lower = text.lower()
    if ("dot" in lower or "d0t" in lower or "point" in lower) and _DOT_SAID.search(text):
        return True
    return not text.isascii() and _STRANGE.search(text) is not None
