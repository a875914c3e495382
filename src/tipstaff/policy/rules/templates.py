"""Texts with holes: `No consent on file for {event.to}.`, `{window.tries|attempt|attempts} within an hour.`"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tipstaff.cel import Compiled
from tipstaff.cel.types import DOUBLE, DYN, INT, UINT
from tipstaff.policy.document.nodes import Scalar
from tipstaff.policy.document.notes import Notes
from tipstaff.policy.document.passage import ALONE, Passage, stretch
from tipstaff.vocab.diagnostics import Diagnostic, Place


@dataclass(frozen=True, slots=True)
class Hole:
    """An expression whose value is shown. `mask` is the kind of personal value it gives ("" = shown as it is).

    `words`: what its values are called in the text's language, where they are called anything. `forms`: what is said of
    one and of several, `#` where the number stands; () for the value alone.
    """

    expression: Compiled
    mask: str
    words: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[str, str] | tuple[()] = ()


_BRACE = re.compile(r"\{\{|\}\}|\{|\}")
# Conditions have `||` but no single bar; the forms have neither bars nor quotation marks of expressions.
_FORMS = re.compile(r"(?s)(.*[^|])\|([^|\"{}]+)\|([^|\"{}]+)")
_NUMBERS = frozenset({INT, UINT, DOUBLE, DYN})

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
        length, forms = _forms(scalar.text[start:end])
        hole = compile_hole(stretch(scalar, start, start + length))
        if forms and isinstance(hole, Hole):
            hole = _counted(hole, forms, stretch(scalar, start, end), notes)
        parts += [part for part in (hole if isinstance(hole, tuple) else (hole,)) if part]
    return tuple(parts)


def legible(text: str) -> str:
    """A text for people who read the control: `{window.tries} attempts` for `{window.tries|attempt|attempts}`."""
    shown = []
    for piece in _pieces(text):
        if isinstance(piece, str):
            shown.append(piece)
            continue
        inside = text[piece[0] : piece[1]]
        length, forms = _forms(inside)
        hole = "{" + inside[:length] + "}"
        shown.append(forms[1].replace("#", hole) if forms else hole)
    return "".join(shown)


def _forms(text: str) -> tuple[int, tuple[str, str] | tuple[()]]:
    """How long the expression of a hole is, and the forms behind it."""
    match = _FORMS.fullmatch(text) if "|" in text else None
    if match is None:
        return len(text), ()
    one, several = ((form if "#" in form else f"# {form}") for form in (match[2].strip(), match[3].strip()))
    return match.end(1), (one, several)


def _counted(hole: Hole, forms: tuple[str, str], text: Passage, notes: Notes) -> Hole:
    """The hole with its forms; noted when there is nothing to count."""
    if hole.expression.type not in _NUMBERS:
        hint = "write `{expression}` alone, or give an expression that is a number"
        message = f"`{text.text}` has forms for one and several, but is no number"
        notes.add(*text.pointed([Diagnostic("wrong-type", message, ALONE, hint=hint)]))
    return replace(hole, forms=forms)


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
        elif text.startswith("||", at):
            at += 1
        elif character == "|" and depth == 0:  # forms follow, in which an apostrophe is one
            return text.find("}", at)
        else:
            depth += (character == "{") - (character == "}")
        at += 1
    return -1


def _unclosed(scalar: Scalar, at: int) -> Diagnostic:
    line, column = stretch(scalar, at, at + 1).where()[0]
    place = Place(scalar.source.file, line, column)
    hint = "close the expression with `}`, or write `{{` for a brace"
    return Diagnostic("open-brace", "the `{` is never closed", place, hint=hint, source=scalar.source.line(line))
