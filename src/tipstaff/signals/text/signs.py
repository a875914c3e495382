"""Signs in labelled lines (`image docker.io/x`, `port 3333`), each with a kind and a weight, found in one pass.

A file of signs has one entry a line, `kind  weight  pattern`, separated by tabs; `#` begins a comment. Patterns are
RE2, matched at word borders in lower case. The pass is linear in the text, however many signs there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

re2 = Library("re2")


class Sign(Struct, frozen=True):
    """One entry. `weight` is how much it says alone, 0 to 1."""

    kind: str
    weight: float
    pattern: str


class Signs:
    """The signs of a file, compiled on first use."""

    def __init__(self, signs: Sequence[Sign]) -> None:
        self._signs = tuple(signs)
        self._set: Any = None

    def found(self, text: str) -> list[Sign]:
        """The signs in a text, in the order of the file, each once."""
        if self._set is None:
            self._set = _compile(self._signs)
        numbers: list[int] = self._set.Match(text.lower()) or []
        return [self._signs[number] for number in sorted(numbers)]


@lru_cache(maxsize=4)
def signs(name: str) -> Signs:
    """The signs of that name that ship with the project."""
    lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return Signs([_sign(line) for line in lines if line and not line.startswith("#")])


def together(some: Sequence[Sign]) -> float:
    """How much signs say together, 0 to 1: each takes its share of the doubt that the others leave."""
    doubt = 1.0
    for sign in some:
        doubt *= 1.0 - sign.weight
    return round(1.0 - doubt, 4)


def _sign(line: str) -> Sign:
    kind, weight, pattern = line.split("\t")
    return Sign(kind, float(weight), pattern)


def _compile(some: Sequence[Sign]) -> Any:
    made = re2.Set.SearchSet()
    for sign in some:
        made.Add(rf"(?:^|[^\pL\pN])(?:{sign.pattern})(?:$|[^\pL\pN])")
    made.Compile()
    return made
