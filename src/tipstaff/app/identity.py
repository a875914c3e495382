"""Where time, ids and secrets come from in a running process: the only place that asks the machine for them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from tipstaff.vocab.ids import ulid_head, ulid_tail

Clock = Callable[[], datetime]
Ids = Callable[[], str]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def sorted_ids(clock: Clock) -> Ids:
    """Ids that sort in the order in which they are made, within one process.

    Within a millisecond only the tail counts up, so that an id costs a fraction of a microsecond. A tail of 30 bits
    that starts in its lower half has room for half a billion of them.
    """
    last, head, tail = -1, "", 0

    def make() -> str:
        nonlocal last, head, tail
        millisecond = int(clock().timestamp() * 1000)
        if millisecond == last:
            tail += 1
        else:
            last, tail = millisecond, secrets.randbits(29)
            head = ulid_head(millisecond, secrets.randbits(50))
        return head + ulid_tail(tail)

    return make
