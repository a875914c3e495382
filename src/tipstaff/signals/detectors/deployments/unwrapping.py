"""What a command line or a script says once the shell has read it: words cut by quotes, escapes, base64.

    sh -c './xm""rig'                     ──▶  sh -c './xmrig'
    echo Li94bXJpZw== | base64 -d | sh    ──▶  ./xmrig
    powershell -EncodedCommand cwBo...    ──▶  sh...
    a=xm; b=rig; ./$a$b                   ──▶  ./xmrig
    echo girmx/. | rev, tr a-z n-za-m, xxd -r -p, printf '\\170\\155', chr(120)+chr(109), base64 of gzip

Bounded: twenty pieces of base64 in a text, two deep, 64,000 characters in all.
"""

from __future__ import annotations

import binascii
import codecs
import re
import zlib
from collections.abc import Iterator

_PIECES, _DEEP, _ALL = 20, 2, 64_000
# Quotes and empty expansions within a word; a backslash may part folders as well.
_CUT = re.compile(r"(?<=[\w.-])(?:[\"'^`]{1,2}|\$@|\$\*|\$\{\w{0,8}:-\})(?=[\w.])")
_ESCAPE = re.compile(r"(?<=\w)\\(?=\w)")
_GAP = re.compile(r"\$\{IFS(?:%[^}]{0,4})?\}|\$IFS(?:\$\d)?")
_HEX = re.compile(r"(?:\\x[0-9a-fA-F]{2}){4,4000}")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{16,8000}={0,2}")
_OCTAL = re.compile(r"(?:\\[0-3]?[0-7]{2}){4,4000}")
_PLAIN_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-fA-F]{2}){6,4000}(?![0-9A-Za-z])")
_CODES = re.compile(
    r"(?:chr|String\.fromCharCode)\(\d{2,3}\)(?:\s?[+.,]\s?(?:chr|String\.fromCharCode)\(\d{2,3}\)){3,2000}"
)
_TURNED = re.compile(r"\brev\b|\[::-1\]|strrev\(|\.reverse\(")
_ROTATED = re.compile(r"\btr\s[^\n|]{0,20}[n-z]-z?|rot_?13|str_rot13", re.IGNORECASE)
_HEXED = re.compile(r"\bxxd\b|fromhex|unhexlify|hex2bin|\bhex\b", re.IGNORECASE)
_SET = re.compile(r"(?<![\w$.-])([A-Za-z_]\w{0,20})=[\"']?([^\s;|&'\"$`()]{1,80})[\"']?(?=[\s;&]|\Z)")
_ASKED = re.compile(r"\$(?:\{(\w{1,21})\}|([A-Za-z_]\w{0,20}))")
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
            yield from _layers(written[:_ALL], deep + 1)


def _decoded(text: str) -> Iterator[str]:
    yield from (plain for plain in _respelled(text) if plain != text)
    for at, piece in enumerate(_BASE64.finditer(text)):
        if at >= _PIECES:
            return
        read = _read(piece[0])
        if read:
            yield read


def _respelled(text: str) -> Iterator[str]:
    """The text with what it spells by numbers, turns round, rotates or keeps in variables written out."""
    if "\\x" in text:
        yield _HEX.sub(lambda match: bytes.fromhex(match[0].replace("\\x", "")).decode("latin-1"), text)
    if "\\" in text:
        yield _OCTAL.sub(lambda match: "".join(chr(int(code, 8)) for code in match[0].split("\\")[1:]), text)
    if "chr(" in text or "fromCharCode(" in text:
        yield _CODES.sub(lambda match: "".join(chr(int(code)) for code in re.findall(r"\d+", match[0])), text)
    if _HEXED.search(text):
        yield _PLAIN_HEX.sub(lambda match: bytes.fromhex(match[0]).decode("latin-1"), text)
    if _TURNED.search(text):
        yield " ".join(word[::-1] for word in re.split(r"[\s\"'()|;]+", text))
    if _ROTATED.search(text):
        yield codecs.encode(text, "rot13")
    if "$" in text and (kept := dict(_SET.findall(text)[:_PIECES])):
        yield _ASKED.sub(lambda match: kept.get(match[1] or match[2], match[0]), text)


def _read(piece: str) -> str:
    """What base64 says when it says something that people or shells read; "" otherwise."""
    bare = piece.translate(_URL_SAFE).rstrip("=")
    try:
        data = binascii.a2b_base64(bare + "=" * (-len(bare) % 4))
    except binascii.Error:
        return ""
    if data[:2] == b"\x1f\x8b":
        data = _inflated(data)
    if len(data) >= 4 and not any(data[1::2]):
        data = data[::2]
    readable = sum(byte in _READABLE for byte in data)
    return data.decode("latin-1") if data and readable >= _SHARE * len(data) else ""


def _inflated(data: bytes) -> bytes:
    """What gzip holds, as far as it goes, and no more than is read of all."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, _ALL)
    except zlib.error:
        return b""
