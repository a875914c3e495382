"""Which row of a table belongs to which key, with a bound on how many there are.

Rows are numbered from 0 and reused. When the bound is reached, the clock algorithm (second chance) frees a row: a hand
walks over the rows, spares those recorded to since it last came by, and takes the first that was not. Before a table
grows, the row under the hand is reused if it lies so far back that nothing of it can be read any more.
"""

from __future__ import annotations

from typing import Any

# Rows looked at for one that has expired before the table grows: keeps the cost of a new key constant.
_GLANCES = 2


class Directory:
    """Keys to rows.

    Args:
        most: bound on the number of keys.
        memory: how many buckets back a row can matter; a row whose newest bucket is further back has expired.
    """

    __slots__ = ("evicted", "hand", "heads", "keys", "memory", "most", "rows", "touched")

    def __init__(self, most: int, memory: int) -> None:
        self.most = most
        self.memory = memory
        self.rows: dict[Any, int] = {}
        self.keys: list[Any] = []
        self.heads: list[int] = []
        self.touched = bytearray()
        self.evicted = 0
        self.hand = 0

    def claim(self, key: Any, bucket: int) -> tuple[int, bool]:
        """A row for a new key whose newest bucket is `bucket`, and whether the row is a new one at the end."""
        row = self._expired(bucket)
        if row is None and len(self.keys) < self.most:
            row = len(self.keys)
            self.keys.append(key)
            self.heads.append(bucket)
            self.touched.append(1)
            self.rows[key] = row
            return row, True
        if row is None:
            row = self.least_recent()
        self.rows.pop(self.keys[row], None)
        self.keys[row], self.heads[row], self.touched[row] = key, bucket, 1
        self.rows[key] = row
        return row, False

    def _expired(self, bucket: int) -> int | None:
        size = len(self.keys)
        for _ in range(min(_GLANCES, size)):
            self.hand = hand = self.hand + 1 if self.hand + 1 < size else 0
            if self.heads[hand] < bucket - self.memory and not self.touched[hand]:
                return hand
            self.touched[hand] = 0
        return None

    def least_recent(self, spared: int = -1) -> int:
        """The row that gives way: the first under the hand that was not recorded to since the hand last came by."""
        size = len(self.keys)
        self.evicted += 1
        while True:
            self.hand = hand = self.hand + 1 if self.hand + 1 < size else 0
            if not self.touched[hand] and hand != spared:
                return hand
            self.touched[hand] = 0
