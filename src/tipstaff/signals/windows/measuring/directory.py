"""Which row of a table belongs to which key, with a bound on how many there are.

Rows are numbered from 0 and reused. When the bound is reached, the clock algorithm (second chance) frees a row: a hand
walks over the rows, spares those recorded to since it last came by, and takes the first that was not. Before a table
grows, a row under the hand is reused if it lies so far back that nothing of it can be read any more.
"""

from __future__ import annotations

from typing import Any, Final

VISITS: Final = (0, 1, 2)
"""So many rows are looked at for every new key; of a full table two, to spare those recorded to for longer."""


class Directory:
    """Keys to rows.

    Args:
        most: bound on the number of keys.
        memory: how many buckets back a row can matter; a row whose newest bucket is further back has expired.
    """

    __slots__ = ("evicted", "hand", "heads", "keys", "memory", "most", "recent", "rows", "touched")

    def __init__(self, most: int, memory: int) -> None:
        self.most = most
        self.memory = memory
        self.rows: dict[Any, int] = {}
        self.keys: list[Any] = []
        self.heads: list[int] = []
        self.touched = bytearray()
        self.evicted = 0
        self.hand = 0
        self.recent = 0  # the bucket of the key that came last

    def claim(self, key: Any, bucket: int) -> int:
        """A row for a new key whose newest bucket is `bucket`: a new one at the end, or one that had another key."""
        if bucket == self.recent:
            bucket = self.recent  # the same number for all, not one of 32 bytes for each
        else:
            self.recent = bucket
        size, row, free = len(self.keys), self.hand, -1
        touched, heads, oldest = self.touched, self.heads, bucket - self.memory
        # A place that is taken again was come by twice, once to see that it is idle. With three rows at every claim the
        # hand is faster than new keys come, so that a table stays at about three times the keys that are within reach.
        for _ in VISITS if 2 < size < self.most else VISITS[: 2 if size > 1 else size]:
            if touched[row]:
                touched[row] = 0
            elif free < 0 and heads[row] < oldest:
                free = row
            row = row + 1 if row + 1 < size else 0
        self.hand = row
        if free >= 0:
            return self._reuse(free, key, bucket)
        if size == self.most:
            return self._reuse(self.least_recent(), key, bucket)
        self.keys.append(key)
        self.heads.append(bucket)
        self.touched.append(1)
        self.rows[key] = size
        return size

    def least_recent(self, spared: int = -1) -> int:
        """The row that gives way: the first under the hand that was not recorded to since the hand last came by."""
        size = len(self.keys)
        self.evicted += 1
        while True:
            hand = self.hand
            self.hand = hand + 1 if hand + 1 < size else 0
            if not self.touched[hand] and hand != spared:
                return hand
            self.touched[hand] = 0

    def _reuse(self, row: int, key: Any, bucket: int) -> int:
        self.rows.pop(self.keys[row], None)
        self.keys[row], self.heads[row], self.touched[row] = key, bucket, 1
        self.rows[key] = row
        return row
