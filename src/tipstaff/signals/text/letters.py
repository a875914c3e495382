"""The different letters of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tipstaff.native.kernels import kernel

LONG: Final = 400
"""From so many characters on, texts are searched for what may be there before each of them is looked at."""
_KERNEL: Final = kernel("letters")
_ASCII: Final = bytes(range(128))


def different(text: str) -> Sequence[str]:
    """Each letter beyond ASCII once, in no order."""
    if len(text) < LONG:
        return [letter for letter in set(text) if not letter.isascii()]
    found: Sequence[str] = different_plainly(text) if _KERNEL is None else _KERNEL.different(text)
    return found


def different_plainly(text: str) -> Sequence[str]:
    """The same without the kernel."""
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return list(set(beyond.decode("utf-8", "surrogatepass")))
