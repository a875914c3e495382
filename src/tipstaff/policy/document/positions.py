"""Where each character of a YAML scalar stands in its file.

A condition is one value for YAML and many tokens for its author: quoted, folded over lines or in an indented block.
YAML keeps every character that is not white space in its order, so the two texts are laid side by side by those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tipstaff.policy.document.nodes import Scalar, Source
from tipstaff.vocab.diagnostics import Diagnostic, Place

Spot = tuple[int, int]
"""Line and column, both from 1."""

_WHITE = " \t\n"
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|$)")
_WHITE_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\t": "\t", "\\ ": " "}


def spots(scalar: Scalar) -> list[Spot]:
    """The spot of every character of `scalar.text`, and one more for its end."""
    units = list(_units(scalar))
    found: list[Spot] = []
    at = 0
    before: Spot = (scalar.place.line, scalar.place.column - 1)
    for character in scalar.text:
        if at < len(units) and (character not in _WHITE or units[at][0] == character):
            before = units[at][1]
            at += 1
        else:
            before = (before[0], before[1] + 1)
        found.append(before)
    return [*found, (before[0], before[1] + 1)]


def _units(scalar: Scalar) -> Iterator[tuple[str, Spot]]:
    """What stands for one character of the value each, white space left out unless it is written as an escape."""
    first = scalar.place.line + 1 if scalar.style in ("|", ">") else scalar.place.line
    last, end = scalar.ends
    for number in range(first, last + 1):
        line = scalar.source.line(number)
        start = scalar.place.column - 1 if number == scalar.place.line else 0
        stop = end - 1 if number == last else len(line)
        if scalar.style in ("'", '"'):
            start += number == scalar.place.line
            stop -= number == last
        yield from _line_units(line, scalar.style, (number, start, stop))


def _line_units(line: str, style: str, stretch: tuple[int, int, int]) -> Iterator[tuple[str, Spot]]:
    number, at, stop = stretch
    while at < stop:
        length = _unit_length(line, style, at)
        written = line[at : at + length]
        if style == '"' and written in _WHITE_ESCAPES:
            yield _WHITE_ESCAPES[written], (number, at + 1)
        elif written not in _WHITE and written != "\\" * (style == '"' and at + 1 == len(line)):
            yield written, (number, at + 1)
        at += length


def _unit_length(line: str, style: str, at: int) -> int:
    if style == '"' and line[at] == "\\":
        escape = _ESCAPE.match(line, at)
        return len(escape[0]) if escape else 1
    return 2 if style == "'" and line[at : at + 2] == "''" else 1


def pointed(diagnostic: Diagnostic, text: str, where: Sequence[Spot], source: Source) -> Diagnostic:
    """A diagnostic about `text` alone (its place counts lines and columns of `text`), moved to where `text` stands.

    Args:
        where: the spot of every character of `text` and of its end.
    """
    start = min(_offset(text, diagnostic.place), len(where) - 1)
    end = min(start + max(1, diagnostic.place.width) - 1, len(where) - 1)
    line, column = where[start]
    width = where[end][1] - column + 1 if where[end][0] == line else len(source.line(line).rstrip()) - column + 1
    return Diagnostic(
        diagnostic.code,
        diagnostic.message,
        Place(source.file, line, column, max(1, width)),
        diagnostic.severity,
        diagnostic.hint,
        source.line(line),
    )


def _offset(text: str, place: Place) -> int:
    at = 0
    for _ in range(place.line - 1):
        at = text.find("\n", at) + 1
    return at + place.column - 1
