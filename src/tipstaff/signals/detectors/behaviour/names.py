"""Local parts and user names that were made by the dozen.

anna.petit       a person's
xk7qz2vp         made at random: signs that hardly follow each other in names (`name.random`)
anna1987         a word and four digits, `w4d4`: many sign-ups of one pattern are a series (`name.pattern`)
a.n.na+7@...     one mailbox under many names (`name.mailbox`)
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, log2
from typing import Final

from tipstaff.cel.types import DOUBLE, STRING, STRINGS, Type
from tipstaff.signals.lasting import short_ones
from tipstaff.signals.shipped import DATA
from tipstaff.signals.signal import SignalFunction, View

SIGNS: Final = "abcdefghijklmnopqrstuvwxyz0.^$"
_LONGEST = 64
_RUN = re.compile(r"[a-z]+|0+|\.")
# A key held down says nothing, and chance seldom repeats a sign so often: `yyyyanna` counts as `yanna`.
_REPEATED = re.compile(r"([a-z])\1{2,}")
# Bits per sign at which a name is as likely random as not, and how sharply that turns. Set on the sender addresses of a
# public mail corpus against names of random letters and digits (docs/benchmarks.md).
_MIDDLE, _STEEPNESS = 5.6, 3.0
# Too short to tell: anybody may be called `xq`.
_SHORT = 6
# How surely a name is random, and how many of one pattern are a series: counted in lists, where few may be chance.
_SURELY, _SERIES = 0.9, 5
# Providers that ignore dots in local parts. Source: Google account help, "Dots don't matter in Gmail addresses".
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})


def entropy(_: View, name: str) -> float:
    """Shannon entropy of the characters, in bits per character: 0 for `aaaa`, 3 for eight different ones."""
    counts = Counter(name[:_LONGEST])
    size = sum(counts.values())
    return round(-sum(n / size * log2(n / size) for n in counts.values()), 4) if size else 0.0


def random(_: View, name: str) -> float:
    """0 to 1: how much a name or local part looks made at random; 0 for names of fewer than six signs.

    Of an address, the local part is looked at, without what follows a `+`.
    """
    return _random(_local(name))


def pattern(_: View, name: str) -> str:
    """What a series has in common: letters as `w` and digits as `d` with how many there are, signs as they are.

    `anna1987` and `paul2003` are `w4d4`; of an address, the local part is looked at.
    """
    local = _local(name)
    return "".join(
        run if run == "." else f"{'d' if run[0] == '0' else 'w'}{len(run)}" for run in _RUN.findall(_plain(local))
    )


def mailbox(_: View, address: str) -> str:
    """The mailbox that an address reaches: lower case, without `+tag`, and without dots where the provider ignores
    them. What is no address stays as it is.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return address
    local, domain = local.lower().partition("+")[0], domain.lower()
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def made_share(_: View, names: Sequence[str]) -> float:
    """The share of a list's names that a machine made: at random, or in a series of words and digits of one pattern.

    A series counts from a handful on; names without digits make none, for people are called alike.
    """
    at_random = {name for name in names if _random(_local(name)) >= _SURELY}
    patterns = Counter(kept for name in names if "d" in (kept := pattern(_, name)))
    serial = {kept for kept, many in patterns.items() if many >= _SERIES}
    made = sum(name in at_random or pattern(_, name) in serial for name in names)
    return round(made / len(names), 6) if names else 0.0


def signs(name: str) -> str:
    """A name as SIGNS, with its beginning and end."""
    return f"^{_plain(name)}$"


def _plain(name: str) -> str:
    """Lower case without accents; every digit is `0`, everything else `.`; letters of other scripts drop out."""
    letters = unicodedata.normalize("NFKD", name[:_LONGEST].casefold())
    kept = (c for c in letters if c.isascii() or not (c.isalpha() or unicodedata.combining(c)))
    return "".join([c if "a" <= c <= "z" else "0" if c.isdecimal() else "." for c in kept])


def _local(name: str) -> str:
    """The local part of an address without its tag, or the whole name."""
    return (name.rpartition("@")[0] or name).partition("+")[0]


@short_ones(4096)
def _random(local: str) -> float:
    said = _REPEATED.sub(r"\1", signs(local))
    if len(said) - 2 < _SHORT:
        return 0.0
    bits = _bits()
    mean = sum([bits[pair] for pair in pairwise(said)]) / (len(said) - 1)
    return round(1 / (1 + exp(-_STEEPNESS * (mean - _MIDDLE))), 4)


@lru_cache(maxsize=1)
def _bits() -> dict[tuple[str, str], float]:
    """(sign, next sign) to bits."""
    _, seconds, *lines = (DATA / "behaviour" / "letter_pairs.txt").read_text(encoding="utf-8").splitlines()
    return {
        (line[0], second): float(bits)
        for line in lines
        for second, bits in zip(seconds, line[2:].split(" "), strict=True)
    }


def _function(name: str, result: Type, cost: float, compute: Callable[..., object], about: str) -> SignalFunction:
    return SignalFunction(f"name.{name}", (STRING,), result, cost, "2" if name == "random" else "1", (), about, compute)


SIGNALS = (
    _function("entropy", DOUBLE, 4, entropy, "Bits per character of a name: low for repetitions, high for jumbles."),
    _function("random", DOUBLE, 3, random, "0 to 1: how much a name or local part looks made at random."),
    _function("pattern", STRING, 4, pattern, "What a series of names has in common: `anna1987` is `w4d4`."),
    _function("mailbox", STRING, 1, mailbox, "The mailbox an address reaches, without tags and idle dots."),
    SignalFunction(
        "name.made_share",
        (STRINGS,),
        DOUBLE,
        200,
        "2",
        (),
        "Share of a list's names or addresses that a machine made: at random, or in a series.",
        made_share,
    ),
)
