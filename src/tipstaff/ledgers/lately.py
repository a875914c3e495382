"""What was asked for lately, without keeping it: so that only what comes again is remembered.

Most people are written to once. A memory that takes in whatever is looked up for the first time fills with them up to
its bound, and nothing of it is ever read again.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable


class Lately:
    """Says whether something was met lately: a digest for each of so many places, where the last one stands.

    What was met is forgotten when something else takes its place: of what was met as many things ago as a quarter of
    the places, three in four are known. Nothing new is taken for known, or a memory behind it would fill with that.
    It takes eight bytes a place, at once; numbers in sets take some 65, and at times milliseconds to grow.

    Args:
        places: how many, rounded up to a power of two.
    """

    __slots__ = ("_digests", "_mask")

    def __init__(self, places: int) -> None:
        rounded = 1 << max(1, places - 1).bit_length()
        self._mask = rounded - 1
        self._digests = array("q", bytes(8 * rounded))

    def met(self, what: Hashable) -> bool:
        """Whether it was met before; from now on it was."""
        digest = hash(what)
        place = digest & self._mask
        if self._digests[place] == digest:
            return True
        self._digests[place] = digest
        return False
