"""What is wrong with one text, before it is known in which file and line the text stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tipstaff.cel.syntax import Span
from tipstaff.vocab.diagnostics import Diagnostic, Place, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: a stable code, one lower-case line, the culprit's stretch of the text, and how to mend it."""

    code: str
    message: str
    span: Span
    hint: str = ""
    severity: Severity = "error"


def diagnose(findings: Sequence[Finding], text: str, place: Place) -> list[Diagnostic]:
    """Put findings where the text stands: `place` is the position of its first character.

    Lines after the first are taken to be indented like the first, which is how a YAML block is.
    """
    lines = text.split("\n")
    return [_diagnostic(finding, text, lines, place) for finding in findings]


def _diagnostic(finding: Finding, text: str, lines: list[str], place: Place) -> Diagnostic:
    start = min(finding.span.start, len(text))
    row = text.count("\n", 0, start)
    column = start - (text.rfind("\n", 0, start) + 1)
    line = lines[row]
    width = max(1, min(finding.span.end - start, len(line) - column))
    return Diagnostic(
        finding.code,
        finding.message,
        Place(place.file, place.line + row, place.column + column, width),
        severity=finding.severity,
        hint=finding.hint,
        source=" " * (place.column - 1) + line.rstrip("\r").replace("\t", " "),
    )
