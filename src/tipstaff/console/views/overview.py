"""The head of the first page: how much is decided, with which verdicts, under which clauses.

It is taken from the latest decisions of the record, so it means the same after a restart and beside other processes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from tipstaff.store import DecisionRow
from tipstaff.vocab.verdict import Verdict

LATEST: Final = 1_000
_INTERVALS: Final = 30
_CLAUSES: Final = 5
_WINDOW: Final = timedelta(seconds=60)


class Cited(Struct, frozen=True):
    """A clause and how often the latest decisions cite it; `share` of the most cited one, 0 to 1."""

    clause: str
    count: int
    share: float


class Overview(Struct, frozen=True):
    """Figures over the latest decisions.

    `rate` is per second over `window`; `history` counts decisions in equal intervals of that window, oldest first.
    """

    total: int
    verdicts: dict[str, int]
    clauses: list[Cited]
    rate: float
    window: timedelta
    history: list[int]


def overview(latest: Sequence[DecisionRow], now: datetime) -> Overview:
    """Figures for these decisions, newest first (at most `LATEST` of them)."""
    verdicts = Counter(row.verdict for row in latest)
    cited = Counter(clause for row in latest for clause in row.clauses)
    window = _window(latest, now)
    times = [(now - row.at) / window for row in latest]
    recent = [age for age in times if 0 <= age < 1]
    return Overview(
        len(latest),
        {verdict.value: verdicts[verdict] for verdict in Verdict},
        _most_cited(cited),
        len(recent) / window.total_seconds(),
        window,
        _history(recent),
    )


def _window(latest: Sequence[DecisionRow], now: datetime) -> timedelta:
    """A minute, or less when the latest decisions do not reach that far back."""
    if len(latest) < LATEST:
        return _WINDOW
    return min(_WINDOW, max(timedelta(seconds=1), now - latest[-1].at))


def _history(ages: Sequence[float]) -> list[int]:
    counts = [0] * _INTERVALS
    for age in ages:
        counts[_INTERVALS - 1 - int(age * _INTERVALS)] += 1
    return counts


def _most_cited(cited: Counter[str]) -> list[Cited]:
    most = sorted(cited.items(), key=lambda item: (-item[1], item[0]))[:_CLAUSES]
    return [Cited(clause, count, count / most[0][1]) for clause, count in most]
