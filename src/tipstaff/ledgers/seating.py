"""How many seats are taken, without looking at each: the count is kept beside them, as of when the licences began.

A seat put or removed moves the count by one. Where licences began anew since, the count is of another period: whoever
asks then counts one by one, and so does the next command, which keeps the new count.
"""

from __future__ import annotations

from datetime import datetime

from tipstaff.ledgers.ledgers import Draft, Ledgers
from tipstaff.ledgers.records.licences import LICENCES
from tipstaff.ledgers.records.seats import BY_PRODUCT, SEAT_COUNTS, SEATS, Seat, SeatCount


def begun(ledgers: Ledgers, account: str, product: str, at: datetime) -> datetime | None:
    """When the oldest of the licences began that are in force at a moment; None where none says, or none is."""
    licences = ledgers.by(LICENCES, LICENCES.indexes[0], account)
    moments = [one.from_ for one in licences if one.product == product and one.in_force(at)]
    return min((moment for moment in moments if moment is not None), default=None) if None not in moments else None


def counts(seat: Seat | None, since: datetime | None) -> bool:
    """Whether a seat, if it is one, was taken since the licences began."""
    return seat is not None and (since is None or seat.taken_at is None or seat.taken_at >= since)


def taken(ledgers: Ledgers, account: str, product: str, at: datetime) -> int:
    """How many seats of an account for a product count at a moment."""
    since = begun(ledgers, account, product, at)
    kept = ledgers.get(SEAT_COUNTS, account, product)
    return kept.count if kept is not None and kept.since == since else _counted(ledgers, account, product, since)


def keep_count(draft: Draft, before: Seat | None, after: Seat | None, at: datetime) -> None:
    """Have the count follow a seat that was put or removed; to be called once the draft says so."""
    seat = after or before
    if seat is None:
        return
    account, product = seat.account, seat.product
    since = begun(draft, account, product, at)
    kept = draft.get(SEAT_COUNTS, account, product)
    if kept is not None and kept.since == since:
        count = kept.count + counts(after, since) - counts(before, since)
        if count == kept.count:
            return
    else:
        count = _counted(draft, account, product, since)
    draft.put(SEAT_COUNTS, SeatCount(account, product, since, count))


def _counted(ledgers: Ledgers, account: str, product: str, since: datetime | None) -> int:
    return sum(counts(seat, since) for seat in ledgers.by(SEATS, BY_PRODUCT, account, product))
