"""Who uses a product under an account's licence: one entry for each person who took a seat, and how many there are."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import Struct

from tipstaff.ledgers.kind import Index, Kind


class Seat(Struct, frozen=True, omit_defaults=True):
    """A person's seat for a product, taken at a moment; it counts for the licences that ran then."""

    account: str
    product: str
    user: str
    taken_at: datetime | None = None


class SeatCount(Struct, frozen=True, omit_defaults=True):
    """How many seats for a product count for licences that began at `since`; None: all of them do."""

    account: str
    product: str
    since: datetime | None = None
    count: int = 0


BY_PRODUCT: Final = Index("by-product", ("account", "product"))
SEATS: Final = Kind("seats", Seat, key=("account", "product", "user"), indexes=(BY_PRODUCT,))
SEAT_COUNTS: Final = Kind("seat-counts", SeatCount, key=("account", "product"))
