"""What an author got wrong in a pack or scenario file, said like a good compiler says it.

    error[unknown-name]: `event.purpos` is not a field of `message.send`
      --> packs/messagebird/controls/consent.yaml:12:11
       |
    12 |     when: event.purpos == 'marketing'
       |           ^^^^^^^^^^^^
       = did you mean `event.purpose`?

All diagnostics of a run are reported at once, sorted by place. Messages are lower case, put the author's own words in
backticks and never name a Python type.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]


class Place(Struct, frozen=True, order=True):
    """A stretch of one line in a file: 1-based line and column; `width` in characters (at least 1)."""

    file: str
    line: int = 1
    column: int = 1
    width: int = 1


class Diagnostic(Struct, frozen=True):
    """One finding about a file. `code` is stable; `source` is the text of the line it points at ("" when unknown)."""

    code: str
    message: str
    place: Place
    severity: Severity = "error"
    hint: str = ""
    source: str = ""

    def __str__(self) -> str:
        return render(self)


def render(diagnostic: Diagnostic) -> str:
    """Draw one diagnostic with its line, a caret under the stretch, and the hint."""
    place = diagnostic.place
    gutter = " " * len(str(place.line))
    lines = [
        f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}",
        f"{gutter}--> {place.file}:{place.line}:{place.column}",
    ]
    if diagnostic.source:
        caret = " " * (place.column - 1) + "^" * max(1, place.width)
        lines += [f"{gutter} |", f"{place.line} | {diagnostic.source}", f"{gutter} | {caret}"]
    if diagnostic.hint:
        lines.append(f"{gutter} = {diagnostic.hint}")
    return "\n".join(lines)


def render_all(diagnostics: Iterable[Diagnostic]) -> str:
    """Draw all of them sorted by place, errors and warnings together, a blank line between."""
    return "\n\n".join(render(d) for d in in_order(diagnostics))


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place, then code; the same finding twice is said once."""
    return sorted(set(diagnostics), key=lambda d: (d.place, d.code, d.message))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True when at least one is an error, so that the pack must not run."""
    return any(d.severity == "error" for d in diagnostics)
