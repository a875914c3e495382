"""What windows mean, in the plainest words: keep everything, count again for every answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from tipstaff.signals.windows.declaring.spec import Level
from tipstaff.signals.windows.measuring.directory import Directory


class _Kept(Protocol):
    directory: Directory


K = TypeVar("K", bound=_Kept)


def never_forgetting(storage: K) -> K:
    """The storage, with no row taken back because it lies too far in the past."""
    storage.directory.memory = 1 << 60
    return storage


@dataclass
class Oracle:
    """Everything recorded: (key, bucket, lane, amount, value)."""

    buckets: int
    lateness: int
    rows: list[tuple[Any, int, int, int, Any]] = field(default_factory=list)

    def record(self, key: Any, bucket: int, lane: int = 0, amount: int = 1, value: Any = None) -> None:
        self.rows.append((key, bucket, lane, amount, value))

    def newest(self, key: Any) -> int | None:
        return max((bucket for other, bucket, *_ in self.rows if other == key), default=None)

    def too_late(self, key: Any, bucket: int) -> bool:
        newest = self.newest(key)
        return newest is not None and bucket < newest - self.lateness

    def inside(self, key: Any, bucket: int) -> list[tuple[Any, int, int, int, Any]]:
        return [row for row in self.rows if row[0] == key and bucket - self.buckets < row[1] <= bucket]

    def total(self, key: Any, bucket: int, lane: int = 0) -> int:
        return sum(row[3] for row in self.inside(key, bucket) if row[2] == lane)

    def distinct(self, key: Any, bucket: int) -> set[Any]:
        return {row[4] for row in self.inside(key, bucket)}

    def ratio(self, key: Any, bucket: int, least: int, above: int = 0, below: int = 0) -> float | None:
        volume = self.total(key, bucket, 1) + below
        return (self.total(key, bucket, 0) + above) / volume if volume >= least else None

    def state(self, key: Any, bucket: int, least: int, level: Level, own: tuple[int, int] = (0, 0)) -> bool:
        """Settle every bucket in which something was recorded, from the beginning of time."""
        state, last = False, None
        for settled in sorted({row[1] for row in self.rows if row[0] == key and row[1] < bucket}):
            if last is not None and settled - last >= self.buckets:
                state = False
            ratio = self.ratio(key, settled, least)
            state = False if ratio is None else level.after(state, ratio)
            last = settled
        if last is not None and bucket - last >= self.buckets:
            state = False
        ratio = self.ratio(key, bucket, least, *own)
        return False if ratio is None else level.after(state, ratio)
