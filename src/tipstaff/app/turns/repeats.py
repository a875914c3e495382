"""Which events may have been told before: spares the database a look-up for each one that surely was not.

The record itself is idempotent whatever is said here; this only decides whether to look before judging, so that a
repeat is not counted by the windows a second time.
"""

from __future__ import annotations

from datetime import datetime

GENERATION = 50_000


class Repeats:
    """Remembers the last events in two generations of hashes; a younger event that is in neither is new.

    Args:
        since: from when on every event was seen here; what is older may be in the record already.
    """

    def __init__(self, since: datetime, generation: int = GENERATION) -> None:
        self._generation = generation
        self._young: set[int] = set()
        self._old: set[int] = set()
        self._since = self._young_since = since

    def possible(self, key: tuple[str, str], time: datetime, now: datetime) -> bool:
        """Whether the event may have been told before; remembers it.

        An event that is told without a time of its own comes with `now` and is taken for new unless it is remembered.
        """
        digest = hash(key)
        if digest in self._young or digest in self._old:
            return True
        if len(self._young) >= self._generation:
            self._old, self._young = self._young, set()
            self._since, self._young_since = self._young_since, now
        self._young.add(digest)
        return time < self._since
