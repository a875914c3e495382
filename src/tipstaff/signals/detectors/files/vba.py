"""The source of Visual Basic modules inside a compound file (MS-OVBA 2.4.1: compression)."""

from __future__ import annotations

from typing import Any

_MOST = 1 << 20
_CHUNK = 4096
# A module's stream holds compiled code before its source; the source begins at a signature byte and a chunk header.
_ATTRIBUTE = b"\x00Attribut"


def modules_of(ole: Any, streams: list[str]) -> bytes:
    """The source of all modules, one after the other; at most a megabyte. Empty where nothing can be read."""
    sources: list[bytes] = []
    for stream in streams:
        folders = stream.lower().split("/")
        if "vba" in folders[:-1] and folders[-1] not in ("dir", "_vba_project"):
            sources.append(source_in(ole.openstream(stream).read(_MOST)))
        if sum(map(len, sources)) > _MOST:
            break
    return b"\n".join(sources)


def source_in(stream: bytes) -> bytes:
    """The source in a module's stream: it begins with `Attribute`, whose compressed form is always the same."""
    at = stream.find(_ATTRIBUTE)
    return decompressed(stream[at - 3 :]) if at >= 3 else b""


def decompressed(container: bytes) -> bytes:
    """A compressed container, as far as it can be read. At most a megabyte."""
    if container[:1] != b"\x01":
        return b""
    out = bytearray()
    at = 1
    while at + 2 <= len(container) and len(out) < _MOST:
        header = int.from_bytes(container[at : at + 2], "little")
        size = (header & 0x0FFF) + 3
        chunk = container[at + 2 : at + size]
        if header & 0x8000:
            _tokens(chunk, out)
        else:
            out += chunk[:_CHUNK]
        at += size
    return bytes(out)


def _tokens(chunk: bytes, out: bytearray) -> None:
    """Copy and literal tokens of one chunk, 4,096 bytes at most."""
    start, at = len(out), 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk) or len(out) - start >= _CHUNK:
                return
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            token = int.from_bytes(chunk[at : at + 2], "little")
            at += 2
            if not _copy(token, out, start):
                return


def _copy(token: int, out: bytearray, start: int) -> bool:
    """One copy token; how its bits are shared depends on how much of the chunk is there already."""
    done = len(out) - start
    bits = max(4, (done - 1).bit_length()) if done else 4
    offset, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + 3
    if offset > done:
        return False
    for _ in range(length):
        out.append(out[-offset])
    return True
