"""What has been found wrong so far, all of it, to be said at once."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Protocol

from tipstaff.vocab.diagnostics import Diagnostic, Place, Severity


class Lines(Protocol):
    """Where the text of a line can be looked up."""

    def line(self, number: int) -> str:
        """The text of a line, counted from 1."""
        ...


class Positioned(Protocol):
    """Anything that knows where it stands and in which text."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        ...

    @property
    def source(self) -> Lines:
        """The text it stands in."""
        ...


class Notes:
    """Collects diagnostics."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def add(self, *diagnostics: Diagnostic) -> None:
        """Note finished diagnostics."""
        self.diagnostics.extend(diagnostics)

    def report(self, code: str, message: str, place: Place, source: Lines, hint: str = "") -> None:
        """Note an error at a place; the line it points at is looked up."""
        self.diagnostics.append(Diagnostic(code, message, place, hint=hint, source=source.line(place.line)))

    def at(self, node: Positioned, code: str, message: str, *, hint: str = "", severity: Severity = "error") -> None:
        """Note a finding about a node."""
        source = node.source.line(node.place.line)
        self.diagnostics.append(Diagnostic(code, message, node.place, severity, hint, source))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the known word that looks most like `word`; "" when none does."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""
