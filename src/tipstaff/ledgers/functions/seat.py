"""Seats: who has one, and how many are taken."""

from __future__ import annotations

from typing import Final

from tipstaff.cel.types import BOOL, INT, STRING
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.licences import LICENCES
from tipstaff.ledgers.records.seats import BY_PRODUCT, SEATS, Seat
from tipstaff.vocab.event import Event


@ledger_function("seat.held", BOOL, cost=20.0, product=STRING, user=STRING)
def held(ledgers: Ledgers, event: Event, product: str, user: str) -> bool:
    """Whether the person has a seat of the account for the product in the present licence period."""
    found = ledgers.get(SEATS, event.account, product, user)
    return found is not None and _counts(ledgers, event, found)


@ledger_function("seat.taken", INT, cost=20.0, product=STRING)
def taken(ledgers: Ledgers, event: Event, product: str) -> int:
    """How many people have a seat of the account for the product in the present licence period."""
    found = ledgers.by(SEATS, BY_PRODUCT, event.account, product)
    return sum(_counts(ledgers, event, seat) for seat in found)


def _counts(ledgers: Ledgers, event: Event, seat: Seat) -> bool:
    """Whether it was taken since the oldest of the licences that are in force began."""
    licences = ledgers.by(LICENCES, LICENCES.indexes[0], event.account)
    begun = [one.from_ for one in licences if one.product == seat.product and one.in_force(event.time)]
    if not begun or None in begun or seat.taken_at is None:
        return True
    return seat.taken_at >= min(moment for moment in begun if moment is not None)


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (held, taken)
