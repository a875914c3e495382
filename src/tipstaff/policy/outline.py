"""The clauses that a set of policies has, whether packs carry them yet or not: id, place, kind and control of each.

`packs/outline.csv` lists all clauses of the five policies that the project sets out to carry, so that what no pack
holds yet is counted as missing and not forgotten.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources import files

from msgspec import Struct


class Entry(Struct, frozen=True):
    """One clause of an outline."""

    id: str
    ref: str
    kind: str
    control: str

    @property
    def policy(self) -> str:
        """The policy that its id names."""
        return self.id.partition(".")[0]


def read_outline(lines: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of an outline; the first line names the columns."""
    return tuple(Entry(row["id"], row["ref"], row["kind"], row["control"]) for row in csv.DictReader(lines))


def shipped_outline() -> tuple[Entry, ...]:
    """The 204 clauses of the policies that ship, or will."""
    text = (files("tipstaff") / "packs" / "outline.csv").read_text(encoding="utf-8")
    return read_outline(text.splitlines())
