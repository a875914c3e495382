"""Licences and meters: what the account may use and how much of it is left."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import UNSET

from tipstaff.cel.types import BOOL, DOUBLE, INT, STRING
from tipstaff.cel.values import CelError
from tipstaff.ledgers.functions.function import LedgerFunction, ledger_function
from tipstaff.ledgers.ledgers import Ledgers
from tipstaff.ledgers.records.licences import LICENCES, METERS, Licence, Meter
from tipstaff.vocab.event import Event

_BY_ACCOUNT: Final = LICENCES.indexes[0]


def _licence(ledgers: Ledgers, event: Event, licence: str) -> Licence:
    found = ledgers.get(LICENCES, licence)
    if found is None or found.account != event.account:
        raise CelError("unknown-value", f"the account has no licence `{licence}`")
    return found


@ledger_function("licence.owned", BOOL, holds="day", licence=STRING)
def owned(ledgers: Ledgers, event: Event, licence: str) -> bool:
    """Whether the licence is one of the event's account, whether in force or over."""
    found = ledgers.get(LICENCES, licence)
    return found is not None and found.account == event.account


@ledger_function("licence.in_force", BOOL, holds="day", licence=STRING)
def in_force(ledgers: Ledgers, event: Event, licence: str) -> bool:
    """Whether the licence is one of the event's account and in force at the event's time."""
    found = ledgers.get(LICENCES, licence)
    return found is not None and found.account == event.account and found.in_force(event.time)


@ledger_function("licence.ended", BOOL, holds="day", licence=STRING)
def ended(ledgers: Ledgers, event: Event, licence: str) -> bool:
    """Whether the licence is one of the event's account and over at the event's time."""
    found = ledgers.get(LICENCES, licence)
    over = found is not None and found.until is not None and found.until <= event.time
    return over and found is not None and found.account == event.account


@ledger_function("licence.kind", STRING, holds="day", licence=STRING)
def kind(ledgers: Ledgers, event: Event, licence: str) -> str:
    """server, volume, standard, enterprise or seats. An error when the account has no such licence."""
    return _licence(ledgers, event, licence).kind


@ledger_function("licence.product", STRING, holds="day", licence=STRING)
def product(ledgers: Ledgers, event: Event, licence: str) -> str:
    """The product that the licence is for. An error when the account has no such licence."""
    return _licence(ledgers, event, licence).product


@ledger_function("licence.servers", INT, holds="day", licence=STRING)
def servers(ledgers: Ledgers, event: Event, licence: str) -> int:
    """On how many servers the licence may run; one when it does not say. An error when there is no such licence."""
    found = _licence(ledgers, event, licence)
    return 1 if found.servers is UNSET else found.servers


@ledger_function("licence.volume", DOUBLE, holds="day", licence=STRING)
def volume(ledgers: Ledgers, event: Event, licence: str) -> float:
    """How much the licence lets through. An error when there is no such licence or it does not say."""
    found = _licence(ledgers, event, licence)
    if found.volume is UNSET:
        raise CelError("unknown-value", f"licence `{licence}` names no volume")
    return found.volume


@ledger_function("licence.seats", INT, cost=20.0, product=STRING)
def seats(ledgers: Ledgers, event: Event, product: str) -> int:
    """The seats of the account for a product: the sum over its licences in force at the event's time."""
    return _sum(ledgers, event, product, "seats")


@ledger_function("licence.copies", INT, cost=20.0, product=STRING)
def copies(ledgers: Ledgers, event: Event, product: str) -> int:
    """The servers on which the account may run a product: the sum over its licences in force at the event's time."""
    return _sum(ledgers, event, product, "servers")


def _sum(ledgers: Ledgers, event: Event, product: str, what: Literal["seats", "servers"]) -> int:
    found = (one for one in ledgers.by(LICENCES, _BY_ACCOUNT, event.account) if one.product == product)
    counts = (getattr(one, what) for one in found if one.in_force(event.time))
    return sum(count for count in counts if count is not UNSET)


def _meter(ledgers: Ledgers, event: Event, meter: str) -> Meter:
    found = ledgers.get(METERS, event.account, meter)
    if found is None:
        raise CelError("unknown-value", f"the account has no meter `{meter}`")
    return found


@ledger_function("meter.known", BOOL, meter=STRING)
def known(ledgers: Ledgers, event: Event, meter: str) -> bool:
    """Whether the account has a meter of that name."""
    return ledgers.get(METERS, event.account, meter) is not None


@ledger_function("meter.limit", DOUBLE, meter=STRING)
def limit(ledgers: Ledgers, event: Event, meter: str) -> float:
    """What the plan holds. An error when the account has no such meter; so for all of `meter.` but `known`."""
    return _meter(ledgers, event, meter).limit


@ledger_function("meter.used", DOUBLE, meter=STRING)
def used(ledgers: Ledgers, event: Event, meter: str) -> float:
    """What is used in the period of the event's time (0 when a new period has begun)."""
    return _meter(ledgers, event, meter).used_by(event.time)


@ledger_function("meter.asked", DOUBLE, meter=STRING)
def asked(ledgers: Ledgers, event: Event, meter: str) -> float:
    """What was allowed in the present period and not told as used yet."""
    return _meter(ledgers, event, meter).asked_by(event.time)


@ledger_function("meter.capped", BOOL, meter=STRING)
def capped(ledgers: Ledgers, event: Event, meter: str) -> bool:
    """Whether the account set a cap on what it pays for beyond the limit."""
    return _meter(ledgers, event, meter).cap is not UNSET


@ledger_function("meter.ceiling", DOUBLE, meter=STRING)
def ceiling(ledgers: Ledgers, event: Event, meter: str) -> float:
    """Where use stops: the limit, or the cap of paid overage on a paid plan whose limit is not hard."""
    return _meter(ledgers, event, meter).ceiling


@ledger_function("meter.ratio", DOUBLE, meter=STRING)
def ratio(ledgers: Ledgers, event: Event, meter: str) -> float:
    """Used over limit: 1.0 is a full quota. A limit of zero is full from the start."""
    found = _meter(ledgers, event, meter)
    return found.used_by(event.time) / found.limit if found.limit > 0 else float("inf")


@ledger_function("meter.exhausted", BOOL, meter=STRING)
def exhausted(ledgers: Ledgers, event: Event, meter: str) -> bool:
    """Whether the ceiling is reached: nothing more passes."""
    found = _meter(ledgers, event, meter)
    return found.used_by(event.time) >= found.ceiling


@ledger_function("meter.paid", BOOL, meter=STRING)
def paid(ledgers: Ledgers, event: Event, meter: str) -> bool:
    """Whether the plan behind the meter is a paid one."""
    return _meter(ledgers, event, meter).paid


@ledger_function("meter.hard", BOOL, meter=STRING)
def hard(ledgers: Ledgers, event: Event, meter: str) -> bool:
    """Whether the meter stops at its limit even on a paid plan."""
    return _meter(ledgers, event, meter).hard


LICENCE_FUNCTIONS: Final = (owned, in_force, ended, kind, product, servers, volume, seats, copies)
METER_FUNCTIONS: Final = (known, limit, used, asked, capped, ceiling, ratio, exhausted, paid, hard)
FUNCTIONS: Final[tuple[LedgerFunction, ...]] = (*LICENCE_FUNCTIONS, *METER_FUNCTIONS)
