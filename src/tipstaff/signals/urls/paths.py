"""What stands behind the host of a link, as evidence: where a secret is entered, a pretext, a well-known name on
somebody else's host, a page laid into somebody else's site, a reader's address carried along; and how it is built: what
each part of the path is (a word, a number, a key), how many there are, what is asked with it.

Weights: `training/paths.py`. A short path says nothing.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from functools import lru_cache

import msgspec

from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.building import DEPTH, ENDING, PARTS, SLUG, built, kinds_of_words, written
from tipstaff.signals.urls.finding import Link

_WORD = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)*")
_CARRIED = re.compile(r"[=#/?][\w.+-]{1,64}(?:@|%40)[\w-]{1,63}\.\w{2,}")
_LONGEST = 500
# A reader's address may be carried in base64.
_ENCODED = re.compile(r"(?<=[=#/?])[A-Za-z0-9+_-]{12,160}={0,2}(?=[&#/?]|\Z)")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.\w{2,}){1,4}")
# A page of a site's own inside is named with its ending.
_PAGE = re.compile(r"\.(?:php\d?|html?|aspx?|cgi|zip|exe)(?:[?#]|\Z)", re.IGNORECASE)
_PIECES = re.compile(r"[/?#]")
_JOINT = re.compile(r"[-_+].*[-_+]", re.DOTALL)
# Digits that stand for letters in names (`adob3`, `netf1ix`).
_LIKE_DIGIT = re.compile(r"[013457]")
_LIKE_DIGITS = str.maketrans("013457", "oleast")
_SAID = re.compile(r"[a-z]{2,20}")
_MOST_WORDS = 24
# Log-odds from which a word is worth telling a person.
_TELLING = 0.7
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
    meant, behind = behind, behind.lower()
    words = kinds_of_words()
    found = {kind for word in _words(behind) if (kind := words.get(word)) is not None}
    if "inside" in found and not _PAGE.search(behind):
        found.discard("inside")
    if _CARRIED.search(behind):
        found.add("carried")
    if "name" not in found and _names_within(behind):
        found.add("name within")
    kinds = tuple(sorted(found))
    pairs = [f"{one} + {other}" for at, one in enumerate(kinds) for other in kinds[at + 1 :]]
    return kinds, list(dict.fromkeys([*kinds, *pairs, *built(behind), *written(meant), *_said(behind)]))


def _names_within(behind: str) -> bool:
    """Whether a well-known name stands within a part that is no sentence."""
    return any(map(_holds_name, _PIECES.split(behind, DEPTH)[:DEPTH]))


@lru_cache(maxsize=4096)
def _holds_name(part: str) -> bool:
    """Whether a part, or what its digits stand for, holds a distinct name. All begin with one of the keys."""
    if len(part) < _DISTINCT or (_JOINT.search(part) and SLUG.search(part)):
        return False
    begun = _distinct()
    said = [part] if _LIKE_DIGIT.search(part) is None else [part, part.translate(_LIKE_DIGITS)]
    return any(
        one.startswith(name, at)
        for one in said
        for at in range(len(one) - _DISTINCT + 1)
        for name in begun.get(one[at : at + _DISTINCT], ())
    )


def _said(behind: str) -> list[str]:
    """The first words of a path; training keeps those that several sites use."""
    path = ENDING.sub("", behind.partition("#")[0].partition("?")[0])
    return [f"says {word}" for word in _SAID.findall(path)[:_MOST_WORDS]]


def _words(behind: str) -> set[str]:
    """Words as written and their parts: `sign-in`, `sign`, `in`."""
    words = set(_WORD.findall(behind))
    return words | {part for word in words for part in PARTS.split(word)} | {f".{part}" for part in words}


@lru_cache(maxsize=1)
def _distinct() -> dict[str, list[str]]:
    """Well-known names that are no accident within another word, by their first letters."""
    found: dict[str, list[str]] = {}
    for word, kind in kinds_of_words().items():
        if kind == "name" and len(word) >= _DISTINCT and word.isalpha() and word not in _EVERYDAY:
            found.setdefault(word[:_DISTINCT], []).append(word)
    return found


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Trait to log-odds; `every path` counts for each; `least` and `most` bound the sum, `floor` the host."""
    return msgspec.json.decode((DATA / "links" / "path_weights.json").read_bytes(), type=dict[str, float])
