"""Texts in which nothing hides, as most are: their three forms in one step, where there is a kernel.

What is ordinary is asked of the rooms that know (`shape`, `disguises`, `words`), letter by letter, once.
"""

from __future__ import annotations

import string
import struct
from functools import lru_cache
from typing import Any, Final

from tipstaff.native.kernels import kernel
from tipstaff.signals.text.shape import BESIDE, CUTTING, LETTERS, PARTING, SIGNS, plain_of, script_of
from tipstaff.signals.text.undoing.disguises import AFTER, BEFORE, leet_word, mended, shorter, spelled
from tipstaff.signals.text.western import WESTERN
from tipstaff.signals.text.words import bare

_KERNEL = kernel("wording")
# A text with this sign is one of Windows-1252, and no other than for this sign.
_WIDE: Final = "€"
_DRAWN: Final = frozenset(string.ascii_lowercase)
# Lower case; the same without accents; the bare words with one space around each.
Forms = tuple[str, str, str]


def ordinary(raw: str) -> Forms | None:
    """The forms of a text in which nothing hides: lower case, bare, and the bare words with one space around each.

    None for a text that may hide something, or needs composing, and where there is no kernel: then folding has to read
    it (`tipstaff.signals.text.folding`).
    """
    if _KERNEL is None:
        return None
    found: Forms | None = _reading().ordinary(raw)
    return found


@lru_cache(maxsize=1)
def _reading() -> Any:
    letters = "".join(sorted({*map(chr, range(256)), *WESTERN}))
    kinds = struct.pack(f"<{len(letters)}H", *map(_kind, letters))
    plain = "".join(map(bare, letters))
    # The same drawn-out words come again and again (hmmm, xxx).
    asked = (leet_word, lru_cache(maxsize=1024)(shorter), mended, spelled)
    return _KERNEL.Reading(letters, letters.lower(), plain, kinds, asked)


def _kind(letter: str) -> int:
    """What the kernel has to know of a letter, a bit each."""
    shape = plain_of(letter).decode("latin-1")
    known = (
        ord(letter) < 256 and _settled(letter),
        _settled(letter + _WIDE),
        shape in LETTERS,
        shape in SIGNS,
        shape in CUTTING,
        shape in PARTING,
        shape == "!",
        BEFORE.match(letter) is not None,
        AFTER.match(letter) is not None,
        letter in _DRAWN,
        shape in BESIDE,
    )
    return sum(1 << bit for bit, holds in enumerate(known) if holds)


def _settled(text: str) -> bool:
    script = script_of(text)
    return text.isascii() or (script.western and script.settled)
