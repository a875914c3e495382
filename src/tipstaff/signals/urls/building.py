"""How the path of a link is put together and written: what each part is, what follows what, how it ends, what is
asked with it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

yaml = Library("yaml")

# Parts of a path that are looked at.
DEPTH = 8
PARTS = re.compile(r"[-_.]")
SLUG = re.compile(r"[^\W\d_]+(?:[-_+][^\W_]+){2,}")
ENDING = re.compile(r"\.([a-z][a-z0-9]{1,4})\Z")
_KEY = re.compile(r"[0-9a-f]{16,}|(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{20,}")
_JUMBLE = re.compile(r"(?=[a-z]*[0-9])[a-z0-9]{6,19}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTER = re.compile(r"[A-Za-z]")
_TITLE = re.compile(r"[A-Z][a-z]+[-_ ]?\d*")
_TITLES = re.compile(r"(?:[A-Z][a-z]+[-_ ]?|[A-Z]{2,}[-_ ]?|\d+){2,}")
_NAMED = re.compile(
    r"/(index|login|log|signin|home|main|verify|update|account|auth|next|error|mail|info|default|page|secure|user|send"
    r"|card|pay|payment|details|start|web|online|file|document|doc|view|app|new|en|[a-z]|\d{1,3})\d*"
    r"\.(?:php|html?|aspx?)$",
    re.IGNORECASE,
)
_ENDINGS: Final = {
    **dict.fromkeys(("html", "htm", "shtml", "xhtml"), "html"),
    **dict.fromkeys(("php", "php3", "php5", "phtml"), "php"),
    **dict.fromkeys(("asp", "aspx", "jsp", "cgi", "pl", "cfm"), "program"),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "svg", "webp", "ico"), "picture"),
    **dict.fromkeys(("pdf", "zip", "gz", "doc", "docx", "exe", "txt", "xml", "mp3", "rpm", "tgz", "rss"), "file"),
}


def built(behind: str) -> list[str]:
    """How a path is put together."""
    path, asks, asked = behind.partition("#")[0].partition("?")
    parts = [part for part in path.split("/") if part][:DEPTH]
    ending = ENDING.search(path)
    sort = _ENDINGS.get(ending[1], "other") if ending else "folder" if path.endswith("/") else "none"
    sorts = [_sort(part.removesuffix(ending[0]) if ending else part) for part in parts]
    return [
        f"depth {len(parts)}",
        f"long {min(len(path) // 15, 6)}",
        f"ends {sort}",
        f"ends {sorts[-1] if sorts else 'none'} {sort}",
        *(f"part {one}" for one in sorts),
        *(f"{one} > {other}" for one, other in pairwise(sorts)),
        *(f"first {one} of {min(len(sorts), 4)}" for one in sorts[:1]),
        *(_asked(asked) if asks else ()),
        *(("behind #",) if "#" in behind else ()),
    ]


def written(behind: str) -> list[str]:
    """How its parts are written, whatever they say."""
    path = behind.partition("#")[0].partition("?")[0]
    parts = [part for part in path.split("/") if part][:DEPTH]
    return [
        *(f"as {_case(part)}" for part in parts),
        *(f"last as {_case(part)}" for part in parts[-1:]),
        *(("nothing between",) if "//" in path else ()),
        *(("hidden",) if "/." in path else ()),
        *(("twice",) if any(one == other for one, other in pairwise(parts)) else ()),
        *(("encoded",) if "%" in path else ()),
        *(f"page {page[1].lower()}" for page in (_NAMED.search(path),) if page),
    ]


@lru_cache(maxsize=4096)
def _case(part: str) -> str:
    """Whether a part is written in capitals, as a name, as several names in one, mixed, or plainly."""
    if part.islower() or not _LETTER.search(part):
        return "plain"
    bare = part.partition(".")[0]
    if bare.isupper():
        return "capitals" if len(bare) > 1 else "capital"
    if _TITLE.fullmatch(bare):
        return "title"
    if _TITLES.fullmatch(bare):
        return "titles"
    return "mixed"


def _asked(asked: str) -> list[str]:
    values = [value for pair in asked.split("&")[:20] for value in pair.split("=")[1:]]
    return [
        f"asked {min(len(values), 3)}",
        *(("asked key",) if any(_KEY.search(value) for value in values) else ()),
        *(("asked utm",) if "utm_" in asked else ()),
        *(("asked cmd",) if "cmd=" in asked else ()),
        *(("asked number",) if any(value.isdecimal() for value in values) else ()),
    ]


@lru_cache(maxsize=4096)
def _sort(part: str) -> str:
    """What a part of a path is."""
    if part.startswith("~"):
        return "home"
    words = kinds_of_words()
    if (kind := words.get(part)) is not None:
        return kind
    if part.isdecimal():
        return "year" if _YEAR.fullmatch(part) else "number"
    if _KEY.fullmatch(part):
        return "key"
    if len(part) <= 2:
        return "short"
    if SLUG.fullmatch(part):
        return "slug"
    if any(words.get(piece) for piece in PARTS.split(part)):
        return "holding"
    return "jumble" if _JUMBLE.fullmatch(part) else "word" if part.isalpha() else "other"


@lru_cache(maxsize=1)
def kinds_of_words() -> dict[str, str]:
    """Word to its kind."""
    read: dict[str, Any] = yaml.safe_load((DATA / "links" / "path_words.yaml").read_text(encoding="utf-8"))
    return {word: kind for kind, words in read.items() for word in words}
