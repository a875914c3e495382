"""What a host is made of, as numbers of a hashed table: letters in a row, its suffix, its shape, its kinds.

Training and scoring read hosts through this one function, so that they cannot come apart.
"""

from __future__ import annotations

import re
from collections import Counter
from math import log2
from zlib import crc32

from tipstaff.signals.urls.hosts import is_address, unicode_host
from tipstaff.signals.urls.kinds import is_kind, provider
from tipstaff.signals.urls.measures import measured
from tipstaff.signals.urls.suffixes import suffix

SIZE = 1 << 16
_MASK = SIZE - 1
_LONGEST = 100
_HARD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")
_VOWEL = re.compile(r"[aeiouy]")
_WORDS = re.compile(r"[a-z]{3,}")
_PARTS = re.compile(r"[-.0-9]+")
_RUN = re.compile(r"[bcdfghjklmnpqrstvwxz]+")
_VOWELS = str.maketrans("aeiouy", "vvvvvv")


def features_of(host: str) -> list[int]:
    """Places in a table of 65,536, sorted, each once. `host` as `read_host` gives it."""
    ending = suffix(host)
    name = (host.removesuffix(ending).rstrip(".") if ending else host)[-_LONGEST:].removeprefix("www.")
    label = name.rpartition(".")[2]
    found = {crc32(f"E{ending}".encode()), crc32(f"T{ending.rpartition('.')[2]}".encode())}
    framed = f"^{name}$".encode()
    for size in (3, 4, 5):
        found.update(crc32(framed[at : at + size]) for at in range(len(framed) - size + 1))
    found.update(crc32(f"W{word}".encode()) for word in _WORDS.findall(name))
    told = (
        *_shape(host, name, label),
        *_crossed(ending, label),
        *_built(name, label, ending),
    )
    found.update(measured(host, name, ending))
    found.update(crc32(f"S{said}".encode()) for said in told)
    return sorted({place & _MASK for place in found})


def _crossed(ending: str, label: str) -> list[str]:
    """What says little by itself: how long names under this suffix are, how they are numbered and hyphenated, and how
    many of their letters are vowels.
    """
    letters = sum(map(str.isalpha, label))
    digits = any(map(str.isdecimal, label))
    return [
        f"vowels {len(_VOWEL.findall(label)) * 8 // letters if letters else 16}",
        f"long {ending} {min(len(label) // 3, 6)}",
        f"made {ending.rpartition('.')[2]} {digits} {min(label.count('-'), 2)}",
    ]


def _built(name: str, label: str, ending: str) -> list[str]:
    """How a name is put together: its parts as they are, how evenly its letters are spread, where it has consonants in
    a row, letters and digits as a pattern, and how much stands before the registered name.
    """
    before = name[: -len(label) - 1] if label else ""
    counts = Counter(label).values()
    spread = -sum(many / len(label) * log2(many / len(label)) for many in counts)
    sounds = "".join("v" if letter == "v" else "c" if letter.isalpha() else letter for letter in _voiced(label))
    return [
        *(f"part {part}" for part in _PARTS.split(name) if part),
        f"before {min(len(before), 20) // 3} {ending.rpartition('.')[2]}",
        f"ends {label[:1]} {label[-1:]}",
        f"spread {int(spread * 2)} {min(len(label) // 4, 6)}",
        f"run {max(map(len, _RUN.findall(label)), default=0)}",
        f"exactly {len(label)}",
        f"sounds {sounds[:10]}",
        f"pattern {_pattern(label)[:8]}",
    ]


def _voiced(label: str) -> str:
    """Vowels as `v`, a real `v` as a consonant."""
    return label.replace("v", "b").translate(_VOWELS)


def _pattern(label: str) -> str:
    """Runs of letters as `a`, of digits as `0`."""
    return re.sub(r"[0-9]+", "0", re.sub(r"[a-z]+", "a", label))


def _shape(host: str, name: str, label: str) -> list[str]:
    digits = sum(letter.isdecimal() for letter in label)
    said = [
        f"length {min(len(label) // 4, 8)}",
        f"labels {min(name.count('.'), 4)}",
        f"digits {min(digits, 5)}",
        f"hyphens {min(label.count('-'), 4)}",
        f"hard {bool(_HARD.search(label))}",
        f"mixed {bool(digits) and not label.rstrip('0123456789').isalpha()}",
    ]
    if is_address(host):
        said.append("address")
    if "xn--" in host:
        said.append("punycode" if unicode_host(host).isascii() else "letters beyond ASCII")
    if under := provider(host):
        said.append(f"provider {under}")
    if is_kind(host, "dynamic-dns"):
        said.append("dynamic name")
    return said
