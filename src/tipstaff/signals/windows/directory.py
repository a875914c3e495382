"""Which row of a table belongs to which key, with a bound on how many there are.

Rows are numbered from 0 and reused. When the bound is reached, the clock algorithm (second chance) frees a row: a hand
walks over the rows, spares those recorded to since it last came by, and takes the first that was not. Before a table
grows, the row under the hand is reused if it lies so far back that nothing of it can be read any more.
"""

from __future__ import annotations

from typing import Any


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

    def claim(self, key: Any, bucket: int) -> int:
        """A row for a new key whose newest bucket is `bucket`: a new one at the end, or one that had another key."""
        size, row = len(self.keys), self.hand
        touched, heads = self.touched, self.heads
        # Two rows are looked at before a table grows: the hand must be faster than the table, or it never comes by
        # again. Written out, since every new key comes by here.
        if size:
            after = row + 1 if row + 1 < size else 0
            if touched[row]:
                touched[row] = 0
            elif heads[row] < bucket - self.memory:
                self.hand = after
                return self._reuse(row, key, bucket)
            if size > 1:
                row, after = after, after + 1 if after + 1 < size else 0
                if touched[row]:
                    touched[row] = 0
                elif heads[row] < bucket - self.memory:
                    self.hand = after
                    return self._reuse(row, key, bucket)
            self.hand = after
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
