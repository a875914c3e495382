"""How much of an archive is opened. What goes beyond is reported, never opened."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Limits of one event. Our own choice: an event's body is at most some megabytes, a decision takes milliseconds.

    Attributes:
        total: bytes that all archives together may unpack to.
        member: bytes that one member may unpack to.
        members: members that are opened.
        depth: archives inside archives; 1 is an archive itself.
        ratio: unpacked to packed size of one member, from 1 MiB on, above which it counts as a bomb. Text reaches 20,
            the most that DEFLATE can do is 1,032.
    """

    total: int = 64 << 20
    member: int = 16 << 20
    members: int = 1000
    depth: int = 4
    ratio: int = 300


DEFAULT = Limits()
FROM = 1 << 20
