"""What a command line or a script says once the shell has read it: words cut by quotes, escapes, base64.

    sh -c './xm""rig'                     ──▶  sh -c './xmrig'
    echo Li94bXJpZw== | base64 -d | sh    ──▶  ./xmrig
    powershell -EncodedCommand cwBo...    ──▶  sh...

Bounded: twenty pieces of base64 in a text, two deep, 64,000 characters in all.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

_PIECES, _DEEP, _ALL = 20, 2, 64_000
# Quotes and empty expansions within a word; a backslash may part folders as well.
_CUT = re.compile(r"(?<=[\w.-])(?:[\"'^`]{1,2}|\$@|\$\*|\$\{\w{0,8}:-\})(?=[\w.])")
_ESCAPE = re.compile(r"(?<=\w)\\(?=\w)")
_GAP = re.compile(r"\$\{IFS(?:%[^}]{0,4})?\}|\$IFS(?:\$\d)?")
_HEX = re.compile(r"(?:\\x[0-9a-fA-F]{2}){4,4000}")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{16,8000}={0,2}")
_URL_SAFE = str.maketrans("-_", "+/")
_READABLE = frozenset(range(32, 127)) | {9, 10, 13}
_SHARE = 0.95


def unwrapped(text: str) -> list[str]:
    """The text without the quotes that cut its words, and everything that it hides."""
    found, left = [], _ALL + len(text)
    for layer in _layers(text):
        found.append(layer[:left])
        left -= len(layer)
        if left <= 0:
            break
    return found


def _layers(text: str, deep: int = 0) -> Iterator[str]:
    joined = _CUT.sub("", _GAP.sub(" ", text))
    yield joined
    if "\\n" in joined:
        yield joined.replace("\\n", "\n")
    if _ESCAPE.search(joined):
        yield _ESCAPE.sub("", joined)
    if deep < _DEEP:
        for written in _decoded(text):
            yield from _layers(written, deep + 1)


def _decoded(text: str) -> Iterator[str]:
    if "\\x" in text:
        plain = _HEX.sub(lambda match: bytes.fromhex(match[0].replace("\\x", "")).decode("latin-1"), text)
        if plain != text:
            yield plain
    for at, piece in enumerate(_BASE64.finditer(text)):
        if at >= _PIECES:
            return
        read = _read(piece[0])
        if read:
            yield read


def _read(piece: str) -> str:
    """What base64 says when it says something that people or shells read; "" otherwise."""
    bare = piece.translate(_URL_SAFE).rstrip("=")
    try:
        data = binascii.a2b_base64(bare + "=" * (-len(bare) % 4))
    except binascii.Error:
        return ""
    if len(data) >= 4 and not any(data[1::2]):
        data = data[::2]
    readable = sum(byte in _READABLE for byte in data)
    return data.decode("latin-1") if data and readable >= _SHARE * len(data) else ""
