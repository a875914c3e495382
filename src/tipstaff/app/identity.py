"""Where time, ids and secrets come from in a running process: the only place that asks the machine for them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from tipstaff.vocab.ids import LAST, ulid_head, ulid_tail

Clock = Callable[[], datetime]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_DRAWN: Final = 256


class Ids(Protocol):
    """Makes ids."""

    def __call__(self, at: datetime | None = None) -> str:
        """A new id. `at`: now, where the caller has just looked at the clock."""
        ...


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds since some moment, which only go forward: for pacing work, never for records."""
    return time.monotonic()


def _random_numbers() -> list[int]:
    """Secret random numbers of 69 bits.

    The system is asked for many at a time: while it is asked the interpreter is free for other threads, and a busy one
    keeps it for a millisecond.
    """
    drawn = secrets.token_bytes(9 * _DRAWN)
    return [int.from_bytes(drawn[start : start + 9], "big") >> 3 for start in range(0, 9 * _DRAWN, 9)]


def sorted_ids(clock: Clock) -> Ids:
    """Ids that sort in the order in which they are made, within one process.

    Within a millisecond only the tail counts up, and of a thousand ids only the last two characters change: so an id
    costs a fraction of a microsecond. A tail of 30 bits that starts in its lower half has room for half a billion.
    """
    since = until = datetime.min.replace(tzinfo=UTC)
    head = stem = ""
    thousand, left = 0, iter(LAST)
    numbers: list[int] = []

    def make(at: datetime | None = None) -> str:
        nonlocal since, until, head, stem, thousand, left
        now = at or clock()
        if since <= now < until:
            for last in left:
                return stem + last
            thousand += 1
        else:
            milliseconds = (now - _EPOCH) // _MILLISECOND
            since = _EPOCH + milliseconds * _MILLISECOND
            until = since + _MILLISECOND
            if not numbers:
                numbers.extend(_random_numbers())
            number = numbers.pop()
            head, thousand = ulid_head(milliseconds, number >> 19), number & 0x7FFFF
        stem, left = head + ulid_tail(thousand << 10)[:-2], iter(LAST)
        return stem + next(left)

    return make
