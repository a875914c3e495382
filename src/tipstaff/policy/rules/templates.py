"""Texts with holes: `No consent on file for {event.to}.`"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from tipstaff.cel import Compiled
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.document.passage import Passage, stretch
from tipstaff.vocab.diagnostics import Diagnostic, Place


@dataclass(frozen=True, slots=True)
class Hole:
    """An expression whose value is shown. `mask` is the kind of personal value it gives ("" = shown as it is).

    `words`: what its values are called in the text's language, where they are called anything.
    """

    expression: Compiled
    mask: str
    words: Mapping[str, str] = field(default_factory=dict)


_BRACE = re.compile(r"\{\{|\}\}|\{|\}")

Template = tuple[str | Hole, ...]
"""What is written as it stands, and holes."""


def parse_template(scalar: Scalar, compile_hole: Callable[[Passage], Hole | Template | None], notes: Notes) -> Template:
    """The parts of a text.

    Args:
        compile_hole: gives the hole of an expression, or what is to stand in its place, or None when it is wrong (and
            was noted).
    """
    parts: list[str | Hole] = []
    for piece in _pieces(scalar.text.rstrip() if scalar.style in ("|", ">") else scalar.text):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        start, end = piece
        if end < 0:
            notes.add(_unclosed(scalar, start - 1))
            return ()
        hole = compile_hole(stretch(scalar, start, end))
        parts += [part for part in (hole if isinstance(hole, tuple) else (hole,)) if part]
    return tuple(parts)


@lru_cache(maxsize=8192)
def _pieces(text: str) -> tuple[str | tuple[int, int], ...]:
    """What is written as it stands, and where each hole begins and ends; an end of -1 when it is never closed.

    The same text is asked for once for each event type that its rule is on.
    """
    pieces: list[str | tuple[int, int]] = []
    at, plain = 0, ""
    while (brace := _BRACE.search(text, at)) is not None:
        plain += text[at : brace.start()]
        at = brace.end()
        if brace[0] != "{":
            plain += brace[0][0]
            continue
        end = _end_of_hole(text, at)
        pieces += [*([plain] if plain else []), (at, end)]
        if end < 0:
            return tuple(pieces)
        at, plain = end + 1, ""
    plain += text[at:]
    return (*pieces, plain) if plain else tuple(pieces)


def _end_of_hole(text: str, at: int) -> int:
    """Where the brace that closes a hole stands; -1 when none does. Braces in strings and maps do not count."""
    depth, quote = 0, ""
    while at < len(text):
        character = text[at]
        if quote:
            at += character == "\\"
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "}" and depth == 0:
            return at
        else:
            depth += (character == "{") - (character == "}")
        at += 1
    return -1


def _unclosed(scalar: Scalar, at: int) -> Diagnostic:
    line, column = stretch(scalar, at, at + 1).where()[0]
    place = Place(scalar.source.file, line, column)
    hint = "close the expression with `}`, or write `{{` for a brace"
    return Diagnostic("open-brace", "the `{` is never closed", place, hint=hint, source=scalar.source.line(line))
