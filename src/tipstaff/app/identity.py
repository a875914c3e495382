"""Where time, ids and secrets come from in a running process: the only place that asks the machine for them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from tipstaff.vocab.ids import ulid

Clock = Callable[[], datetime]
Ids = Callable[[], str]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def sorted_ids(clock: Clock) -> Ids:
    """Ids that sort in the order in which they are made, within one process."""
    last_millisecond = -1
    randomness = 0

    def make() -> str:
        nonlocal last_millisecond, randomness
        millisecond = int(clock().timestamp() * 1000)
        if millisecond == last_millisecond:
            randomness += 1 + secrets.randbelow(1 << 16)
        else:
            last_millisecond = millisecond
            randomness = secrets.randbits(79)
        return ulid(millisecond, randomness)

    return make
