"""What can be counted of a host, in steps: lengths, digits, how well its letters follow each other, words that ask for
something, well-known names in it. Steps and pairs of steps are features of `links.score`; where the steps lie was
chosen on the hosts that the model learns from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from math import log2
from typing import Any, Final
from zlib import crc32

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.urls.kinds import is_kind, popular_labels, provider
from tipstaff.signals.urls.suffixes import registrable

yaml = Library("yaml")

_WORD = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"[-0-9]+")
_RUN = re.compile(r"[bcdfghjklmnpqrstvwxz]+")
_DIGITS = re.compile(r"[0-9]+")
_SIGNS = str.maketrans("123456789-_", "000000000..")
_VOWEL = re.compile(r"[aeiouy]")
# A shorter word or name inside another word is chance.
_ASKS, _NAMES = 4, 5
_OLD: Final = frozenset(("com", "net", "org", "edu", "gov", "mil", "int", ""))

# Measure -> where its steps lie.
_STEPS: Final[dict[str, tuple[float, ...]]] = {
    "label": (5, 6, 7, 9, 10, 13, 16),
    "name": (6, 7, 9, 10, 13, 15, 20),
    "dots": (1, 2),
    "hyphens": (1, 2),
    "digits": (1, 2, 4),
    "vowels": (0.25, 0.312, 0.333, 0.375, 0.412, 0.45, 0.5),
    "spread": (2.0, 2.25, 2.52, 2.79, 3.0, 3.18, 3.39),
    "mean": (3.63, 3.89, 4.06, 4.22, 4.42, 4.73, 5.32),
    "worst": (5.2, 5.8, 6.5, 6.9, 7.4, 8.0, 8.7),
    "before": (0.5, 3.9, 4.4, 5.2),
    "run": (1, 2, 3),
    "longest": (5, 6, 7, 8, 9, 11, 14),
    "words": (2, 3),
    "asks": (1, 2),
    "asks inside": (1, 2),
    "named": (1,),
    "named inside": (1, 2),
    "tokens known": (1, 2),
    "siblings": (1, 2),
    "known before": (1,),
    "guest": (1, 2, 3),
    "ending": (1, 2, 3),
    "dynamic": (1,),
    "suffix": (3, 4, 5, 10),
    "front": (1, 5, 10),
    "fronts": (1, 2),
    "number": (1, 2, 4),
}
_PAIRS: Final = (
    *(("mean", "label"), ("mean", "digits"), ("worst", "label"), ("vowels", "label"), ("spread", "label")),
    *(("asks", "guest"), ("asks inside", "guest"), ("named", "guest"), ("named inside", "guest"), ("before", "guest")),
    *(("mean", "guest"), ("label", "guest"), ("tokens known", "asks"), ("tokens known", "guest"), ("words", "label")),
    *(("longest", "label"), ("digits", "hyphens"), ("asks", "hyphens"), ("asks inside", "hyphens")),
    *(("known before", "asks"), ("front", "guest"), ("mean", "words"), ("before", "front")),
    *(("ending", "label"), ("ending", "mean"), ("ending", "digits"), ("ending", "asks inside"), ("ending", "hyphens")),
    *(("named", "ending"), ("named", "hyphens"), ("asks", "ending")),
    *(("named inside", "hyphens"), ("named", "fronts"), ("named inside", "fronts"), ("asks inside", "fronts")),
    *(("ending", "words"), ("ending", "named inside"), ("ending", "longest")),
)


def measured(host: str, name: str, ending: str) -> list[int]:
    """Places (before masking) for the step of each measure, and for pairs of steps. `name` is the host without its
    suffix and `www.`.
    """
    steps = {key: bisect_right(_STEPS[key], value) for key, value in _measures(host, name, ending).items()}
    single, double = _places()
    return [
        *[single[key][step] for key, step in steps.items()],
        *[places[steps[one]][steps[other]] for one, other, places in double],
    ]


@lru_cache(maxsize=1)
def _places() -> tuple[dict[str, list[int]], list[tuple[str, str, list[list[int]]]]]:
    """Measure -> places by step; and pairs of measures with places by both steps."""
    sizes = {key: range(len(steps) + 1) for key, steps in _STEPS.items()}
    return (
        {key: [_place(f"{key} = {step}") for step in steps] for key, steps in sizes.items()},
        [
            (one, other, [[_place(f"{one} & {other} = {a} {b}") for b in sizes[other]] for a in sizes[one]])
            for one, other in _PAIRS
        ],
    )


def _place(said: str) -> int:
    return crc32(f"S{said}".encode())


def _measures(host: str, name: str, ending: str) -> dict[str, float]:
    front, _, label = name.rpartition(".")
    size = len(label) or 1
    words = _WORD.findall(name)
    (asks, asked), (known, named), _ = _words()
    mean, worst = _likely(label)
    letters = sum(map(str.isalpha, label))
    digits = _DIGITS.findall(label)
    return {
        "label": len(label),
        "name": len(name),
        "dots": name.count("."),
        "hyphens": label.count("-"),
        "digits": sum(map(len, digits)),
        "vowels": len(_VOWEL.findall(label)) / (letters or 1),
        "spread": -sum(many / size * log2(many / size) for many in Counter(label).values()),
        "mean": mean,
        "worst": worst,
        "before": _likely(front)[0] if front else 0.0,
        "run": max(map(len, _RUN.findall(label)), default=0),
        "longest": max(map(len, words), default=0),
        "words": len(words),
        "asks": sum(word in asks for word in words),
        "asks inside": sum([word in name for word in asked]),
        "named": sum(word in known for word in words),
        "named inside": sum([word in name for word in named]),
        **_popular(host, label, front),
        "guest": provider(host),
        "ending": _ending(ending),
        "dynamic": is_kind(host, "dynamic-dns"),
        "suffix": len(ending),
        "front": len(front),
        "fronts": len(front.split(".")) if front else 0,
        "number": max(map(len, digits), default=0),
    }


def _popular(host: str, label: str, front: str) -> dict[str, float]:
    """How much of a host is the name of popular domains, itself left out."""
    own, labels = registrable(host), popular_labels()

    def others(word: str) -> int:
        found = labels.get(word, ())
        return len(found) - (own in found)

    return {
        "tokens known": sum(len(token) >= _NAMES and others(token) > 0 for token in _TOKEN.split(label)),
        "siblings": others(label),
        "known before": sum(len(word) >= _NAMES and word in labels for word in re.split(r"[-.]", front)),
    }


def _ending(ending: str) -> int:
    """What kind of ending: 0 an old one, 1 of a country, 2 a newer one, 3 one that costs next to nothing."""
    last = ending.rpartition(".")[2]
    if last in _cheap():
        return 3
    return 0 if last in _OLD else 1 if len(last) == 2 else 2


def _likely(label: str) -> tuple[float, float]:
    """Mean and most of the bits by which one sign follows another; (0, 0) for nothing."""
    said = f"^{label.translate(_SIGNS)}$"
    pairs = _bits()
    bits = [pairs.get(pair, 0.0) for pair in pairwise(said)]
    return (sum(bits) / len(bits), max(bits)) if label else (0.0, 0.0)


@lru_cache(maxsize=1)
def _bits() -> dict[tuple[str, str], float]:
    """(sign, next sign) to bits, from `training/letter_pairs.py`."""
    _, seconds, *lines = (DATA / "behaviour" / "letter_pairs.txt").read_text(encoding="utf-8").splitlines()
    return {
        (line[0], second): float(bits)
        for line in lines
        for second, bits in zip(seconds, line[2:].split(" "), strict=True)
    }


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[frozenset[str], list[str]], ...]:
    """Words that ask for something, and well-known names; each with those that count within other words too."""
    read: dict[str, Any] = yaml.safe_load((DATA / "links" / "host_words.yaml").read_text(encoding="utf-8"))
    return tuple(
        (frozenset(read[key]), [word for word in read[key] if len(word) >= least])
        for key, least in (("asks", _ASKS), ("names", _NAMES), ("cheap", _NAMES))
    )


@lru_cache(maxsize=1)
def _cheap() -> frozenset[str]:
    return _words()[2][0]
