"""Government identifiers: one pass over all shapes, then check digits and announcing words for what matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from tipstaff.signals.detectors.personal.checks import OURS, check
from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.words import bare

re2 = Library("re2")
yaml = Library("yaml")

FEWEST_DIGITS = 6
_BEFORE, _AFTER = 60, 20
_SEPARATORS = str.maketrans("", "", " .-/")
# What may not stand around a number: then it is a piece of a longer one, an amount or a word.
LEFT, RIGHT = r"(?<![^\W_])(?<![0-9][-.,/+:])", r"(?![^\W_])(?![-.,/+:][0-9])"


class Identifier(NamedTuple):
    """One kind of identifier, ready to be looked for."""

    kind: str
    shape: re.Pattern[str]
    alone: re.Pattern[str] | None
    refuse: re.Pattern[str] | None
    check: str
    said: re.Pattern[str]


class Identifiers:
    """All kinds; read them with `identifiers`."""

    def __init__(self, entries: dict[str, dict[str, Any]]) -> None:
        self._kinds = [_identifier(kind, entry) for kind, entry in entries.items()]
        options = re2.Options()
        options.max_mem = 64 << 20
        self._set = re2.Set.SearchSet(options)
        for entry in entries.values():
            self._set.Add(rf"\b(?:{entry['shape']})\b")
        self._set.Compile()

    def found(self, text: str) -> Iterator[Found]:
        """Every identifier of the text, overlapping ones too; those that a word announces come first."""
        matched = [self._kinds[at] for at in self._set.Match(text) or ()]
        hits = [hit for identifier in matched for hit in _hits(identifier, text)]
        yield from (found for announced, found in hits if announced)
        yield from (found for announced, found in hits if not announced)


def _hits(identifier: Identifier, text: str) -> Iterator[tuple[bool, Found]]:
    """(whether a word announces it, the finding) for each place that holds such an identifier."""
    for match in identifier.shape.finditer(text):
        value, (start, end) = match[0], match.span()
        compact = value.translate(_SEPARATORS)
        if identifier.refuse and identifier.refuse.fullmatch(compact):
            continue
        announced = is_said(identifier.said, text, start, end)
        if (announced or (identifier.alone and identifier.alone.fullmatch(value))) and _holds(
            identifier.check, value, compact
        ):
            yield announced, Found(identifier.kind, "government", start, end, hash(compact))


def is_said(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether one of the words stands shortly before or right after a place."""
    before = bare(text[max(0, start - _BEFORE) : start])
    return bool(words.search(before) or words.search(bare(text[end : end + _AFTER])))


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One expression for whole words, as `bare` writes them."""
    written = sorted((re.escape(bare(str(word))) for word in words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")


def _holds(name: str, value: str, compact: str) -> bool:
    """Whether the check digits hold. Separators mean something to some checks (Finland), to others nothing."""
    if not name:
        return True
    valid = check(name)
    return valid(compact) or (name not in OURS and compact != value and valid(value))


def _identifier(kind: str, entry: dict[str, Any]) -> Identifier:
    shape = entry["shape"]
    alone = shape if entry.get("alone") == "shape" else entry.get("alone")
    return Identifier(
        kind=kind,
        shape=_exactly(shape),
        alone=re.compile(alone, re.ASCII) if alone else None,
        refuse=re.compile(entry["refuse"]) if "refuse" in entry else None,
        check=entry.get("check", ""),
        said=any_of(entry["said"]),
    )


def _exactly(shape: str) -> re.Pattern[str]:
    """The shape with nothing around it that would make it part of something else; digits are ASCII digits."""
    flags = "(?i)" if shape.startswith("(?i)") else ""
    return re.compile(rf"{flags}{LEFT}(?:{shape.removeprefix('(?i)')})" + RIGHT)


@lru_cache(maxsize=1)
def identifiers() -> Identifiers:
    """The kinds that ship with the project."""
    return Identifiers(yaml.safe_load((DATA / "personal" / "identifiers.yaml").read_text(encoding="utf-8")))
