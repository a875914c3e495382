"""Named zones at the edges, UTC inside: local wall time to the one instant it means, and back.

Source: RFC 5545 §3.3.5 for both odd cases. A wall time that the clocks skip is read with the offset before the gap, so
it lands as far after the gap as it stood in it; one that comes twice means the first.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tipstaff.vocab.errors import Fault, Invalid


@lru_cache(maxsize=1024)
def zone_named(name: str, path: str = "zone") -> ZoneInfo:
    """The zone of that IANA name, for example `Europe/Paris`.

    Raises:
        Invalid: there is no such zone; `path` says where the name stood.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "zones are named like `Europe/Paris` or `UTC`"
        raise Invalid(
            f"`{name}` is not a time zone", faults=[Fault(path, "an IANA time zone", f"`{name}`", hint)]
        ) from None


def wall_time(moment: datetime, zone: str) -> datetime:
    """What clocks in the zone show at a moment.

    Raises:
        ValueError: `moment` has no offset; a time without one means nothing here.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset; times inside are aware and UTC")
    return moment.astimezone(zone_named(zone))


def instant(day: date, clock: time, zone: str) -> datetime:
    """The moment (UTC) at which clocks in the zone show this wall time on this day."""
    return datetime.combine(day, clock.replace(fold=0), tzinfo=zone_named(zone)).astimezone(UTC)
