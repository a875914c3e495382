"""What stands behind the host of a link, as evidence: where a secret is entered, a pretext, a well-known name on
somebody else's host, a page laid into somebody else's site, a reader's address carried along.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.finding import Link

yaml = Library("yaml")

_WORD = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")
_PARTS = re.compile(r"[-_.]")
_CARRIED = re.compile(r"[=#/][\w.+-]{1,64}(?:@|%40)[\w-]{1,63}\.\w{2,}")
_LONGEST = 500
# A page of a site's own inside is named with its ending.
_PAGE = re.compile(r"\.(?:php\d?|html?|aspx?|cgi|zip|exe)(?:[?#]|\Z)", re.IGNORECASE)


def path_evidence(link: Link) -> tuple[float, tuple[str, ...]]:
    """Log-odds that the path adds, and the kinds that were found, sorted."""
    behind = _behind(link.url)
    if len(behind) < 3:
        return 0.0, ()
    weights, kinds = _table()
    found = {kind for word in _words(behind) if (kind := kinds.get(word)) is not None}
    if "inside" in found and not _PAGE.search(behind):
        found.discard("inside")
    total = sum(weights[kind] for kind in found)
    if _CARRIED.search(behind):
        found.add("carried")
        total += 1.5
    return total, tuple(sorted(found))


def _behind(url: str) -> str:
    _, _, rest = url.partition("://")
    at = next((i for i, letter in enumerate(rest or url) if letter in "/?#\\"), -1)
    return (rest or url)[at : at + _LONGEST].lower() if at >= 0 else ""


def _words(behind: str) -> set[str]:
    """Words as written and their parts: `sign-in`, `sign`, `in`."""
    words = set(_WORD.findall(behind))
    return words | {part for word in words for part in _PARTS.split(word)} | {f".{part}" for part in words}


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], dict[str, str]]:
    read: dict[str, Any] = yaml.safe_load((DATA / "links" / "path_words.yaml").read_text(encoding="utf-8"))
    weights = {kind: float(entry["adds"]) for kind, entry in read.items()}
    return weights, {word: kind for kind, entry in read.items() for word in entry["words"]}
