"""What baselines mean, in SQL and in the plainest words: keep everything, work it out again for every answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import isnan, nan
from statistics import median
from typing import Any

import apsw

from tipstaff.signals.windows.declaring.spec import Level

USUAL = """
WITH past AS (
    SELECT bucket, sum(amount) AS total FROM recorded
    WHERE key = :key AND bucket BETWEEN :bucket - :n AND :bucket - 1 AND (:bucket - bucket) % :step = 0
    GROUP BY bucket
), ranked AS (SELECT total, row_number() OVER (ORDER BY total) AS place, count(*) OVER () AS size FROM past)
SELECT CASE WHEN count(*) AND max(size) >= :after THEN avg(total) END
FROM ranked WHERE place IN ((size + 1) / 2, size / 2 + 1)
"""
PERCENTILE = """
WITH totals AS (SELECT sum(amount) AS total FROM recorded WHERE bucket = :bucket GROUP BY key),
ranked AS (SELECT total, row_number() OVER (ORDER BY total) AS place, count(*) OVER () AS size FROM totals)
SELECT min(total) FROM ranked WHERE size >= :least AND place * 100 >= :hundredths * size
"""


@dataclass
class Memory:
    """Everything recorded: (key, bucket, amount)."""

    buckets: int
    lateness: int
    step: int = 1
    after: int = 1
    rows: list[tuple[Any, int, int]] = field(default_factory=list)

    def record(self, key: Any, bucket: int, amount: int) -> None:
        self.rows.append((key, bucket, amount))

    def too_late(self, key: Any, bucket: int) -> bool:
        return bucket < max((at for one, at, _ in self.rows if one == key), default=bucket) - self.lateness

    def totals(self, key: Any) -> dict[int, int]:
        found: dict[int, int] = {}
        for one, bucket, amount in self.rows:
            if one == key:
                found[bucket] = found.get(bucket, 0) + amount
        return found

    def past(self, key: Any, bucket: int) -> list[int]:
        back = {bucket - at: total for at, total in self.totals(key).items()}
        return [total for ago, total in back.items() if 0 < ago <= self.buckets and ago % self.step == 0]

    def usual(self, key: Any, bucket: int) -> tuple[float, float] | None:
        past = self.past(key, bucket)
        if len(past) < self.after:
            return None
        middle = median(map(Fraction, past))
        return float(middle), 1.4826 * float(median(abs(total - middle) for total in past))

    def surge(self, key: Any, bucket: int, own: int, least: int) -> float:
        usual, total = self.usual(key, bucket), self.totals(key).get(bucket, 0) + own
        return total / usual[0] if usual is not None and usual[0] > 0 and total >= least else nan

    def state(self, key: Any, bucket: int, own: int, least: int, level: Level) -> bool:
        """Settle every bucket in which something was recorded, from the beginning of time."""
        state, last = False, bucket
        for settled in sorted(at for at in self.totals(key) if at < bucket):
            ratio = self.surge(key, settled, 0, least)
            state = not isnan(ratio) and level.after(state and settled - last < self.buckets, ratio)
            last = settled
        found = state and bucket - last < self.buckets
        return found or self.surge(key, bucket, own, least) >= level.enter

    def percentile(self, share: str, bucket: int, own: tuple[Any, int], least: int) -> int | None:
        totals: dict[Any, int] = {}
        for key, at, amount in [*self.rows, (own[0], bucket, own[1])]:
            if at == bucket and amount:
                totals[key] = totals.get(key, 0) + amount
        ordered = sorted(totals.values())
        if len(ordered) < max(1, least):
            return None
        return next(total for place, total in enumerate(ordered, 1) if place >= Fraction(share) * len(ordered))

    def by_sql(self, statement: str, **values: Any) -> Any:
        database = apsw.Connection(":memory:")
        database.execute("CREATE TABLE recorded (key, bucket, amount)")
        database.executemany("INSERT INTO recorded VALUES (?, ?, ?)", [(str(k), b, a) for k, b, a in self.rows])
        return database.execute(statement, values).get
