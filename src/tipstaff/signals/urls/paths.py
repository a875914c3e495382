"""What stands behind the host of a link, as evidence: where a secret is entered, a pretext, a well-known name on
somebody else's host, a page laid into somebody else's site, a reader's address carried along; and how it is built: what
each part of the path is (a word, a number, a key), how many there are, what is asked with it.

Weights: `training/paths.py`. A short path says nothing.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import msgspec

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.finding import Link

yaml = Library("yaml")

_WORD = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")
_PARTS = re.compile(r"[-_.]")
_CARRIED = re.compile(r"[=#/?][\w.+-]{1,64}(?:@|%40)[\w-]{1,63}\.\w{2,}")
_LONGEST = 500
# A reader's address may be carried in base64.
_ENCODED = re.compile(r"(?<=[=#/?])[A-Za-z0-9+_-]{12,160}={0,2}(?=[&#/?]|\Z)")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.\w{2,}){1,4}")
# A page of a site's own inside is named with its ending.
_PAGE = re.compile(r"\.(?:php\d?|html?|aspx?|cgi|zip|exe)(?:[?#]|\Z)", re.IGNORECASE)
_ENDING = re.compile(r"\.([a-z][a-z0-9]{1,4})\Z")
_KEY = re.compile(r"[0-9a-f]{16,}|(?=[a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{20,}")
_JUMBLE = re.compile(r"(?=[a-z]*[0-9])[a-z0-9]{6,19}")
_SLUG = re.compile(r"[^\W\d_]+(?:[-_+][^\W_]+){2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDINGS: Final = {
    **dict.fromkeys(("html", "htm", "shtml", "xhtml"), "html"),
    **dict.fromkeys(("php", "php3", "php5", "phtml"), "php"),
    **dict.fromkeys(("asp", "aspx", "jsp", "cgi", "pl", "cfm"), "program"),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "svg", "webp", "ico"), "picture"),
    **dict.fromkeys(("pdf", "zip", "gz", "doc", "docx", "exe", "txt", "xml", "mp3", "rpm", "tgz", "rss"), "file"),
}
_DEPTH = 8
# A shorter name within another word is chance.
_DISTINCT = 6


def path_evidence(link: Link) -> tuple[float, tuple[str, ...]]:
    """Log-odds that the path adds, and the kinds of evidence that were found, sorted."""
    behind = behind_host(link.url)
    if len(behind) < 3:
        return 0.0, ()
    kinds, traits = read_path(behind)
    weights = _weights()
    told = sum([weights.get(trait, 0.0) for trait in traits]) + weights["every path"]
    return min(max(told, weights["least"]), weights["most"]), tuple(kind for kind in kinds if kind != "leave")


def behind_host(url: str) -> str:
    """What stands behind the host, in lower case, with its first sign; "" for nothing."""
    _, _, rest = url.partition("://")
    at = next((i for i, letter in enumerate(rest or url) if letter in "/?#\\"), -1)
    if at < 0:
        return ""
    return _ENCODED.sub(_decoded, (rest or url)[at : at + _LONGEST]).lower()


def _decoded(found: re.Match[str]) -> str:
    """A reader's address that was written in base64; anything else as it was."""
    said = found[0].rstrip("=")
    try:
        plain = urlsafe_b64decode(said.replace("+", "-") + "=" * (-len(said) % 4)).decode("ascii")
    except ValueError:
        return found[0]
    return plain if _ADDRESS.fullmatch(plain) else found[0]


def read_path(behind: str) -> tuple[tuple[str, ...], list[str]]:
    """The kinds of evidence in what stands behind a host, sorted; and every trait that is weighed, each once."""
    words = _table()
    found = {kind for word in _words(behind) if (kind := words.get(word)) is not None}
    if "inside" in found and not _PAGE.search(behind):
        found.discard("inside")
    if _CARRIED.search(behind):
        found.add("carried")
    if "name" not in found and _names_within(behind):
        found.add("name within")
    kinds = tuple(sorted(found))
    pairs = [f"{one} + {other}" for at, one in enumerate(kinds) for other in kinds[at + 1 :]]
    return kinds, list(dict.fromkeys([*kinds, *pairs, *_built(behind, words)]))


def _names_within(behind: str) -> bool:
    """Whether a well-known name stands within a part that is no sentence."""
    parts = re.split(r"[/?#]", behind, maxsplit=_DEPTH)[:_DEPTH]
    said = "/".join(part for part in parts if part and not _SLUG.search(part))
    return any(name in said for name in _distinct())


def _built(behind: str, words: dict[str, str]) -> list[str]:
    """How a path is put together."""
    path, asks, asked = behind.partition("#")[0].partition("?")
    parts = [part for part in path.split("/") if part][:_DEPTH]
    ending = _ENDING.search(path)
    sort = _ENDINGS.get(ending[1], "other") if ending else "folder" if path.endswith("/") else "none"
    sorts = [_sort(part.removesuffix(ending[0]) if ending else part, words) for part in parts]
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


def _asked(asked: str) -> list[str]:
    values = [value for pair in asked.split("&")[:20] for value in pair.split("=")[1:]]
    return [
        f"asked {min(len(values), 3)}",
        *(("asked key",) if any(_KEY.search(value) for value in values) else ()),
        *(("asked utm",) if "utm_" in asked else ()),
        *(("asked cmd",) if "cmd=" in asked else ()),
        *(("asked number",) if any(value.isdecimal() for value in values) else ()),
    ]


def _sort(part: str, words: dict[str, str]) -> str:
    """What a part of a path is."""
    bare = part.lstrip("~")
    if bare != part:
        return "home"
    if (kind := words.get(part)) is not None:
        return kind
    if part.isdecimal():
        return "year" if _YEAR.fullmatch(part) else "number"
    if _KEY.fullmatch(part):
        return "key"
    if len(part) <= 2:
        return "short"
    if _SLUG.fullmatch(part):
        return "slug"
    if any(words.get(piece) for piece in _PARTS.split(part)):
        return "holding"
    return "jumble" if _JUMBLE.fullmatch(part) else "word" if part.isalpha() else "other"


def _words(behind: str) -> set[str]:
    """Words as written and their parts: `sign-in`, `sign`, `in`."""
    words = set(_WORD.findall(behind))
    return words | {part for word in words for part in _PARTS.split(word)} | {f".{part}" for part in words}


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Word to its kind."""
    read: dict[str, Any] = yaml.safe_load((DATA / "links" / "path_words.yaml").read_text(encoding="utf-8"))
    return {word: kind for kind, words in read.items() for word in words}


@lru_cache(maxsize=1)
def _distinct() -> tuple[str, ...]:
    """Well-known names that are no accident within another word."""
    return tuple(
        word for word, kind in _table().items() if kind == "name" and len(word) >= _DISTINCT and word.isalpha()
    )


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Trait to log-odds; `every path` counts for each, `least` and `most` are the bounds of the sum."""
    return msgspec.json.decode((DATA / "links" / "path_weights.json").read_bytes(), type=dict[str, float])
