"""7z archives, where the optional package for them is installed; without it they are `unsupported`."""

from __future__ import annotations

import io
import lzma
import struct
from collections.abc import Iterator

from tipstaff.signals.lazily import Library
from tipstaff.signals.media.limits import Limits

py7zr = Library("py7zr")
exceptions = Library("py7zr.exceptions")
writers = Library("py7zr.io")

# What its parser raises on damaged headers, found by fuzzing it.
_BROKEN = (ValueError, OSError, EOFError, lzma.LZMAError, struct.error, LookupError, TypeError, AttributeError)
_BROKEN_TOO = (ArithmeticError, AssertionError, RuntimeError, MemoryError)


def of_7z(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes | None, str]]:
    """(name, bytes, what is wrong) of each member; at most `limits.member` bytes are unpacked in all."""
    try:
        py7zr.SevenZipFile  # noqa: B018  # asks whether it is installed
    except ModuleNotFoundError:
        yield "", None, "unsupported"
        return
    try:
        yield from _members(data, limits)
    except exceptions.PasswordRequired:
        yield "", None, "encrypted"
    except exceptions.DecompressionBombError:
        yield "", None, "bomb"
    except (exceptions.ArchiveError, *_BROKEN, *_BROKEN_TOO):
        yield "", None, "broken"


def _members(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes | None, str]]:
    with py7zr.SevenZipFile(io.BytesIO(data), max_extract_size=limits.member) as archive:
        if archive.needs_password():
            yield "", None, "encrypted"
            return
        listed = archive.list()
        if sum(max(0, entry.uncompressed or 0) for entry in listed) > limits.member:
            yield "", None, "bomb"
            return
        if len(listed) > limits.members:
            yield "", None, "too-many"
            return
        factory = writers.BytesIOFactory(limits.member)
        archive.extract(factory=factory)
    for name, product in factory.products.items():
        product.seek(0)
        yield name, product.read(), ""
