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
_JOINT = re.compile(r"[-_+].*[-_+]", re.DOTALL)
_SLUG = re.compile(r"[^\W\d_]+(?:[-_+][^\W_]+){2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Digits that stand for letters in names (`adob3`, `netf1ix`).
_LIKE_DIGIT = re.compile(r"[013457]")
_LIKE_DIGITS = str.maketrans("013457", "oleast")
_SAID = re.compile(r"[a-z]{2,20}")
_MOST_WORDS = 24
# Log-odds from which a word is worth telling a person.
_TELLING = 0.7
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
_DEPTH = 8
# A shorter name within another word is chance.
_DISTINCT = 6
# Names that are words too: within others (`openoffice`) they are chance.
_EVERYDAY = frozenset(("office", "orange"))


def path_evidence(link: Link) -> tuple[float, tuple[str, ...]]:
    """Log-odds that the path adds, and the kinds of evidence that were found, sorted."""
    behind = behind_host(link.url)
    if len(behind) < 3:
        return 0.0, ()
    kinds, traits = read_path(behind)
    weights = _weights()
    told = sum([weights.get(trait, 0.0) for trait in traits]) + weights["every path"]
    return min(max(told, weights["least"]), weights["most"]), tuple(kind for kind in kinds if kind != "leave")


def telling_words(link: Link) -> tuple[str, ...]:
    """The words of a path that speak most against it, at most three; for explanations."""
    weights = _weights()
    said = dict.fromkeys(_said(behind_host(link.url).lower()))
    ranked = sorted(((weights.get(trait, 0.0), trait[5:]) for trait in said), reverse=True)
    return tuple(word for weight, word in ranked[:3] if weight >= _TELLING)


def laid_into() -> float:
    """Log-odds that a host counts for at least where the path speaks: anybody's site can be broken into."""
    return _weights()["floor"]


def behind_host(url: str) -> str:
    """What stands behind the host as written, with its first sign; "" for nothing."""
    _, _, rest = url.partition("://")
    at = next((i for i, letter in enumerate(rest or url) if letter in "/?#\\"), -1)
    if at < 0:
        return ""
    return _ENCODED.sub(_decoded, (rest or url)[at : at + _LONGEST])


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
    written, behind = behind, behind.lower()
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
    return kinds, list(dict.fromkeys([*kinds, *pairs, *_built(behind, words), *_written(written), *_said(behind)]))


def _names_within(behind: str) -> bool:
    """Whether a well-known name stands within a part that is no sentence."""
    parts = re.split(r"[/?#]", behind, maxsplit=_DEPTH)[:_DEPTH]
    said = "/".join(
        [part for part in parts if len(part) >= _DISTINCT and not (_JOINT.search(part) and _SLUG.search(part))]
    )
    return _holds_name(said) or (_LIKE_DIGIT.search(said) is not None and _holds_name(said.translate(_LIKE_DIGITS)))


def _holds_name(said: str) -> bool:
    """Whether a distinct name stands anywhere in a text. All begin with one of the keys, which are of one length."""
    begun = _distinct()
    keys = [said[at : at + _DISTINCT] for at in range(len(said) - _DISTINCT + 1)]
    return not _keys().isdisjoint(keys) and any(said.find(name) >= 0 for key in keys for name in begun.get(key, ()))


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


def _said(behind: str) -> list[str]:
    """The first words of a path; training keeps those that several sites use."""
    path = _ENDING.sub("", behind.partition("#")[0].partition("?")[0])
    return [f"says {word}" for word in _SAID.findall(path)[:_MOST_WORDS]]


def _written(behind: str) -> list[str]:
    """How its parts are written, whatever they say."""
    path = behind.partition("#")[0].partition("?")[0]
    parts = [part for part in path.split("/") if part][:_DEPTH]
    return [
        *(f"as {_case(part)}" for part in parts),
        *(f"last as {_case(part)}" for part in parts[-1:]),
        *(("nothing between",) if "//" in path else ()),
        *(("hidden",) if "/." in path else ()),
        *(("twice",) if any(one == other for one, other in pairwise(parts)) else ()),
        *(("encoded",) if "%" in path else ()),
        *(f"page {page[1].lower()}" for page in (_NAMED.search(path),) if page),
    ]


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
def _keys() -> frozenset[str]:
    return frozenset(_distinct())


@lru_cache(maxsize=1)
def _distinct() -> dict[str, list[str]]:
    """Well-known names that are no accident within another word, by their first letters."""
    found: dict[str, list[str]] = {}
    for word, kind in _table().items():
        if kind == "name" and len(word) >= _DISTINCT and word.isalpha() and word not in _EVERYDAY:
            found.setdefault(word[:_DISTINCT], []).append(word)
    return found


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Trait to log-odds; `every path` counts for each; `least` and `most` bound the sum, `floor` the host."""
    return msgspec.json.decode((DATA / "links" / "path_weights.json").read_bytes(), type=dict[str, float])
