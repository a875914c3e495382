"""Which events may have been told before: spares the database a look-up for each one that surely was not.

The record itself is idempotent whatever is said here; this only decides whether to look before judging, so that a
repeat is not counted by the windows a second time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

GENERATION: Final = 50_000
_SLOTS: Final = 1 << 21
_PLACES: Final = _SLOTS - 1
_LAST: Final = 255


class Repeats:
    """Remembers the last events in two generations; a younger event that is in neither is new.

    An event marks two of two million bytes with the number of its generation. Where both are marked already, it may
    have been told before: of new events under one in a hundred, and each costs a look-up. Kept as numbers in sets, two
    generations took 7 MB, and at times milliseconds to grow.

    Args:
        since: from when on every event was seen here; what is older may be in the record already.
    """

    def __init__(self, since: datetime, generation: int = GENERATION) -> None:
        self._generation = generation
        self._marks = bytearray(_SLOTS)
        self._young, self._old, self._count = 2, 1, 0
        self._since = self._young_since = since

    def possible(self, key: tuple[str, str], time: datetime, now: datetime) -> bool:
        """Whether the event may have been told before; remembers it.

        An event that is told without a time of its own comes with `now` and is taken for new unless it is remembered.
        """
        digest, marks, young, old = hash(key), self._marks, self._young, self._old
        one, other = digest & _PLACES, digest >> 32 & _PLACES
        if ((mark := marks[one]) == young or mark == old) and ((mark := marks[other]) == young or mark == old):
            return True
        if self._count >= self._generation:
            self._begin(now)
            marks = self._marks
        self._count += 1
        marks[one] = marks[other] = self._young
        return time < self._since

    def _begin(self, now: datetime) -> None:
        """A new generation; the older one is forgotten. Numbers begin again when they have all been used."""
        self._since, self._young_since, self._count = self._young_since, now, 0
        self._old, self._young = self._young, self._young + 1
        if self._young > _LAST:
            self._marks = self._marks.translate(bytes(int(number == _LAST) for number in range(256)))
            self._old, self._young = 1, 2
