"""Text to tokens. Linear in the text; never fails: what is not a token is reported and left out or mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from tipstaff.cel.findings import Finding
from tipstaff.cel.parse.limits import MAX_CHARACTERS, MAX_FINDINGS, MAX_TOKENS
from tipstaff.cel.syntax import Span


class Token(NamedTuple):
    """A piece of the text. `kind`: an operator or bracket is its own kind, else int, float, string, bytes, name,
    quoted (a field in backticks), word (true, false, null, in, reserved), bad (already reported) or end.
    """

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, the last of kind `end`, and what was wrong."""

    tokens: list[Token]
    findings: list[Finding]


RESERVED = frozenset(
    """as break const continue else for function if import let loop
    package namespace return var void while""".split()  # noqa: SIM905 (one word a piece is easier to check)
)
_WORDS = RESERVED | {"true", "false", "null", "in"}

_TOKEN = re.compile(
    r"""
    (?:[ \t\n\f\r]+|//[^\n]*)*
  (?:(?P<float>\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)
  | (?P<int>0x[0-9a-fA-F]+[uU]?|\d+[uU]?)
  | (?P<raw>[bB]?[rR](?:\"{3}[\s\S]*?\"{3}|'{3}[\s\S]*?'{3}|"[^"\r\n]*"|'[^'\r\n]*'))
  | (?P<string>[bB]?(?:\"{3}(?:[^\\]|\\[\s\S])*?\"{3}|'{3}(?:[^\\]|\\[\s\S])*?'{3}
              |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'))
  | (?P<name>[_a-zA-Z][_a-zA-Z0-9]*)
  | (?P<quoted>`[^`\r\n]+`)
  | (?P<operator>&&|\|\||[=!<>]=|[-+*/%<>!?:.,()\[\]{}])
  )?
    """,
    re.VERBOSE,
)
_QUOTED = re.compile(r"`[A-Za-z0-9_.\-/ ]+`")
# What people write from habit, and what it is here.
_MENDED = {"=": "==", "&": "&&", "|": "||"}
_HINTS = {"#": "a comment begins with `//`", ";": "join conditions with `&&`"}
_CURLY = {"“": "”", "„": "“", "‘": "’", "«": "»"}


def tokens_of(text: str) -> Tokens:
    """Split `text`; comments and white space are dropped."""
    if too_long := _too_long(text):
        return Tokens([Token("end", "", 0, 0)], [too_long])
    tokens: list[Token] = []
    findings: list[Finding] = []
    at, end = 0, len(text)
    while len(tokens) <= MAX_TOKENS and len(findings) <= MAX_FINDINGS:
        match = _TOKEN.match(text, at)
        assert match is not None  # it matches the empty text
        at = match.end()
        kind = match.lastgroup
        if kind is None and at == end:
            break
        token = _unexpected(text, at, findings) if kind is None else _token(kind, match, findings)
        tokens.append(token)
        at = token.end
    if len(tokens) > MAX_TOKENS:
        message = f"more than {MAX_TOKENS} words and signs in one condition"
        findings.append(Finding("too-long", message, Span(tokens[-1].start, tokens[-1].end)))
    tokens.append(Token("end", "", len(text), len(text)))
    return Tokens(tokens, findings)


def _too_long(text: str) -> Finding | None:
    if len(text) > MAX_CHARACTERS:
        hint = "split it into several rules, or put long lists into params"
        return Finding("too-long", f"more than {MAX_CHARACTERS} characters in one condition", Span(0, 1), hint)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return Finding("syntax", "half of a surrogate pair is not a character", Span(error.start, error.end))
    return None


def _token(kind: str, match: re.Match[str], findings: list[Finding]) -> Token:
    written = match[kind]
    start, end = match.span(kind)
    if kind == "operator":
        return Token(written, written, start, end)
    if kind == "name" and written in _WORDS:
        kind = "word"
    elif kind in ("raw", "string"):
        kind = "bytes" if written[0] in "bB" else "string"
    elif kind == "quoted" and not _QUOTED.fullmatch(written):
        hint = "backticks hold letters, digits, `_`, `.`, `-`, `/` and spaces"
        findings.append(Finding("syntax", f"{written} is not a field name", Span(start, end), hint))
    return Token(kind, written, start, end)


def _unexpected(text: str, at: int, findings: list[Finding]) -> Token:
    character = text[at]
    if character in "\"'`":
        return _unterminated(text, at, findings)
    if character in _CURLY:
        end = text.find(_CURLY[character], at + 1) + 1 or at + 1
        findings.append(Finding("syntax", f"`{character}` does not quote a text", Span(at, end), "write `'` or `\"`"))
        return Token("bad", text[at:end], at, end)
    mended = _MENDED.get(character, "")
    hint = f"write `{mended}`" if mended else _HINTS.get(character, "")
    findings.append(Finding("syntax", f"unexpected `{_visible(character)}`", Span(at, at + 1), hint))
    kind = mended if mended in ("==", "&&", "||") else "bad"
    return Token(kind, character, at, at + 1)


def _unterminated(text: str, at: int, findings: list[Finding]) -> Token:
    quote = text[at] * 3 if text[at : at + 3] in ('"""', "'''") else text[at]
    line_end = text.find("\n", at)
    end = len(text) if line_end < 0 or len(quote) == 3 else line_end
    message = f"the text that starts here has no closing `{quote}`" if text[at] != "`" else "no closing backtick"
    findings.append(Finding("syntax", message, Span(at, at + len(quote))))
    return Token("bad", text[at:end], at, end)


def _visible(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"
