"""Who uses a product under an account's licence: one entry for each person who took a seat."""

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


BY_PRODUCT: Final = Index("by-product", ("account", "product"))
SEATS: Final = Kind("seats", Seat, key=("account", "product", "user"), indexes=(BY_PRODUCT,))
