"""The values of number, string and bytes literals.

Each function takes the literal as written and returns its value, or raises `BadLiteral` with the offset of the culprit.
"""

from __future__ import annotations

import re

from tipstaff.cel.types import BYTES, DOUBLE, INT, STRING, UINT, Type
from tipstaff.cel.values import UInt

_INT_MAX = 2**63
_UINT_MAX = 2**64 - 1
_SIMPLE = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "?": "?",
    '"': '"',
    "'": "'",
    "`": "`",
}
_DIGITS = {"x": 2, "X": 2, "u": 4, "U": 8}
_ESCAPE = re.compile(r"\\([0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[abfnrtv\\?\"'`])")


class BadLiteral(ValueError):
    """The literal is malformed at `offset` (characters from its start, `width` wide)."""

    def __init__(self, message: str, hint: str = "", *, offset: int = 0, width: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.offset = offset
        self.width = width


def whole_number(text: str, *, negative: bool = False) -> int:
    """The value of an int or (with `u`) uint literal; `negative` when a minus stands before it."""
    if text[-1] in "uU":
        return _unsigned(text[:-1], negative=negative)
    value = _digits(text)
    if value > _INT_MAX - (not negative):
        raise BadLiteral(f"`{_shown(text)}` does not fit an int", "ints go from -2^63 to 2^63-1")
    return -value if negative else value


def _unsigned(digits: str, *, negative: bool) -> UInt:
    if negative:
        raise BadLiteral("a uint has no sign", "leave out the `u`, or the minus")
    value = _digits(digits)
    if value > _UINT_MAX:
        raise BadLiteral(f"`{_shown(digits)}u` does not fit a uint", "uints go from 0 to 2^64-1")
    return UInt(value)


def _digits(text: str) -> int:
    # More digits than any 64-bit number has: not worth converting, and slow to.
    if len(text.lstrip("0")) > 20:
        return _UINT_MAX + 1
    return int(text, 16) if text[:2] in ("0x", "0X") else int(text)


def _shown(text: str) -> str:
    return text if len(text) <= 24 else text[:20] + "…"


def string_value(token: str) -> str:
    """The text that a string literal stands for: any quotes, raw or not."""
    raw = token[0] in "rR"
    body, offset = _unquoted(token[raw:])
    if raw:
        return body
    return _unescape(body, offset)


def bytes_value(token: str) -> bytes:
    """The bytes that a `b'...'` literal stands for; text in it is UTF-8."""
    raw = token[1] in "rR"
    body, offset = _unquoted(token[1 + raw :])
    if raw:
        return body.encode()
    return _unescape_bytes(body, offset + 1)


def _unquoted(token: str) -> tuple[str, int]:
    width = 3 if token[:3] in ('"""', "'''") and len(token) >= 6 else 1
    # A line end inside a triple-quoted text is one line feed, whatever the editor wrote.
    return token[width:-width].replace("\r\n", "\n").replace("\r", "\n") if width == 3 else token[1:-1], width


def _unescape(body: str, offset: int) -> str:
    if "\\" not in body:
        return body
    parts = []
    at = 0
    while (slash := body.find("\\", at)) >= 0:
        parts.append(body[at:slash])
        escape = _escape(body, slash, offset)
        parts.append(_character(escape, slash + offset))
        at = slash + 1 + len(escape)
    return "".join(parts) + body[at:]


def _unescape_bytes(body: str, offset: int) -> bytes:
    parts = []
    at = 0
    while (slash := body.find("\\", at)) >= 0:
        parts.append(body[at:slash].encode())
        escape = _escape(body, slash, offset)
        parts.append(_octet(escape, slash + offset))
        at = slash + 1 + len(escape)
    return b"".join(parts) + body[at:].encode()


def _escape(body: str, slash: int, offset: int) -> str:
    match = _ESCAPE.match(body, slash)
    if match is None:
        shown = body[slash : slash + 2]
        hint = "for a backslash write `\\\\`, or put `r` before the quotes"
        raise BadLiteral(f"`{shown}` is not an escape", hint, offset=slash + offset, width=2)
    return match[1]


def _character(escape: str, offset: int) -> str:
    if escape in _SIMPLE:
        return _SIMPLE[escape]
    code = _code(escape)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise BadLiteral(f"`\\{escape}` is not a character", offset=offset, width=len(escape) + 1)
    return chr(code)


def _octet(escape: str, offset: int) -> bytes:
    if escape in _SIMPLE:
        return _SIMPLE[escape].encode()
    if escape[0] in "uU":
        hint = "write the bytes, such as `\\xC3\\xA9`, or the character itself"
        raise BadLiteral(f"`\\{escape}` is not allowed in bytes", hint, offset=offset, width=len(escape) + 1)
    return bytes((_code(escape),))


def _code(escape: str) -> int:
    return int(escape[1:], 16) if escape[0] in _DIGITS else int(escape, 8)


def literal(kind: str, text: str, *, negative: bool = False) -> tuple[object, Type]:
    """The value and type of a literal token of `kind` int, float, string or bytes.

    Raises: BadLiteral.
    """
    if kind == "int":
        value = whole_number(text, negative=negative)
        return value, UINT if isinstance(value, UInt) else INT
    if kind == "float":
        return (-float(text) if negative else float(text)), DOUBLE
    return (bytes_value(text), BYTES) if kind == "bytes" else (string_value(text), STRING)
