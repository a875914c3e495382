"""Seats: who has one, and how many are taken."""

from __future__ import annotations

from typing import Final

from tipstaff.cel.types import BOOL, INT, STRING
from tipstaff.ledgers import seating
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.seats import SEATS
from tipstaff.vocab.event import Event


@ledger_function("seat.held", BOOL, cost=20.0, product=STRING, user=STRING)
def held(ledgers: Ledgers, event: Event, product: str, user: str) -> bool:
    """Whether the person has a seat of the account for the product in the present licence period."""
    found = ledgers.get(SEATS, event.account, product, user)
    return found is not None and seating.counts(found, seating.begun(ledgers, event.account, product, event.time))


@ledger_function("seat.taken", INT, cost=20.0, product=STRING)
def taken(ledgers: Ledgers, event: Event, product: str) -> int:
    """How many people have a seat of the account for the product in the present licence period."""
    return seating.taken(ledgers, event.account, product, event.time)


FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (held, taken)
