"""How far everybody lies above what is usual for them: a percentile over the surges of all keys in the event's bucket.

At ten past nine on the day of the sales every shop does eight times its usual. A single one that does eight times its
usual then rises with the tide; one that does fifty does not. Keys without a usual have no surge and are left out.
"""

from __future__ import annotations

from typing import Any

import msgspec

from tipstaff.signals.windows.lens import UNIT
from tipstaff.signals.windows.measuring.fleet import Fleet
from tipstaff.signals.windows.measuring.habits import Habits


class Tide(Habits):
    """Habits of all keys, and the surges of the newest buckets, in millionths.

    Args: as `Habits`; `behind` is how many buckets behind the newest of all a bucket may be and still be read.
    """

    def __init__(  # noqa: PLR0913 - a shape, and the bounds of memory
        self, buckets: int, lateness: int, most: int, *, total: int, step: int, after: int, behind: int = 2
    ) -> None:
        super().__init__(buckets, max(lateness, behind), most, total=total, step=step, after=after)
        self.surges = Fleet(behind, most)

    def record(self, key: Any, bucket: int, amount: int) -> None:
        """As `Habits.record`; what the key did changes its surge in this bucket and, by its past, in later ones."""
        super().record(key, bucket, amount)
        self.surges.open(bucket)
        totals = self.habits[self.directory.rows[key]]
        for at, crowd in self.surges.crowds.items():
            if at >= bucket and totals.has(at):
                surge = self._millionths(key, at, 0)
                if surge is not None:
                    crowd.put(key, surge)

    def percentile(self, share: float, key: Any, bucket: int, amount: int, least: int) -> float:
        """The percentile of all surges, an amount of one key counted in; NaN for fewer keys than `least`.

        Raises:
            CelError: `signal-too-late`, the bucket is no longer remembered.
        """
        crowd = self.surges.crowd(bucket)
        own = self._millionths(key, bucket, amount) if amount else None
        return crowd.percentile(share, key, own, least) / UNIT

    def _millionths(self, key: Any, bucket: int, amount: int) -> int | None:
        """The surge of a key, None without a usual; nobody surges above a usual of nothing."""
        usual, _ = self.usual(key, bucket)
        if usual != usual:  # noqa: PLR0124 - NaN
            return None
        total = self.total_of(key, bucket) + amount
        return round(total / usual * UNIT) if usual > 0 else 0

    def pack(self) -> bytes:
        """The buckets of every row, and the surges."""
        return msgspec.msgpack.encode((super().pack(), self.surges.pack()))

    def refill(self, data: bytes) -> None:
        """Go on from what was packed."""
        habits, surges = msgspec.msgpack.decode(data, type=tuple[bytes, bytes])
        super().refill(habits)
        self.surges.refill(surges)
