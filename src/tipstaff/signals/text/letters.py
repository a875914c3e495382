"""The different letters of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tipstaff.signals.lazily import Library

numpy = Library("numpy")

LONG = 400
_ASCII_END = 0x7F


def different(text: str) -> Sequence[str]:
    """Each letter beyond ASCII once."""
    if len(text) < LONG:
        return [letter for letter in set(text) if not letter.isascii()]
    codes = codes_of(text)
    return [chr(code) for code in numpy.unique(codes[codes > _ASCII_END]).tolist()]


def codes_of(text: str) -> Any:
    """The code points of a text, as a numpy array that cannot be written to."""
    return numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)


def text_of(codes: Any) -> str:
    """The text of code points."""
    text: str = codes.tobytes().decode("utf-32-le", "surrogatepass")
    return text
