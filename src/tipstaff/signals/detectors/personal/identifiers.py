"""Government identifiers: shapes, check digits and announcing words of a table, one finder each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tipstaff.signals.detectors.personal.checks import OURS, check
from tipstaff.signals.detectors.personal.found import Found
from tipstaff.signals.detectors.personal.look import CHECKED, LEFT, RIGHT, SAID, Finder, Look, any_of
from tipstaff.signals.lazily import Library
from tipstaff.signals.shipped import DATA

yaml = Library("yaml")

_SEPARATORS = str.maketrans("", "", " .-/")


class Identifier(NamedTuple):
    """One kind of identifier, ready to be looked for."""

    kind: str
    shape: re.Pattern[str]
    alone: re.Pattern[str] | None
    refuse: re.Pattern[str] | None
    check: str
    said: re.Pattern[str]

    def find(self, look: Look) -> Iterator[tuple[int, Found]]:
        """Each place that holds such an identifier."""
        for match in self.shape.finditer(look.text):
            value, (start, end) = match[0], match.span()
            announced = look.said(self.said, start, end)
            if not announced and not (self.alone and self.alone.fullmatch(value)):
                continue
            compact = value.translate(_SEPARATORS)
            if not (self.refuse and self.refuse.fullmatch(compact)) and _holds(self.check, value, compact):
                yield (SAID if announced else CHECKED), Found(self.kind, "government", start, end, hash(compact))


def _holds(name: str, value: str, compact: str) -> bool:
    """Whether the check digits hold. Separators mean something to some checks (Finland), to others nothing."""
    if not name:
        return True
    valid = check(name)
    return valid(compact) or (name not in OURS and compact != value and valid(value))


def finders() -> Iterator[Finder]:
    """A finder for each kind that ships with the project."""
    entries = yaml.safe_load((DATA / "personal" / "identifiers.yaml").read_text(encoding="utf-8"))
    for kind, entry in entries.items():
        yield _finder(_identifier(kind, entry), entry)


def _finder(identifier: Identifier, entry: dict[str, Any]) -> Finder:
    words = () if identifier.alone and identifier.alone.pattern == entry["shape"] else tuple(entry["said"])
    if identifier.alone and words:
        # Two ways in: the stricter shape needs no word.
        return Finder(rf"\b(?:{entry['shape']})\b", (), identifier.find)
    return Finder(rf"\b(?:{entry['shape']})\b", words, identifier.find)


def _identifier(kind: str, entry: dict[str, Any]) -> Identifier:
    shape = entry["shape"]
    alone = shape if entry.get("alone") == "shape" else entry.get("alone")
    return Identifier(
        kind=kind,
        shape=_exactly(shape),
        alone=re.compile(alone) if alone else None,
        refuse=re.compile(entry["refuse"]) if "refuse" in entry else None,
        check=entry.get("check", ""),
        said=any_of(entry["said"]),
    )


def _exactly(shape: str) -> re.Pattern[str]:
    """The shape with nothing around it that would make it part of something else."""
    flags = "(?i)" if shape.startswith("(?i)") else ""
    return re.compile(rf"{flags}{LEFT}(?:{shape.removeprefix('(?i)')}){RIGHT}")
