"""The two hundred messages that ship with the packs, written for this project."""

from __future__ import annotations

import csv
from importlib.resources import files

from msgspec import Struct


class Sample(Struct, frozen=True):
    """One sample message: language (en, fr), label (honest, spam), the purpose its sender declares, and its text."""

    language: str
    label: str
    purpose: str
    text: str

    @property
    def spam(self) -> bool:
        """Is it one that a platform would want stopped?"""
        return self.label == "spam"


def samples() -> list[Sample]:
    """All of them, in the order of the file."""
    text = (files("tipstaff") / "packs" / "samples" / "messages.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return [Sample(row["language"], row["label"], row["purpose"], row["text"]) for row in rows]
