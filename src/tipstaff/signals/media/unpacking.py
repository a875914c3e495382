"""Archives opened by hand: each unpacks at most so many bytes, whatever it claims.

A member is (name, bytes); what is wrong is a word: bomb, encrypted, broken, too-many, unsupported, escapes.
"""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tipstaff.signals.media.limits import FROM, Limits
from tipstaff.signals.media.sevenzip import of_7z


class Member(NamedTuple):
    """One thing in an archive: its name and bytes, or what is wrong with it (`data` is None then)."""

    name: str
    data: bytes | None
    wrong: str = ""


Unpack = Callable[[bytes, Limits], Iterator[Member]]
_XZ_MEMORY = 128 << 20
_STORED, _DEFLATED, _BZIP2, _XZ_IN_ZIP = 0, 8, 12, 95
_ENCRYPTED = 0x1


def unpacker(kind: str) -> Unpack | None:
    """How an archive of a type is opened; None when it is not one that can be."""
    return _UNPACKERS.get(kind)


def of_zip(data: bytes, limits: Limits) -> Iterator[Member]:
    """Members of a ZIP: the central directory says where they are, the bytes are unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, OverflowError, NotImplementedError, EOFError):
        yield Member("", None, "broken")
        return
    for entry in listed[: limits.members]:
        if not entry.filename.endswith("/"):
            yield _zipped(entry, data, limits)
    if len(listed) > limits.members:
        yield Member("", None, "too-many")


def _zipped(entry: zipfile.ZipInfo, data: bytes, limits: Limits) -> Member:
    if entry.flag_bits & _ENCRYPTED:
        return Member(entry.filename, None, "encrypted")
    head = data[entry.header_offset : entry.header_offset + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        return Member(entry.filename, None, "broken")
    start = entry.header_offset + 30 + sum(struct.unpack("<HH", head[26:30]))
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == _STORED:
        return Member(entry.filename, packed[: limits.member])
    if entry.compress_type == _DEFLATED:
        return _measured(entry.filename, packed, limits, lambda: _inflated(packed, -zlib.MAX_WBITS, limits.member))
    if entry.compress_type == _BZIP2:
        return _measured(entry.filename, packed, limits, lambda: _streamed(bz2.BZ2Decompressor, packed, limits.member))
    if entry.compress_type == _XZ_IN_ZIP:
        return _measured(entry.filename, packed, limits, lambda: _streamed(_xz, packed, limits.member))
    return Member(entry.filename, None, "unsupported")


def of_tar(data: bytes, limits: Limits) -> Iterator[Member]:
    """Members of a TAR: links and devices are passed over."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for number, entry in enumerate(archive):
                if number >= limits.members:
                    yield Member("", None, "too-many")
                    return
                if entry.isfile() and (file := archive.extractfile(entry)) is not None:
                    yield Member(entry.name, file.read(limits.member))
    except (tarfile.TarError, ValueError, OSError, struct.error, EOFError, OverflowError, RecursionError):
        yield Member("", None, "broken")


def of_gzip(data: bytes, limits: Limits) -> Iterator[Member]:
    """The one content of a gzip file, its parts joined."""
    yield _measured("", data, limits, lambda: _inflated(data, 16 + zlib.MAX_WBITS, limits.member))


def of_bzip2(data: bytes, limits: Limits) -> Iterator[Member]:
    """The one content of a bzip2 file."""
    yield _measured("", data, limits, lambda: _streamed(bz2.BZ2Decompressor, data, limits.member))


def of_xz(data: bytes, limits: Limits) -> Iterator[Member]:
    """The one content of an xz or lzma file, with bounded memory."""
    yield _measured("", data, limits, lambda: _streamed(_xz, data, limits.member))


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


def _measured(name: str, packed: bytes, limits: Limits, unpack: Callable[[], bytes]) -> Member:
    """A member unpacked; a bomb when it grows out of proportion or beyond the limit."""
    try:
        data = unpack()
    except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError):
        return Member(name, None, "broken")
    if len(data) > limits.member or (len(data) > FROM and len(data) > limits.ratio * max(1, len(packed))):
        return Member(name, None, "bomb")
    return Member(name, data)


def _inflated(packed: bytes, window: int, most: int) -> bytes:
    """DEFLATE of one or more parts, at most one byte more than `most`."""
    parts: list[bytes] = []
    size = 0
    while packed and size <= most:
        stream = zlib.decompressobj(window)
        parts.append(stream.decompress(packed, most + 1 - size))
        size += len(parts[-1])
        if not stream.eof:
            break
        packed = stream.unused_data if window > 0 else b""
    return b"".join(parts)


def _streamed(new: Callable[[], bz2.BZ2Decompressor | lzma.LZMADecompressor], packed: bytes, most: int) -> bytes:
    """bzip2 or xz of one or more parts, at most one byte more than `most`."""
    parts: list[bytes] = []
    size = 0
    while packed and size <= most:
        stream = new()
        parts.append(stream.decompress(packed, most + 1 - size))
        size += len(parts[-1])
        if not stream.eof:
            break
        packed = stream.unused_data
    return b"".join(parts)


_UNPACKERS: dict[str, Unpack] = {
    "zip": of_zip,
    "tar": of_tar,
    "gzip": of_gzip,
    "bzip2": of_bzip2,
    "xz": of_xz,
    "lzma": of_xz,
    "7z": lambda data, limits: (Member(*one) for one in of_7z(data, limits)),
} | dict.fromkeys(("docx", "xlsx", "pptx", "vsdx", "opendocument", "epub", "jar", "apk", "appx", "ipa"), of_zip)
